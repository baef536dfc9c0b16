using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Independent samples and a plurality vote over their answers (Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in
/// Language Models", 2023). Ties go to the answer that came first.
/// </summary>
public sealed class SelfConsistency : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("self-consistency", 1, () => new SelfConsistency())
    {
        Options = [OptionRule.Number("samples", 11, 1, 1000, "Independent samples; 11 is what MAD's three rounds cost at most.")],
        Seats = _ => ["solver"],
        MaxCalls = o => o.Number("samples"),
        CallsOption = "samples",
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var told = Prompts.Fill("self-consistency/ask", ("question", d.Problem.PromptText));
        var ask = new Ask(d.Seat("solver"), new SeatChat(d, "solver").ChatWith(told), 1);
        var replies = await d.SampleAsync(ask, d.Options.Number("samples"));
        var vote = PluralityVote.CountVotes([.. replies.Select(SingleReply.FindAnswer)], d.Problem.Choices);
        if (vote.Winner is not { } winner) return Verdict.FromFault(replies) with { Ended = "vote", Rounds = 1 };
        var reason = $"{vote.Groups[0].Voters.Count} of {replies.Count} samples";
        return new(Decision.Decided) { Answer = winner, Reason = reason, Ended = "vote", Rounds = 1 };
    }
}
