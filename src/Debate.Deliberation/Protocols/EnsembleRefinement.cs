using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Ensemble refinement (Singhal et al., "Towards Expert-Level Medical Question Answering with Large Language Models", 2023): independent
/// reasoned answers; then the same model, a given number of times, reads all of them and answers again; the most frequent refined answer
/// wins.
/// </summary>
public sealed class EnsembleRefinement : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("ensemble-refinement", 1, () => new EnsembleRefinement())
    {
        Options =
        [
            OptionRule.Number("samples", 11, 1, 100, "Independent answers first; 11 as published."),
            OptionRule.Number("refinements", 33, 1, 1000, "Refined answers, each with all of the first before it; 33 as published."),
        ],
        Seats = _ => ["solver"],
        MaxCalls = o => o.Number("samples") + o.Number("refinements"),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var (solver, question) = (new SeatChat(d, "solver"), ("question", d.Problem.PromptText));
        var first = await d.SampleAsync(
            new(solver.Seat, solver.ChatWith(Prompts.Fill("ensemble-refinement/ask", question)), 1), d.Options.Number("samples"));
        var answers = Quotation.QuoteAll(first.Select((reply, i) => (FormattableString.Invariant($"answer {i + 1}"), reply.Text)));
        var refined = await d.SampleAsync(
            new(solver.Seat, solver.ChatWith(Prompts.Fill("ensemble-refinement/refine", question, ("answers", answers))), 2),
            d.Options.Number("refinements"));
        var vote = PluralityVote.CountVotes([.. refined.Select(SingleReply.FindAnswer)], d.Problem.Choices);
        return vote.Winner is not { } winner ? Verdict.FromFault(refined) with { Ended = "vote", Rounds = 2 } : new(Decision.Decided)
        {
            Answer = winner,
            Reason = FormattableString.Invariant($"{vote.Groups[0].Voters.Count} of {refined.Count} refinements"),
            Ended = "vote",
            Rounds = 2,
        };
    }
}
