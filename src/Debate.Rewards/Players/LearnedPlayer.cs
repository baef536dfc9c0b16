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

/// <summary>
/// One choice of a learner: its observation, the chosen item and its probability, and the critic's value estimate; after the episode also
/// the advantage of the choice and the return.
/// </summary>
internal sealed class Experience(Observation observation, int item, float probability, float expected)
{
    public Observation Observation { get; } = observation;
    public int Item { get; } = item;
    public float Probability { get; } = probability;
    public float ValueEstimate { get; } = expected;
    public float Advantage { get; set; }
    public float Return => ValueEstimate + Advantage;
}

/// <summary>Samples its choices from a network and, if it has a critic, records them.</summary>
internal sealed class SamplingPlayer(ObservingNetwork actor, ObservingNetwork? critic = null) : IEvidencePlayer
{
    private readonly float[] _probabilities = new float[actor.Perceptron.Shape.Outputs];

    public string Name => "learning";

    /// <summary>The choices in the episode so far.</summary>
    public List<Experience> Episode { get; } = [];

    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var observation = Observation.FromPosition(position);
        OpenItems.Softmax(actor.Forward(observation), observation.Unavailable, _probabilities);
        var item = OpenItems.Sample(_probabilities, draws);
        if (critic is not null) Episode.Add(new(observation, item, _probabilities[item], critic.Forward(observation)[0]));
        return item;
    }
}
