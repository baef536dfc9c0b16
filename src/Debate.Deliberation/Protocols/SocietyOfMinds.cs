using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// The society of minds (Du et al., "Improving Factuality and Reasoning in Language Models through Multiagent Debate", 2023): everybody
/// answers alone, then reads the answers of all the others at once and gives its own again. The most frequent answer wins.
/// </summary>
public sealed class SocietyOfMinds : IProtocol
{
    /// <summary>What makes it known.</summary>
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
