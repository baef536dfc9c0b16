using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// The society of minds (Du et al., "Improving Factuality and Reasoning in Language Models through Multiagent Debate", 2023): each agent
/// answers alone, then in every further round reads the latest answers of all the others and answers again. The most frequent answer wins.
/// </summary>
public sealed class SocietyOfMinds : IProtocol<SocietyOfMindsOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<SocietyOfMindsOptions>("society-of-minds", 2, () => new SocietyOfMinds())
    {
        Seats = PeerDiscussion.GetSeats,
        Debaters = o => o.Debaters,
        MaxCalls = PeerDiscussion.CountMaxCalls,
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, SocietyOfMindsOptions options)
    {
        var all = PeerDiscussion.GetDebaters(options.Debaters);
        return PeerDiscussion.RunAsync(d, options, Descriptor.Name, _ => [new DiscussionStep(all, all)]);
    }
}

/// <summary>The options of the society of minds.</summary>
public sealed record SocietyOfMindsOptions : PeerOptions;
