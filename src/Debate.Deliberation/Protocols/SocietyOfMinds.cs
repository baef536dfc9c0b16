using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// The society of minds (Du et al., "Improving Factuality and Reasoning in Language Models through Multiagent Debate", 2023): each agent
/// answers alone, then in every further round reads the latest answers of all the others and answers again. The most frequent answer wins.
/// </summary>
public sealed class SocietyOfMinds : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolEntry Entry { get; } = new("society-of-minds", 1, () => new SocietyOfMinds())
    {
        Options = Panel.Options(debaters: 3, rounds: 2, decision: "plurality"),
        Seats = Panel.Seats,
        Debaters = o => o.Number("debaters"),
        MaxCalls = Panel.MaxCalls,
        SharedPrompts = Panel.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d)
    {
        var all = Panel.Debaters(d.Options);
        return Panel.RunAsync(d, Entry.Name, _ => [new Step(all, all)]);
    }
}
