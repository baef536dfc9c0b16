using Debate.Deliberation.Evidence;
using Debate.Rewards.Players;

namespace Debate.Rewards.Attribution;

/// <summary>
/// Shows, of the items not yet shown, the one that an attribution puts highest for its action: an explanation taken for evidence. It looks
/// neither at the judge nor at the opponent.
/// </summary>
public sealed class AttributedPlayer(IAttribution attribution) : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => attribution.Name;

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, Draws draws)
    {
        var observation = Observation.Of(position);
        return OpenItems.Best(attribution.Of(observation.Evidence.State, observation.Own), observation.Closed);
    }
}
