using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// The society of minds (Du et al., "Improving Factuality and Reasoning in Language Models through Multiagent Debate", 2023): each agent
/// answers alone, then in every further round reads the latest answers of all the others and answers again. The most frequent answer wins.
/// </summary>
public sealed class SocietyOfMinds : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("society-of-minds", 2, () => new SocietyOfMinds())
    {
        Options = PeerDiscussion.CreateOptions(debaters: 3, rounds: 2, decision: "plurality"),
        Seats = PeerDiscussion.GetSeats,
        Debaters = o => o.Number("debaters"),
        MaxCalls = PeerDiscussion.CountMaxCalls,
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d)
    {
        var all = PeerDiscussion.GetDebaters(d.Options);
        return PeerDiscussion.RunAsync(d, Descriptor.Name, _ => [new DiscussionStep(all, all)]);
    }
}
