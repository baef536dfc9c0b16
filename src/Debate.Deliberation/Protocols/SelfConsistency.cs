using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Independent samples and a plurality vote over their answers (Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in
/// Language Models", 2023). Ties go to the answer that came first.
/// </summary>
public sealed class SelfConsistency : IProtocol<SelfConsistencyOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<SelfConsistencyOptions>("self-consistency", 2, () => new SelfConsistency())
    {
        Seats = _ => ["solver"],
        MaxCalls = o => o.Samples,
        CallsOption = "samples",
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, SelfConsistencyOptions options)
    {
        var told = Prompts.Fill("self-consistency/ask", ("question", d.Problem.PromptText));
        var ask = new Ask(d.Seat("solver"), new SeatChat(d, "solver").ChatWith(told), 1);
        var replies = await d.SampleAsync(ask, options.Samples);
        var counted = options.Among == VotesAmong.All ? replies
            : [.. replies.OrderByDescending(r => r.Text.Length).Take((replies.Count + 1) / 2)];
        var vote = AnswerGroups.Create([.. counted.Select(SingleReply.FindAnswer)], d.Problem.Choices);
        if (vote.Winner is not { } winner) return Verdict.FromFault(replies) with { Ended = "vote", Rounds = 1 };
        var reason = $"{vote.All[0].Voters.Count} of {counted.Count} samples";
        return new(Decision.Decided) { Answer = winner, Reason = reason, Ended = "vote", Rounds = 1 };
    }
}

/// <summary>The options of self-consistency.</summary>
public sealed record SelfConsistencyOptions
{
    /// <summary>Independent samples.</summary>
    [Option("Independent samples; 11 is what MAD's three rounds cost at most."), Range(1, 1000)]
    public int Samples { get; init; } = 11;

    /// <summary>Whose votes count.</summary>
    [Option("Whether all samples vote, or the longer half, as the more complex reasoning is the more often right (Fu et al., 2023).")]
    public VotesAmong Among { get; init; }
}

/// <summary>Whose votes count.</summary>
public enum VotesAmong
{
    /// <summary>Those of all samples.</summary>
    All,

    /// <summary>Those of the longer half, rounded up.</summary>
    LongestHalf,
}
