using System.Text.RegularExpressions;
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
    /// engine as verified or unverified: whether the quoted words occur in <paramref name="source"/>, letter by letter, up to white space.
    /// </summary>
    public static string QuoteVerified(string seat, string text, string source)
    {
        var plain = CollapseSpaces(SafeText.WithoutMarkers(source));
        var marked = QuotePattern().Replace(SafeText.WithoutMarkers(text), q => OccursIn(q, plain)
            ? $"<<<verified quote>>>{q.Groups[1].Value}<<</quote>>>"
            : $"<<<unverified quote>>>{q.Groups[1].Value}<<</quote>>>");
        return $"<<<statement of {seat}>>>\n{marked}\n<<<end>>>";
    }

    /// <summary>How many of the quotes in a statement occur in the source, and how many there are.</summary>
    public static (int Verified, int All) CountVerified(string text, string source)
    {
        var plain = CollapseSpaces(SafeText.WithoutMarkers(source));
        var quotes = QuotePattern().Matches(SafeText.WithoutMarkers(text));
        return (quotes.Count(q => OccursIn(q, plain)), quotes.Count);
    }

    private static bool OccursIn(Match quote, string source) =>
        CollapseSpaces(quote.Groups[1].Value) is { Length: > 0 } words && source.Contains(words, StringComparison.Ordinal);

    private static string CollapseSpaces(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"<quote>(.{0,2000}?)</quote>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotePattern();
}
