using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Debate.Core.Output;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation;

/// <summary>
/// How the engine quotes one participant to another: between markers that the quoted text cannot forge, with a label that comes from
/// the engine and never from the text.
/// </summary>
public static partial class Quotation
{
    /// <summary>One quoted statement.</summary>
    public static string Quote(string seat, string text) => $"<<<statement of {seat}>>>\n{SafeText.WithoutMarkers(text)}\n<<<end>>>";

    /// <summary>Several quoted statements, in order, separated by blank lines.</summary>
    public static string QuoteAll(IEnumerable<(string Seat, string Text)> statements) =>
        string.Join("\n\n", statements.Select(s => Quote(s.Seat, s.Text)));

    /// <summary>
    /// One quoted statement in which each &lt;quote&gt;...&lt;/quote&gt; of its author, of at most 2,000 characters, is marked by the
    /// engine as verified or unverified: whether the quoted words occur in <paramref name="source"/>.
    /// </summary>
    public static string QuoteVerified(string seat, string text, QuotedSource source)
    {
        var marked = QuotePattern().Replace(SafeText.WithoutMarkers(text), q => source.Holds(q.Groups[1].Value)
            ? $"<<<verified quote>>>{q.Groups[1].Value}<<</quote>>>"
            : $"<<<unverified quote>>>{q.Groups[1].Value}<<</quote>>>");
        return $"<<<statement of {seat}>>>\n{marked}\n<<<end>>>";
    }

    /// <summary>How many of the quotes in a statement occur in the source, and how many there are.</summary>
    public static (int Verified, int All) CountVerified(string text, QuotedSource source)
    {
        var quotes = QuotePattern().Matches(SafeText.WithoutMarkers(text));
        return (quotes.Count(q => source.Holds(q.Groups[1].Value)), quotes.Count);
    }

    /// <summary>The text of the last statement that a prompt of ours quotes; null where it quotes none.</summary>
    public static string? FindLast(string prompt)
    {
        const string close = "\n<<<end>>>";
        var end = prompt.LastIndexOf(close, StringComparison.Ordinal);
        var open = end < 0 ? -1 : prompt.LastIndexOf("<<<statement of ", end, StringComparison.Ordinal);
        var start = open < 0 ? -1 : prompt.IndexOf(">>>\n", open, StringComparison.Ordinal) + 4;
        return start < 4 || start > end ? null : prompt[start..end];
    }

    [GeneratedRegex(@"<quote>(.{0,2000}?)</quote>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotePattern();
}

/// <summary>
/// A text that quotes are looked up in. Compared are letters and digits in their order: white space, case, punctuation and symbols do not
/// count, so that a quote over a line break, with other quotation marks or without an accent's own character is found. A quote without a
/// letter or digit quotes nothing.
/// </summary>
/// <param name="text">The text, as the seat that quotes it was given it.</param>
/// <param name="matching">What counts.</param>
public sealed class QuotedSource(string text, QuoteMatching matching = QuoteMatching.Letters)
{
    private readonly string _words = Reduce(text, matching);

    /// <summary>Whether the quoted words occur in the text.</summary>
    public bool Holds(string quote) => Reduce(quote, matching) is { Length: > 0 } words && _words.Contains(words, StringComparison.Ordinal);

    private static string Reduce(string text, QuoteMatching matching) => matching == QuoteMatching.Exact
        ? CollapseSpaces(ControlTokens.Defuse(SafeText.WithoutMarkers(text)))
        : KeepLetters(NormalisedText.FoldCompatibility(SafeText.Clean(text)));

    private static string CollapseSpaces(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The letters, digits and marks on letters, in lower case.</summary>
    private static string KeepLetters(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || kept.Length > 0 && IsMark(rune)) kept.Append(Rune.ToLowerInvariant(rune).ToString());
        return kept.ToString();
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;
}

/// <summary>What counts where a quote is looked up.</summary>
public enum QuoteMatching
{
    /// <summary>Letters and digits.</summary>
    Letters,

    /// <summary>Every character, white space apart.</summary>
    Exact,
}
