using Debate.Core;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

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

/// <summary>
/// One case, solved: pro argues for the demonstrated action. Shares are the parts of the judgements that prefer that action, ties half,
/// averaged over both speaking orders, in [0, 1].
/// </summary>
internal sealed class SolvedCase
{
    private static readonly Side[] Sides = [Side.Pro, Side.Con];

    private readonly SolvedGame _game;
    private readonly long _seed;

    public SolvedCase(FeatureEvidence evidence, long seed)
    {
        (_game, _seed) = (SolvedGame.Solve(evidence, evidence.Judge.Origin.Items), seed);
        ExactPlayer = new(_game);
    }

    /// <summary>The state and the two actions of the case.</summary>
    public FeatureEvidence Evidence => _game.Evidence;

    /// <summary>The player that plays this case optimally.</summary>
    public SolvedPlayer ExactPlayer { get; }

    /// <summary>The share if the judge sees the set of items that is best for pro.</summary>
    public double BestAloneShare => ToShare(_game.BestForPro.Utility);

    /// <summary>The share if these two players debate.</summary>
    public double DebateShare(IEvidencePlayer pro, IEvidencePlayer con) =>
        Sides.Average(starter => ToShare(_game.CreateGame(starter).Play(pro, con, _seed).Judgement.Utility));

    /// <summary>The share if pro alone reveals as many items as <paramref name="judge"/> was trained to see.</summary>
    public double AloneShare(IEvidencePlayer pro, LearnedJudge judge)
    {
        var evidence = new FeatureEvidence(judge, Evidence.Features, Evidence.State, Evidence.Pro, Evidence.Con);
        var rules = new EvidenceRules(Evidence.Features.Count, judge.Origin.Items) { SoleSide = Side.Pro };
        return ToShare(evidence.CreateGame(rules).Play(pro, pro, _seed).Judgement.Utility);
    }

    /// <summary>The share if the exact confuser argues against pro.</summary>
    public double ConfusedShare(IEvidencePlayer pro) => Sides.Average(starter => ToShare(BestResponseUtility(pro, starter, Side.Con)));

    /// <summary>
    /// Exploitability: |U(player against its exact best response) - value of the game|, in [0, 2], averaged over both orders and both
    /// sides.
    /// </summary>
    public double Exploitability(IEvidencePlayer player) => Sides.Average(starter =>
        Sides.Average(responder => Math.Abs(BestResponseUtility(player, starter, responder) - ExactPlayer.Outcome(starter))));

    private double BestResponseUtility(IEvidencePlayer player, Side starter, Side responder) =>
        BestResponse.Utility(_game, starter, responder, (player, _seed));

    private static double ToShare(double utility) => (1 + utility) / 2;
}
