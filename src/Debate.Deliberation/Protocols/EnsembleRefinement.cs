using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Ensemble refinement (Singhal et al., "Towards Expert-Level Medical Question Answering with Large Language Models", 2023): independent
/// reasoned answers; then the same model, a given number of times, reads all of them and answers again; the most frequent refined answer
/// wins.
/// </summary>
public sealed class EnsembleRefinement : IProtocol<EnsembleRefinementOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<EnsembleRefinementOptions>("ensemble-refinement", 2, () => new EnsembleRefinement())
    {
        Seats = _ => ["solver"],
        MaxCalls = o => o.Samples + o.Refinements,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, EnsembleRefinementOptions options)
    {
        var (solver, question) = (new SeatChat(d, "solver"), ("question", d.Problem.PromptText));
        var first = await d.SampleAsync(
            new(solver.Seat, solver.ChatWith(Prompts.Fill("ensemble-refinement/ask", question)), 1), options.Samples);
        var answers = Quotation.QuoteAll(first.Select((reply, i) => (FormattableString.Invariant($"answer {i + 1}"), reply.Text)));
        var refined = await d.SampleAsync(
            new(solver.Seat, solver.ChatWith(Prompts.Fill("ensemble-refinement/refine", question, ("answers", answers))), 2),
            options.Refinements);
        var vote = AnswerGroups.Create([.. refined.Select(SingleReply.FindAnswer)], d.Problem.Choices);
        return vote.Winner is not { } winner ? Verdict.FromFault(refined) with { Ended = "vote", Rounds = 2 } : new(Decision.Decided)
        {
            Answer = winner,
            Reason = FormattableString.Invariant($"{vote.All[0].Voters.Count} of {refined.Count} refinements"),
            Ended = "vote",
            Rounds = 2,
        };
    }
}

/// <summary>The options of ensemble refinement.</summary>
public sealed record EnsembleRefinementOptions
{
    /// <summary>Independent answers first.</summary>
    [Option("Independent answers first; 11 as published."), Range(1, 100)]
    public int Samples { get; init; } = 11;

    /// <summary>Refined answers.</summary>
    [Option("Refined answers, each with all of the first before it; 33 as published."), Range(1, 1000)]
    public int Refinements { get; init; } = 33;
}
