using System.Text.RegularExpressions;
using Debate.Core.Output;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation;

/// <summary>The beginning of a turn in a text that a chat template wrote.</summary>
/// <param name="Role">Whose turn it is: user, assistant, system, or another role as the template names it.</param>
/// <param name="Start">The position of the mark.</param>
/// <param name="End">The position behind it, where what is said begins.</param>
public readonly record struct TurnMark(string Role, int Start, int End)
{
    /// <summary>Whether the assistant speaks.</summary>
    public bool IsAssistant => Role == ChatTemplates.Assistant;

    /// <summary>Whether somebody speaks to the assistant: with such a turn a conversation goes on.</summary>
    public bool IsUser => Role is ChatTemplates.User or ChatTemplates.System or "developer";

    /// <summary>Whether the token that ends a turn in its family stands before it.</summary>
    public bool IsEnded { get; init; }
}

/// <summary>One turn of a conversation, in words.</summary>
/// <param name="Role">Whose turn it is.</param>
/// <param name="Text">What is said.</param>
public sealed record ConversationTurn(string Role, string Text);

/// <summary>A trainer's prompt in words.</summary>
/// <param name="Text">Its only turn, or all turns, each after its role.</param>
/// <param name="Opened">What an answer to it continues: the mark of thoughts that the prompt opens and leaves open, or nothing.</param>
public sealed record PromptInWords(string Text, string Opened);

/// <summary>
/// The chat templates of model families, as far as a text shows them: where turns begin, by the marks of one family, that of the first
/// mark. Only a text that begins with such a mark is one that a template wrote; marks of other families in it are somebody's words. So are
/// marks in a turn that is not ended, in the families whose templates end the turns of users: there nothing but the end of a turn stands
/// before the next one's mark.
/// </summary>
/// <remarks>
/// Families: ChatML (Qwen, Yi, InternLM, Phi-4), Llama 3 and 4, Gemma 1 to 4, Phi-3 with Zephyr and GLM, gpt-oss (harmony), DeepSeek, Llama
/// 2 with Mistral, Command, Granite, EXAONE, Kimi, MiniMax, Seed, and the words Human, User and Assistant with a colon.
/// </remarks>
public static partial class ChatTemplates
{
    /// <summary>The role of the model that answers.</summary>
    public const string Assistant = "assistant";

    /// <summary>The role of whoever asks.</summary>
    public const string User = "user";

    /// <summary>The role of instructions.</summary>
    public const string System = "system";

    private const string Words = "words";
    private const string Bars = "bars";
    private const string OpenThought = "<think>\n";

    private static readonly string[] Families =
    [
        "chatml", "llama3", "gemma", Bars, "harmony", "deepseek", "inst", "command", "granite", "exaone", "kimi", "minimax", "seed",
        Words,
    ];

    /// <summary>
    /// What ends a turn, a user's too, in the families that have such a token. The families of bars differ: Phi-3, Zephyr and StableLM end
    /// turns, OLMo and GLM do not. Of DeepSeek, Mistral, Llama 2, EXAONE and the words a user's turn has no end.
    /// </summary>
    private static readonly Dictionary<string, string[]> EndsOfTurns = new(StringComparer.Ordinal)
    {
        ["chatml"] = ["<|im_end|>", "<|endoftext|>"],
        ["llama3"] = ["<|eot_id|>", "<|eom_id|>", "<|eot|>", "<|eom|>", "<|end_of_text|>"],
        ["gemma"] = ["<end_of_turn>", "<turn|>"],
        [Bars] = ["<|end|>", "</s>", "<|endoftext|>"],
        ["harmony"] = ["<|end|>", "<|return|>", "<|call|>"],
        ["command"] = ["<|END_OF_TURN_TOKEN|>"],
        ["granite"] = ["<|end_of_text|>"],
        ["kimi"] = ["<|im_end|>"],
        ["minimax"] = ["[e~["],
        ["seed"] = ["<seed:eos>"],
    };

    /// <summary>
    /// The marks of turns in a text that a template wrote, from left to right; none where the text does not begin with one, apart from
    /// white space and from control tokens that begin or fill up a text. In linear time.
    /// </summary>
    public static IReadOnlyList<TurnMark> FindTurns(string text) => Find(text).Turns;

