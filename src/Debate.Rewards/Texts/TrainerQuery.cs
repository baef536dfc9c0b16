using System.Runtime.InteropServices;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Rewards.Texts;

/// <summary>What was asked and what was answered.</summary>
/// <param name="Prompt">The prompt, as it came.</param>
/// <param name="Answer">The answer, as it came, with whatever ends it.</param>
public sealed record Exchange(string Prompt, string Answer)
{
    /// <summary>Whether a prompt came with the query that does not begin with it, letter for letter: the cut was read from what is left of
    /// it.</summary>
    public bool IsInferred { get; init; }
}

/// <summary>What a caller says of the users' turns in its queries.</summary>
public enum UserTurns
{
    /// <summary>Nothing: a second one cannot be told from one that the answer forges.</summary>
    Unknown,

    /// <summary>One: whatever looks like another belongs to the answer, such as what a tool replied.</summary>
    One,

    /// <summary>Several may be the prompt's: the answer is trusted not to write any.</summary>
    Many,
}

/// <summary>
/// Cuts a trainer's query, which is prompt and answer in one text, where the answer begins. The text of the answer is written by a policy
/// that is rewarded for it, so it must not be able to move the cut: what can be told from the prompt's side alone is told, and anything
/// else is refused. In time linear in the texts.
/// <list type="number">
/// <item>A query that begins with its prompt, letter for letter, is cut there.</item>
/// <item>Tokenizers clean up spaces, add tokens and cut prompts from the left. So the query must begin with an end of its prompt: with the
/// whole, or with at least <see cref="LeastTail"/> characters, compared without control tokens, white space and case.</item>
/// <item>Where that fails for a query that a chat template wrote around the bare prompt, and wherever no prompt came, it is cut at the
/// first mark of an assistant behind the user's turn; the turns before it must end with the prompt. Where the family ends the turns of
/// users with a token, a mark that stands elsewhere is a text of the turn (<see cref="ChatTemplates"/>).</item>
/// </list>
/// </summary>
public static class TrainerQuery
{
    /// <summary>The fewest characters by which a part of a prompt is recognised: fewer may be any text's beginning.</summary>
    public const int LeastTail = 32;

    private const string PromptRule =
        "must begin with its prompt, or with at least the last 32 characters of it, so that it can be told where the answer begins";

    /// <summary>Cuts a query; without a value the problem is a rule, as "must ...".</summary>
    /// <param name="query">Prompt and answer.</param>
    /// <param name="prompt">The prompt; null or blank where none came.</param>
    /// <param name="turns">What is known of the users' turns, for queries that are cut at a mark.</param>
    public static ReadResult<Exchange> Read(string query, string? prompt, UserTurns turns = UserTurns.Unknown)
    {
        if (string.IsNullOrWhiteSpace(prompt)) return CutAtMark(query, turns);
        if (query.StartsWith(prompt, StringComparison.Ordinal)) return Accept(prompt, query[prompt.Length..]);
        if (FindEndOfPrompt(query, prompt) is { } end) return Infer(prompt, query[end..]);
        var cut = CutAtMark(query, turns);
        return cut.Value is { } found && EndsWithPrompt(found.Prompt, prompt) ? Infer(prompt, found.Answer) : Refuse(PromptRule);
    }

    private static ReadResult<Exchange> Accept(string prompt, string answer) => ReadResult<Exchange>.Accepted(new(prompt, answer));

    private static ReadResult<Exchange> Infer(string prompt, string answer) =>
        ReadResult<Exchange>.Accepted(new(prompt, answer) { IsInferred = true });

    private static ReadResult<Exchange> Refuse(string rule) => ReadResult<Exchange>.Refused(rule);

    private static ReadResult<Exchange> CutAtMark(string query, UserTurns turns)
    {
        // GLM ends an answer with the mark of the user's next turn, which never comes.
        var text = ControlTokens.TrimEnd(query);
        var marks = ChatTemplates.FindTurns(text);
        if (marks.Count == 0)
            return Refuse("must come with its prompt, or begin with a mark of a turn as a chat template of a known family writes it, so "
                + "that it can be told where the answer begins");
        var from = 0;
        for (var i = 0; i < marks.Count && turns == UserTurns.Many; i++)
            if (marks[i].Role == ChatTemplates.User) from = i;
        var (asked, at) = (false, -1);
        for (var i = from; i < marks.Count && at < 0; i++)
        {
            asked |= marks[i].Role == ChatTemplates.User;
            if (asked && marks[i].IsAssistant) at = i;
            else if (marks[i].IsAssistant) return Refuse("must have a turn of a user before the first turn of the assistant");
        }
        if (at < 0)
            return Refuse("must have a turn of the assistant behind that of the user, and behind the token that ends that one where the "
                + "template has such a token");
        // Phi-3 and Zephyr end a user's turn, GLM and OLMo do not: either the user speaks of a mark here, or the answer writes an end.
        if (turns == UserTurns.Unknown && !marks[at].IsEnded && marks.Skip(at + 1).Any(m => m.IsAssistant && m.IsEnded))
            return Refuse("must come with its prompt where one mark of the assistant stands behind the token that ends a turn and an "
                + "earlier one does not: the user's turn or the answer may have written it; or say that the answer did (?turns=one)");
        if (turns == UserTurns.Unknown && marks.Skip(at + 1).Any(m => m.IsUser))
            return Refuse("must come with its prompt where it has a turn of a user behind one of the assistant, which the answer may have "
                + "written; or say that such turns are the answer's (?turns=one) or the prompt's (?turns=many)");
        return Accept(text[..marks[at].Start], text[marks[at].End..]);
    }

