using System.Text.RegularExpressions;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Projections;

/// <summary>
/// The transcript of a deliberation without its verdict, shown to a second seat that must predict the decision (Hong et al., BIBM 2024,
/// measure explainability in this way). The seat that spoke last is the one that decided: wherever it states its answer or side, in a
/// field or on a line "Answer: ...", that is removed, and everything else stays.
/// </summary>
public static partial class BlindTranscript
{
    private static readonly string[] RemovedFields =
        [.. AnswerFieldNames.All, "side", "supported side", "preference", "whether there is a preference"];

    /// <summary>The statements without the decision; a statement of which nothing remains is dropped.</summary>
    public static IReadOnlyList<Statement> Create(IReadOnlyList<Statement> statements) =>
    [
        .. statements.Select(s => s.Seat == statements[^1].Seat ? s with { Text = RemoveAnswer(s.Text) } : s).Where(s => s.Text.Length > 0),
    ];

    /// <summary>The transcript as a prompt shows it to a seat.</summary>
    public static string Format(IReadOnlyList<Statement> statements) =>
        Create(statements) is { Count: > 0 } left
            ? Quotation.QuoteAll(left.Select(s => (s.Seat, s.Text)))
            : "(Nothing was said besides the decision.)";

    /// <summary>A statement without its answer.</summary>
    public static string RemoveAnswer(string text)
    {
        var prose = text;
        string[] fields = [];
        if (StructuredReply.Read(text, AnswerFieldNames.All) is { } found && text.LastIndexOf('{') is >= 0 and var open)
        {
            prose = text[..open];
            var kept = found.Fields.Where(f => f.Text.Length > 0 && !RemovedFields.Any(l => ReplyField.IsSameName(l, f.Name)));
            fields = [.. kept.Select(f => $"{f.Name}: {f.Text}")];
        }
        var lines = prose.Split('\n').Select(l => l.TrimEnd())
            .Where(line => !AnswerLine().IsMatch(line) && !line.StartsWith("```", StringComparison.Ordinal));
        return string.Join('\n', lines.Concat(fields)).Trim();
    }

    [GeneratedRegex(@"^[\s*_#>-]*(final\s+)?answer\s*(\*\*|__)?\s*[:=]|^\s*####", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AnswerLine();
}