    /// <summary>
    /// A prompt in words. One that a template wrote becomes its turns, without marks, thoughts and the mark of the turn to come; any other
    /// stays as it is, apart from a mark of thoughts at its end.
    /// </summary>
    public static PromptInWords ReadPrompt(string prompt)
    {
        var (family, marks) = Find(prompt);
        if (marks.Count == 0 || family == Words)
        {
            var (before, open) = SplitOpenThought(prompt, isAnswer: false);
            return new(before, open);
        }
        var turns = new List<ConversationTurn>();
        var opened = "";
        for (var i = 0; i < marks.Count; i++)
        {
            var isLast = i == marks.Count - 1;
            var said = ControlTokens.TrimEnd(prompt[marks[i].End..(isLast ? prompt.Length : marks[i + 1].Start)]);
            if (isLast && marks[i].IsAssistant) (said, opened) = SplitOpenThought(said, isAnswer: true);
            if (marks[i].IsAssistant) said = ThoughtSplitter.Split(said).Text.Trim();
            else if (SplitInstructions(said) is (var instructions, var rest))
            {
                turns.Add(new(System, instructions));
                said = rest;
            }
            if (said.Length > 0) turns.Add(new(marks[i].Role, said));
        }
        return new(ToText(turns), opened);
    }

    /// <summary>
    /// A conversation as one text: that of its only turn, unless a tool's, or all turns, each after its role. No turn can write such a line
    /// itself: "[user]" becomes "(user)".
    /// </summary>
    public static string ToText(IReadOnlyList<ConversationTurn> turns) =>
        turns is [var only] && !only.Role.StartsWith("tool", StringComparison.Ordinal) ? only.Text
        : string.Join("\n\n", turns.Select(t => $"[{t.Role}]\n{RoleLine().Replace(t.Text, "$1($2)")}"));

