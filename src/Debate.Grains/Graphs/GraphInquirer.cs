using System.Text.Json;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Runtime.Solving;

namespace Debate.Grains.Graphs;

/// <summary>
/// Answers inquiries about graphs on the solver threads of this silo: never in a turn of the grain, so that a hard question keeps no other
/// one waiting.
/// </summary>
internal sealed class GraphInquirer(SolverScheduler solver, IJournal journal)
{
    /// <summary>The longest reply that is kept for who asks the same again; there are at most a few hundred of them.</summary>
    private const int MaxKeptLength = 64 << 10;

    /// <summary>Whether a reply may be given again to an equal inquiry about the same graph.</summary>
    public static bool IsKept(GraphReply reply) => reply.Trouble == GraphFailure.None && reply.Message is null
        && reply.Text?.Length <= MaxKeptLength;

    /// <summary>An inquiry with what the run of the graph's id decides: a claim's run has a semantics, and a claim.</summary>
    public async Task<GraphInquiry> CompleteAsync(DeliberationId id, GraphInquiry inquiry)
    {
        if (inquiry is not ContestInquiry contest) return inquiry;
        var run = (await journal.FindFirstAsync(id))?.ReadBody(id) is RunStarted started ? started.Definition : null;
        return run?.Protocol != ClaimVerification.Descriptor.Name ? inquiry
            : contest with { Claim = ClaimGraph.ClaimId, Semantics = contest.Semantics ?? run.Options.Read<ClaimOptions>().Semantics };
    }

    /// <summary>Answers an inquiry; one that is not decided in its time is answered so, which the reply's message tells.</summary>
    public async Task<GraphReply> AnswerAsync(
        DeliberationId id, GraphView at, GraphInquiry inquiry, SolveLimits terms, CancellationToken cancellation)
    {
        var found = await solver.RunAsync(budget => Serialise(inquiry.Answer(at.Map, budget)), terms, cancellation);
        return found.Failure is SolveFailure.OutOfTime or SolveFailure.OutOfConflicts
            ? Serialise(inquiry.ReportUndecided($"{found.Message}."))
            : found.Value ?? Refuse(at, found.Failure, found.Message);

        GraphReply Serialise(GraphReport report)
        {
            report = report with { Id = id.Value, Version = at.Version };
            if (report is OverviewReport { Name: "" } overview)
                report = overview with { Name = id.Value, Title = overview.Title.Length > 0 ? overview.Title : id.Value };
            return new(at.Version, JsonSerializer.Serialize(report, report.GetType(), WireFormat.Json),
                Message: report.Status == InquiryStatus.Decided ? null : report.Reason);
        }
    }

    /// <summary>Writes a graph in a format.</summary>
    public async Task<GraphReply> WriteAsync(
        DeliberationId id, GraphView at, GraphWriting writing, SolveLimits terms, CancellationToken cancellation)
    {
        var found = await solver.RunAsync(
            budget =>
            {
                budget.Spend(0);
                return at.Write(id.Value, writing.Format, writing.View);
            }, terms, cancellation);
        if (found.Value is not { } text) return Refuse(at, found.Failure, found.Message);
        var (format, sources) = (GraphFormats.GetByName(writing.Format), at.Map.Provenance.Nodes.Count);
        return new(at.Version, text)
        {
            LeftOut = sources > 0 && !format.KeepsProvenance && format.Read is not null
                ? $"{format.Name} has no place for who said what: {sources} nodes of the file are left out" : null,
        };
    }

    private static GraphReply Refuse(GraphView at, SolveFailure failure, string? message) => new(at.Version, null, failure switch
    {
        SolveFailure.Busy => GraphFailure.Busy,
        SolveFailure.OutOfTime => GraphFailure.OutOfTime,
        _ => GraphFailure.Rejected,
    }, message);
}
