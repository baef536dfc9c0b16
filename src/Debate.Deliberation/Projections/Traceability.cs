using System.Text.RegularExpressions;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Projections;

/// <summary>How many of a decision's reasons can be traced to accepted arguments.</summary>
/// <param name="Traced">Reasons that trace to accepted arguments of the graph.</param>
/// <param name="Reasons">Reasons that the decision states; at least one.</param>
public sealed partial record Traceability(int Traced, int Reasons)
{
    private const long MaxConflicts = 100_000;

    /// <summary>
    /// The traceability of a deliberation's decision. Its reasons are the lines of the verdict's reason or, where it has none, of the last
    /// statement without its answer. A reason is traced where it cites at least one argument of the recorded graph, as [ID], and all cited
    /// arguments are accepted together with the decision's own argument (the verdict's side): in one preferred extension, or, where the
    /// graph has inferences, in the grounded extension. Without a recorded graph no reason is traced. Null without a decision, where it
    /// states no reason, or where the graph's preferred extensions cannot be found within 100,000 conflicts.
    /// </summary>
    public static Traceability? Measure(RunRecord run)
    {
        if (run.Completion?.Verdict is not { Decision: Decision.Decided } verdict) return null;
        var statements = Transcript.Read(run);
        var said = verdict.Reason ?? (statements.Count > 0 ? BlindTranscript.RemoveAnswer(statements[^1].Text) : "");
        var reasons = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (reasons.Length == 0) return null;
        if (DeliberationGraph.FindRecorded(run) is not { } recorded) return new(0, reasons.Length);
        var graph = GraphJson.Read(run.Id.Value, recorded).Graph;
        if (FindAcceptableSets(graph, verdict.Side) is not { } sets) return null;
        return new(reasons.Count(r => FindCited(r, graph) is { Length: > 0 } cited && sets.Any(s => cited.All(s.Contains))),
            reasons.Length);
    }

    /// <summary>The extensions that contain the decision's argument; null where finding them takes too long.</summary>
    private static IEnumerable<IReadOnlyCollection<int>>? FindAcceptableSets(ArgumentGraph graph, string? decision)
    {
        var own = decision is null ? -1 : graph.FindNode(decision);
        if (graph.InferenceCount > 0)
        {
            var labels = Grounded.Labelling(graph);
            return [[.. Enumerable.Range(0, graph.ArgumentCount).Where(a => labels[a] == Label.In)]];
        }
        try
        {
            var preferred = Solver.Ask(Framework.FromGraph(graph), Query.Parse("EE-PR"), new SearchBudget(conflicts: MaxConflicts))
                .Extensions ?? [];
            return preferred.Where(e => own < 0 || e.Contains(own));
        }
        catch (SearchBudgetSpentException)
        {
            return null;
        }
    }

    private static int[] FindCited(string reason, ArgumentGraph graph) =>
        [.. Citation().Matches(reason).Select(m => graph.FindNode(m.Groups[1].Value)).Where(a => a >= 0 && a < graph.ArgumentCount)];

    [GeneratedRegex(@"\[([^\[\]\s]+)\]")]
    private static partial Regex Citation();
}

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