    [GeneratedRegex(@"^([ \t]*)\[((?:system|developer|user|human|assistant|model|tool|function|observation)\b[^\]\n]*)\](?=[ \t\r]*$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex RoleLine();

    private static (string Family, IReadOnlyList<TurnMark> Turns) Find(string text)
    {
        var first = Mark().Match(text);
        if (!first.Success) return ("", []);
        var family = Families.First(f => first.Groups[f].Success);
        var begin = FindBegin(text, first.Index);
        var turns = new List<TurnMark>();
        if (begin < first.Index)
        {
            // DeepSeek's template writes the instructions bare, behind the token that begins a text.
            if (family != "deepseek" || !DeepSeekBegin().IsMatch(text[..begin])) return ("", []);
            turns.Add(new(System, 0, begin));
        }
        // GLM's own beginning tells it from the other families of bars.
        var ends = family == Bars && text[..begin].Contains("[gMASK]", StringComparison.Ordinal) ? []
            : EndsOfTurns.GetValueOrDefault(family) ?? [];
        bool? endsTurns = family == Bars ? null : ends.Length > 0;
        for (var mark = first; mark.Success; mark = mark.NextMatch())
        {
            if (!mark.Groups[family].Success) continue;
            var isEnded = EndsWithAny(text.AsSpan(0, mark.Index).TrimEnd(), ends);
            var role = ReadRole(mark.Groups["role"].Value);
            // The second mark of bars is the prompt's, so it says which template this is: a user's behind instructions, in any case.
            if (turns.Count > 0) endsTurns ??= isEnded;
            if (turns.Count == 1 && endsTurns == false && role != Assistant) ends = [];
            // A mark at the end of the text is that of the turn to come, also in a template that somebody wrote without ends.
            var isLast = role == Assistant && text.AsSpan(mark.Index + mark.Length).IsWhiteSpace();
            if (turns.Count > 0 && endsTurns == true && !isEnded && !isLast) continue;
            turns.Add(new(role, mark.Index, mark.Index + mark.Length) { IsEnded = isEnded });
        }
        return (family, turns);
    }

    private static bool EndsWithAny(ReadOnlySpan<char> text, string[] ends)
    {
        foreach (var end in ends)
            if (text.EndsWith(end, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>The position behind the white space and control tokens with which a text begins, at most the given one.</summary>
    private static int FindBegin(string text, int max)
    {
        var at = 0;
        foreach (var token in ControlTokens.FindAll(text))
        {
            if (token.Start >= max || !text.AsSpan(at, token.Start - at).IsWhiteSpace()) break;
            at = token.End;
        }
        return at >= max || text.AsSpan(at, max - at).IsWhiteSpace() ? max : at;
    }

    private static string ReadRole(string role) => role.ToLowerInvariant() switch
    {
        "human" or "inst" or "### instruction" => User,
        "model" or "ai" or "chatbot" or "/inst" or "### response" => Assistant,
        "system_prompt" => System,
        var other => other,
    };

    /// <summary>Llama 2 writes the instructions into the first turn of the user.</summary>
    private static (string Instructions, string Question)? SplitInstructions(string said)
    {
        const string open = "<<SYS>>";
        const string close = "<</SYS>>";
        if (!said.StartsWith(open, StringComparison.Ordinal)) return null;
        var end = said.IndexOf(close, StringComparison.Ordinal);
        return end < 0 ? null : (said[open.Length..end].Trim(), said[(end + close.Length)..].Trim());
    }

    /// <summary>
    /// A text without the mark of thoughts at its end, and what an answer to it then continues: templates of models that always think open
    /// the thoughts themselves. Outside the beginning of an answer the mark must stand alone or behind the assistant's name; elsewhere it
    /// is only spoken of.
    /// </summary>
    private static (string Before, string Opened) SplitOpenThought(string text, bool isAnswer)
    {
        var end = text.AsSpan().TrimEnd();
        var line = end.LastIndexOf('\n') + 1;
        var tail = ThoughtSplitter.Split(end[line..].ToString());
        var isAlone = tail.Text.Length == 0 || tail.Text.TrimStart().StartsWith("Assistant:", StringComparison.OrdinalIgnoreCase);
        return tail.IsOpen && string.IsNullOrWhiteSpace(tail.Thoughts) && (isAnswer || isAlone)
            ? (text[..line] + tail.Text, OpenThought) : (text, "");
    }

    [GeneratedRegex("<｜begin[▁ ]of[▁ ]sentence｜>", RegexOptions.CultureInvariant)]
    private static partial Regex DeepSeekBegin();

    // One group a family, by the name in Families. Of an assistant's turn in harmony the channel belongs to what is said.
    [GeneratedRegex("""
          (?<chatml>   <\|im_start\|> \s{0,2} (?<role>[A-Za-z]\w{0,31}) (<\|im_sep\|> | (?=[\s<]) | $) )
        | (?<llama3>   <\| (start_header_id|header_start) \|> \s{0,2} (?<role>[A-Za-z][\w.-]{0,63}) \s{0,2}
                       <\| (end_header_id|header_end) \|> )
        | (?<gemma>    (<start_of_turn> | <\|turn>) \s{0,2} (?<role>[A-Za-z]\w{0,31}) ((?=[\s<]) | $) )
        | (?<bars>     <\| (?<role>user|assistant|system|observation|tool) \|> )
        | (?<harmony>  <\|start\|> \s{0,2} ( (?<role>assistant) (<\|message\|>)?
                     | (?<role>[A-Za-z][\w.-]{0,63}) [^<\n]{0,64} (<\|channel\|> [^<\n]{0,64})? <\|message\|> ) )
        | (?<deepseek> <｜ \s? (?<role>User|Assistant|System) \s? ｜> )
        | (?<inst>     \[ \s? (?<role>/?INST|SYSTEM_PROMPT) \s? \] )
        | (?<command>  <\|START_OF_TURN_TOKEN\|> \s? <\| (?<role>USER|CHATBOT|SYSTEM) _TOKEN\|> )
        | (?<granite>  <\|start_of_role\|> \s? (?<role>[A-Za-z]\w{0,31}) \s? (<\|end_of_role\|> | $) )
        | (?<exaone>   \[\| (?<role>system|user|assistant|tool) \|\] )
        | (?<kimi>     <\|im_(?<role>user|assistant|system)\|> \w{0,32} <\|im_middle\|> )
        | (?<minimax>  \]~b\] (?<role>[A-Za-z]\w{0,31}) ((?=[\s<=]) | $) )
        | (?<seed>     <seed:bos> (?<role>[A-Za-z]\w{0,31}) ((?=[\s<]) | $) )
        | (?<words>    (^|\n) [ ]{0,3} (?<role>Human|User|USER|Assistant|ASSISTANT|System|\#\#\#\ Instruction|\#\#\#\ Response) [ ]? : )
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Mark();
}