    /// <summary>Where the prompt, of which the query may hold the end alone, ends in the query; null where that cannot be told.</summary>
    private static int? FindEndOfPrompt(string query, string prompt)
    {
        var wanted = Letters.Read(prompt, int.MaxValue);
        var given = Letters.Read(query, wanted.Count);
        var tails = FindTails(wanted.Span, given.Span).Where(k => k == wanted.Count || k >= LeastTail).Take(2).ToArray();
        // A whole prompt is the rule. Of two parts of one that repeats itself, the answer may have copied what makes the longer one.
        if (tails.Length == 0 || tails.Length == 2 && tails[0] < wanted.Count) return null;
        return SkipTokens(query, given.EndOf(tails[0]), prompt, wanted.EndOf(wanted.Count));
    }

    /// <summary>
    /// The lengths, longest first, of the ends of a text with which another begins (the failure function of Knuth, Morris and Pratt, 1977).
    /// </summary>
    private static IEnumerable<int> FindTails(ReadOnlySpan<char> text, ReadOnlySpan<char> other)
    {
        var borders = new int[other.Length + 1];
        for (int i = 1, k = 0; i < other.Length; i++)
        {
            while (k > 0 && other[i] != other[k]) k = borders[k];
            if (other[i] == other[k]) k++;
            borders[i + 1] = k;
        }
        var length = 0;
        foreach (var c in text)
        {
            while (length > 0 && (length == other.Length || other[length] != c)) length = borders[length];
            if (length < other.Length && other[length] == c) length++;
        }
        return Follow(borders, length);
    }

    private static IEnumerable<int> Follow(int[] borders, int length)
    {
        for (; length > 0; length = borders[length]) yield return length;
    }

    /// <summary>The position behind the control tokens with which the prompt ends, as far as the query has them too.</summary>
    private static int SkipTokens(string query, int at, string prompt, int from)
    {
        foreach (var (start, end) in ControlTokens.FindAll(prompt[from..]))
        {
            var token = prompt.AsSpan(from + start, end - start);
            var rest = query.AsSpan(at).TrimStart();
            if (rest.StartsWith(token, StringComparison.OrdinalIgnoreCase)) at = query.Length - rest.Length + token.Length;
        }
        return at;
    }

    /// <summary>Whether a text ends with the prompt, of which the mark of the turn to come is no part.</summary>
    private static bool EndsWithPrompt(string text, string prompt)
    {
        var last = ChatTemplates.FindTurns(prompt).LastOrDefault();
        if (last is { IsAssistant: true } && prompt.AsSpan(last.End).IsWhiteSpace()) prompt = prompt[..last.Start];
        var wanted = Letters.Read(prompt, int.MaxValue).Span;
        var given = Letters.Read(text, int.MaxValue).Span;
        return wanted.Length > 0 && given.EndsWith(wanted[^Math.Min(LeastTail, wanted.Length)..]);
    }

    /// <summary>The characters of a text that count, folded, and where each ends in the text.</summary>
    private sealed class Letters
    {
        private readonly List<char> _letters = [];
        private readonly List<int> _ends = [];

        private Letters(string text, int max)
        {
            var at = 0;
            foreach (var (start, end) in ControlTokens.FindAll(text))
            {
                Add(text, at, start, max);
                if (_letters.Count >= max) return;
                at = end;
            }
            Add(text, at, text.Length, max);
        }

        public int Count => _letters.Count;

        public ReadOnlySpan<char> Span => CollectionsMarshal.AsSpan(_letters);

        public static Letters Read(string text, int max) => new(text, max);

        /// <summary>Where the first letters end in the text.</summary>
        public int EndOf(int count) => count == 0 ? 0 : _ends[count - 1];

        private void Add(string text, int from, int to, int max)
        {
            for (var i = from; i < to && _letters.Count < max; i++)
            {
                var c = text[i];
                // A prompt that is cut inside a character begins with the sign for an unreadable one.
                if (char.IsWhiteSpace(c) || c == '\uFFFD' && _letters.Count == 0) continue;
                if (c < '\u0080') Append(char.ToLowerInvariant(c), i + 1);
                else if (Compose(c) is { } composed) (_letters[^1], _ends[^1]) = (composed, i + 1);
                else
                    foreach (var folded in NormalisedText.FoldCompatibility(c.ToString()))
                        if (folded != ' ') Append(char.ToLowerInvariant(folded), i + 1);
            }
        }

        private void Append(char c, int end)
        {
            _letters.Add(c);
            _ends.Add(end);
        }

        private char? Compose(char mark) => mark is >= '\u0300' and <= '\u0331' && Count > 0
            && NormalisedText.FoldCompatibility($"{_letters[^1]}{mark}") is [var one] ? one : null;
    }
}
