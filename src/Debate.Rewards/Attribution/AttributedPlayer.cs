using Debate.Deliberation.Evidence;
using Debate.Rewards.Players;

namespace Debate.Rewards.Attribution;

/// <summary>
/// Reveals, among the items not yet revealed, the one with the highest attribution for its action: an explanation used as evidence. It
/// considers neither the judge nor the opponent.
/// </summary>
public sealed class AttributedPlayer(IAttribution attribution) : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => attribution.Name;

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var observation = Observation.FromPosition(position);
        return OpenItems.ArgMax(attribution.GetAttributions(observation.Evidence.State, observation.OwnAction), observation.Unavailable);
    }
}
