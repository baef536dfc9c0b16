using System.Numerics.Tensors;
using Debate.Deliberation.Evidence;
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
    public int Passes { get; init; } = 5;

    /// <summary>Number of positions in each update, at least 1.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Number of units in each hidden layer, at least 1.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Adam's initial learning rate, positive; it decays linearly to 0.</summary>
    public double Rate { get; init; } = 3e-3;

    /// <summary>Items are preferred in proportion to exp(value / temperature); positive. Near 0 only the best item counts.</summary>
    public double Temperature { get; init; } = .1;

    /// <summary>
    /// Maximum number of evidence sets to solve a game exactly; a larger game is solved over its most important items only.
    /// </summary>
    public int Leaves { get; init; } = 2000;

    /// <summary>Trains the player; <paramref name="report"/> receives the share done, in [0, 1].</summary>
    internal LearnedPlayer Learn(Cases cases, Action<double>? report = null, CancellationToken stop = default)
    {
        Check();
        var examples = Examples(cases, done => report?.Invoke(done / 2), stop);
        var features = cases.Demonstrations.Features.Count;
        var network = ObservingNetwork.Fresh(
            (features, cases.Demonstrations.Actions), Hidden, features, Draws.Of(Seed, "imitation/network"));
        var (gradient, adam) = (new PerceptronGradient(network.Perceptron), new Adam(network.Perceptron.Parameters.Length));
        var draws = Draws.Of(Seed, "imitation/order");
        var (done, all) = (0.0, (double)Passes * examples.Count);
        for (var pass = 0; pass < Passes; pass++)
        {
            draws.Shuffle(examples);
            foreach (var batch in examples.Chunk(Batch))
            {
                stop.ThrowIfCancellationRequested();
                gradient.Clear();
                foreach (var example in batch) Back(network, gradient, example);
                TensorPrimitives.Multiply(gradient.Sum, 1f / batch.Length, gradient.Sum);
                adam.Step(network.Perceptron.Parameters, gradient.Sum, Rate * (1 - done / all));
                report?.Invoke((1 + (done += batch.Length) / all) / 2);
            }
        }
        return new("imitation", network);
    }

    private void Check()
    {
        foreach (var (name, value) in new[]
                 {
                     ("games", Games), ("positions", Positions), ("passes", Passes), ("batch", Batch), ("hidden", Hidden),
                     ("leaves", Leaves),
                 })
            if (value < 1) throw new InputException($"{name}: {value} is not at least 1");
        foreach (var (name, value) in new[] { ("rate", Rate), ("temperature", Temperature) })
            if (!(value > 0)) throw new InputException(FormattableString.Invariant($"{name}: {value} is not positive"));
    }

    private static void Back(ObservingNetwork network, PerceptronGradient gradient, Example example)
    {
        Span<float> deltas = stackalloc float[example.Preferences.Length];
        OpenItems.Softmax(network.See(example.Observation), example.Observation.Closed, deltas);
        TensorPrimitives.Subtract(deltas, example.Preferences, deltas);
        network.Back(gradient, example.Observation, deltas);
    }

    private List<Example> Examples(Cases cases, Action<double> report, CancellationToken stop)
    {
        var draws = Draws.Of(Seed, "imitation/games");
        var examples = new List<Example>(Games * Positions);
        for (var game = 0; game < Games; game++)
        {
            stop.ThrowIfCancellationRequested();
            var (evidence, reveals) = (cases.Next(draws), cases.Judge.Origin.Items);
            var solved = SolvedGame.Of(evidence, reveals, Screening.Of(evidence, reveals, Affordable(evidence, reveals), draws));
            SolvedPlay[] plays = [solved.Play(Side.Pro), solved.Play(Side.Con)];
            for (var position = 0; position < Positions; position++) examples.Add(Example.Of(solved, plays, draws, Temperature));
            report((game + 1) / (double)Games);
        }
        return examples;
    }

    private int Affordable(FeatureEvidence evidence, int reveals)
    {
        var items = reveals;
        while (items < evidence.Features.Count && Combinations.Sets(items + 1, reveals) <= Leaves) items++;
        return items;
    }

    /// <summary>A position and the target probability of each item (F numbers).</summary>
    private sealed record Example(Observation Observation, float[] Preferences)
    {
        public static Example Of(SolvedGame game, SolvedPlay[] plays, Draws draws, double temperature)
        {
            var starter = draws.Below(plays.Length);
            var worths = new double[game.Among.Count];
            var shown = new List<int>();
            for (var left = draws.Below(game.Reveals); left > 0; left--)
            {
                var any = game.Among.Where(i => !shown.Contains(i)).ToArray();
                shown.Add(draws.Chance(.5) ? plays[starter].Best(shown, worths) : any[draws.Below(any.Length)]);
            }
            plays[starter].Best(shown, worths);
            var side = new EvidenceRules(0, 0, (Side)starter).Turn(shown.Count);
            var preferences = new float[game.Evidence.Features.Count];
            var best = worths.Where(w => !double.IsNaN(w)).Max(w => side.Sign() * w);
            for (var place = 0; place < worths.Length; place++)
                if (!double.IsNaN(worths[place]))
                    preferences[game.Among[place]] = (float)Math.Exp((side.Sign() * worths[place] - best) / temperature);
            TensorPrimitives.Divide(preferences, preferences.Sum(), preferences);
            return new(new(game.Evidence, game.Evidence.ActionOf(side), [.. shown], [.. shown]), preferences);
        }
    }
}
