using Debate.Core;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Readers;

namespace Debate.Rewards.Texts;

/// <summary>
/// Which answers are rewarded as a group, and whom they meet in it: the one rule for the server's requests and for files that are scored.
/// </summary>
/// <param name="IsEvidence">Whether debates are over evidence: such an answer is always alone.</param>
/// <param name="Opponent">Whom answers meet, by the name of the option.</param>
/// <param name="Cohort">The number of answers that make a group, where they come one by one; 1 for no such number.</param>
public sealed record GroupingRule(bool IsEvidence, string Opponent, int Cohort)
{
    private const string AllPairs = "all-pairs", Circular = "circular";

    /// <summary>Whether answers to one prompt are rewarded as a group.</summary>
    public bool HasGroups => Cohort > 1 && !IsEvidence || NeedsGroup(null);

    /// <summary>Whether answers meet other members of their group, so that one alone cannot be rewarded.</summary>
    /// <param name="asked">The opponent that the request asks for; null for none.</param>
    public bool NeedsGroup(string? asked) => !IsEvidence && (asked ?? Opponent) is AllPairs or Circular;

    /// <summary>Whom the members of a group of <see cref="Cohort"/> answers meet: one another, unless asked otherwise.</summary>
    /// <param name="asked">The opponent that the request asks for; null for none.</param>
    public string ChooseOpponent(string? asked) => asked ?? (Opponent == AllPairs ? AllPairs : Circular);

    /// <summary>
    /// Splits answers into groups, in the order of their first members. Answers with one name are a group wherever they stand, or as many
    /// groups as they fill; an answer without a name is alone. A group is judged in the order of its texts, equal ones as they stand, so
    /// that its rewards do not depend on where they stand.
    /// </summary>
    /// <param name="answers">The name of each answer's group and its text, in words.</param>
    public IReadOnlyList<PlannedGroup> Plan(IReadOnlyList<(string? Group, string Answer)> answers)
    {
        var size = Cohort > 1 ? Cohort : Math.Max(1, answers.Count);
        var alone = answers.Index().Where(a => a.Item.Group is null).Select(a => new PlannedGroup([a.Index], 0));
        var groups = answers.Index().Where(a => a.Item.Group is not null).GroupBy(a => a.Item.Group, StringComparer.Ordinal)
            .SelectMany(name => name.Chunk(size))
            .Select(members => new PlannedGroup([.. members.OrderBy(a => a.Item.Answer, StringComparer.Ordinal).Select(a => a.Index)],
                Math.Max(0, Cohort - members.Length)));
        return [.. alone.Concat(groups).OrderBy(group => group.Members.Min())];
    }
}

/// <summary>Answers that are rewarded together.</summary>
/// <param name="Members">Their indices, in the order in which they are judged.</param>
/// <param name="Missing">How many answers the group lacks; 0 where it is whole.</param>
public sealed record PlannedGroup(IReadOnlyList<int> Members, int Missing);

/// <summary>
/// A prompt as judges see it, which is also what "the same prompt" means: for the server, for files that are scored and for client/python
/// (<c>_same_prompt</c>). It is in words where a trainer's chat template wrote it, in the composed form of Unicode (NFC), with line feeds
/// alone between lines, and without white space, controls, marks of byte order and spaces without width at its ends. Whatever else differs
/// makes another prompt: case, spaces inside, characters that only look alike, and x² is not x2.
/// </summary>
/// <param name="Text">What was asked; empty where nothing can be seen.</param>
/// <param name="Opened">What an answer continues: thoughts that the prompt opens, or nothing.</param>
public sealed record PromptWords(string Text, string Opened)
{
    /// <summary>Reads a prompt. In linear time; reading what was read changes nothing.</summary>
    public static PromptWords Read(string prompt)
    {
        var read = ChatTemplates.ReadPrompt(TrimUnseen(prompt));
        return new(Unify(read.Text), read.Opened);
    }

    /// <summary>
    /// An answer to it as judges see it: without the end tokens of a tokenizer, and inside its thoughts where the prompt opens them. What
    /// was thought is kept.
    /// </summary>
    public string ReadAnswer(string answer) => Opened + ReadBaseline(answer);

    /// <summary>An answer of somebody else, who does not continue the prompt.</summary>
    public static string ReadBaseline(string answer)
    {
        var said = ControlTokens.TrimEnd(answer);
        // An answer without thoughts may still be framed, as by the final channel of harmony.
        return ThoughtSplitter.Split(said) is { IsOpen: false, Thoughts: null or "" } split ? split.Text : said;
    }

    private static string Unify(string text)
    {
        text = TrimUnseen(text);
        if (text.Contains('\r')) text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return Nfc.Normalize(text);
    }

    private static string TrimUnseen(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsUnseen(text[start])) start++;
        while (end > start && IsUnseen(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsUnseen(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c is '\uFEFF' or '\u200B' or '\u2060';
}
