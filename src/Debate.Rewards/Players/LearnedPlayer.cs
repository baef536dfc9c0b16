using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Players;

/// <summary>
/// A trained debater: it reveals the item with the highest output of its network among those not yet revealed. The choice is a function of
/// the position; the random source is not used. One instance serves one thread.
/// </summary>
public sealed class LearnedPlayer : IEvidencePlayer
{
    private readonly ObservingNetwork _network;
    private readonly bool _precommitted;

    internal LearnedPlayer(string name, ObservingNetwork network, bool committed = false) =>
        (Name, _network, _precommitted) = (name, network, committed);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var observation = Observation.FromPosition(position, _precommitted);
        return OpenItems.ArgMax(_network.Forward(observation), observation.Unavailable);
    }
}
