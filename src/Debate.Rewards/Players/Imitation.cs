using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Networks;
using Debate.Rewards.Evidence;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Players;

/// <summary>
/// How a debater learns to imitate the exact player: in positions of solved games it is given the value of each item under optimal play,
/// and learns to prefer items by a softmax of these values, as in policy distillation (Rusu et al., 2016).
/// </summary>
/// <param name="Seed">Seed of the parameters, the cases and the positions.</param>
public sealed record Imitation(long Seed)
{
    /// <summary>Number of games to solve, at least 1.</summary>
    public int Games { get; init; } = 4000;

    /// <summary>Number of positions of each game to learn from, at least 1.</summary>
    public int Positions { get; init; } = 16;

    /// <summary>Number of passes over all positions, at least 1.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Number of positions in each update, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Number of units in each hidden layer, at least 1.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Adam's initial learning rate, positive; it decays linearly to 0.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Items are preferred in proportion to exp(value / temperature); positive. Near 0 only the best item counts.</summary>
    public double Temperature { get; init; } = .1;

    /// <summary>
    /// Maximum number of evidence sets to solve a game exactly; a larger game is solved over its most important items only.
    /// </summary>
    public int MaxSets { get; init; } = 2000;

    /// <summary>Trains the player; <paramref name="report"/> receives the share done, in [0, 1].</summary>
    internal LearnedPlayer Learn(PracticeCases cases, Action<double>? report = null, CancellationToken stop = default)
    {
        Check();
        var examples = CreateExamples(cases, done => report?.Invoke(done / 2), stop);
        var features = cases.Demonstrations.Features.Count;
        var network = ObservingNetwork.CreateRandom(
            (features, cases.Demonstrations.Actions), Hidden, features, SeededRandom.Create(Seed, "imitation/network"));
        var (gradient, adam) = (new PerceptronGradient(network.Perceptron), new Adam<float>(network.Perceptron.Parameters.Length));
        var draws = SeededRandom.Create(Seed, "imitation/order");
        var (done, all) = (0.0, (double)Epochs * examples.Count);
        for (var pass = 0; pass < Epochs; pass++)
        {
            draws.Shuffle(examples);
            foreach (var batch in examples.Chunk(BatchSize))
            {
                stop.ThrowIfCancellationRequested();
                gradient.Reset();
                foreach (var example in batch) Backpropagate(network, gradient, example);
                TensorPrimitives.Multiply(gradient.Sum, 1f / batch.Length, gradient.Sum);
                adam.Step(network.Perceptron.Parameters, gradient.Sum, LearningRate * (1 - done / all));
                report?.Invoke((1 + (done += batch.Length) / all) / 2);
            }
        }
        return new("imitation", network);
    }

    private void Check()
    {
        foreach (var (name, value) in new[]
                 {
                     ("games", Games), ("positions", Positions), ("passes", Epochs), ("batch", BatchSize), ("hidden", Hidden),
                     ("leaves", MaxSets),
                 })
            if (value < 1) throw new InputException($"{name}: {value} is not at least 1");
        foreach (var (name, value) in new[] { ("rate", LearningRate), ("temperature", Temperature) })
            if (!(value > 0)) throw new InputException(FormattableString.Invariant($"{name}: {value} is not positive"));
    }

    private static void Backpropagate(ObservingNetwork network, PerceptronGradient gradient, Example example)
    {
        Span<float> deltas = stackalloc float[example.Preferences.Length];
        OpenItems.Softmax(network.Forward(example.Observation), example.Observation.Unavailable, deltas);
        TensorPrimitives.Subtract(deltas, example.Preferences, deltas);
        network.Backward(gradient, example.Observation, deltas);
    }

    private List<Example> CreateExamples(PracticeCases cases, Action<double> report, CancellationToken stop)
    {
        var draws = SeededRandom.Create(Seed, "imitation/games");
        var examples = new List<Example>(Games * Positions);
        for (var game = 0; game < Games; game++)
        {
            stop.ThrowIfCancellationRequested();
            var (evidence, reveals) = (cases.NextCase(draws), cases.Judge.Origin.Items);
            var solved = SolvedGame.Solve(evidence, reveals,
                Screening.SelectItems(evidence, reveals, AffordableItems(evidence, reveals), draws));
            SolvedPlay[] plays = [solved.OptimalPlay(Side.Pro), solved.OptimalPlay(Side.Con)];
            for (var position = 0; position < Positions; position++) examples.Add(Example.Sample(solved, plays, draws, Temperature));
            report((game + 1) / (double)Games);
        }
        return examples;
    }

    private int AffordableItems(FeatureEvidence evidence, int reveals)
    {
        var items = reveals;
        while (items < evidence.Features.Count && CombinatorialNumbering.CountSubsets(items + 1, reveals) <= MaxSets) items++;
        return items;
    }

    /// <summary>A position and the target probability of each item (F numbers).</summary>
    private sealed record Example(Observation Observation, float[] Preferences)
    {
        public static Example Sample(SolvedGame game, SolvedPlay[] plays, SeededRandom draws, double temperature)
        {
            var starter = draws.NextInt(plays.Length);
            var itemValues = new double[game.AllowedItems.Count];
            var shown = new List<int>();
            for (var left = draws.NextInt(game.Reveals); left > 0; left--)
            {
                var any = game.AllowedItems.Where(i => !shown.Contains(i)).ToArray();
                shown.Add(draws.NextBool(.5) ? plays[starter].BestItem(shown, itemValues) : any[draws.NextInt(any.Length)]);
            }
            plays[starter].BestItem(shown, itemValues);
            var side = new EvidenceRules(0, 0, (Side)starter).SideToMove(shown.Count);
            var preferences = new float[game.Evidence.Features.Count];
            var best = itemValues.Where(w => !double.IsNaN(w)).Max(w => side.Sign() * w);
            for (var place = 0; place < itemValues.Length; place++)
                if (!double.IsNaN(itemValues[place]))
                    preferences[game.AllowedItems[place]] = (float)Math.Exp((side.Sign() * itemValues[place] - best) / temperature);
            TensorPrimitives.Divide(preferences, preferences.Sum(), preferences);
            return new(new(game.Evidence, game.Evidence.ActionOf(side), [.. shown], [.. shown]), preferences);
        }
    }
}
