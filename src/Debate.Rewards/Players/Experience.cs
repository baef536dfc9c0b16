using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Players;

/// <summary>
/// One choice of a learner: what it knew, what it chose and how probable that was, what the critic expected; then, at the end of the
/// episode, the advantage of the choice and the return.
/// </summary>
internal sealed class Experience(Observation observation, int item, float probability, float expected)
{
    public Observation Observation { get; } = observation;
    public int Item { get; } = item;
    public float Probability { get; } = probability;
    public float Expected { get; } = expected;
    public float Advantage { get; set; }
    public float Return => Expected + Advantage;
}

/// <summary>Draws its choices from a network and, with a critic, takes note of them.</summary>
internal sealed class DrawingPlayer(ObservingNetwork actor, ObservingNetwork? critic = null) : IEvidencePlayer
{
    private readonly float[] _probabilities = new float[actor.Perceptron.Shape.Outputs];

    public string Name => "learning";

    /// <summary>The choices of the episode so far.</summary>
    public List<Experience> Episode { get; } = [];

    public int Choose(EvidencePosition position, Draws draws)
    {
        var observation = Observation.Of(position);
        OpenItems.Softmax(actor.See(observation), observation.Closed, _probabilities);
        var item = OpenItems.Draw(_probabilities, draws);
        if (critic is not null) Episode.Add(new(observation, item, _probabilities[item], critic.See(observation)[0]));
        return item;
    }
}
