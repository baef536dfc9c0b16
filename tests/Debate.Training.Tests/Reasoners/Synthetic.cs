using Debate.Core;
using Debate.Training.Reasoners;

namespace Debate.Training.Tests.Reasoners;

/// <summary>Data whose answer is planted, as shared/spec/seeds-models.md describes them: each network must find what was planted.</summary>
internal static class Synthetic
{
    private const int Classes = 3, ClassWords = 60;

    /// <summary>Texts of 12 words: one telling word of 5 of its class, the others noise of 200; labels wrong with a probability.</summary>
    public static IReadOnlyList<(string Text, int Label)> Texts(int count, long seed, double noise = 0)
    {
        var draws = SeededRandom.Create(seed, "texts");
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var label = draws.NextInt(2);
            var words = Enumerable.Range(0, 11).Select(_ => $"n{draws.NextInt(200)}").Append($"t{label}x{draws.NextInt(5)}").ToList();
            draws.Shuffle(words);
            return (string.Join(' ', words), draws.NextBool(noise) ? 1 - label : label);
        })];
    }

    /// <summary>
    /// Questions of two types, equally frequent, of 10 words, 3 of them of its type; the outcomes of two strategies, right with .9 and .5 in
    /// the first type, with .2 and .8 in the second. The second strategy takes five calls.
    /// </summary>
    public static IReadOnlyList<(RoutedQuestion Question, StrategyOutcome[] Outcomes, int Type)> Routed(int count, long seed)
    {
        var draws = SeededRandom.Create(seed, "routed");
        double[][] right = [[.9, .5], [.2, .8]];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var type = draws.NextInt(2);
            var words = Enumerable.Range(0, 10).Select(i => i < 3 ? $"t{type}x{draws.NextInt(60)}" : $"n{draws.NextInt(200)}").ToList();
            draws.Shuffle(words);
            return (new RoutedQuestion(string.Join(' ', words)),
                new StrategyOutcome[] { new(draws.NextBool(right[type][0]) ? 1 : 0, 1), new(draws.NextBool(right[type][1]) ? 1 : 0, 5) }, type);
        })];
    }

    /// <summary>
    /// States whose last step, of 8 words, has one of 40 telling words, 20 of good and 20 of bad steps; values are noisy. The steps before
    /// and the problem tell nothing.
    /// </summary>
    public static IReadOnlyList<(StepState State, double Value, bool Good)> States(int count, long seed)
    {
        var draws = SeededRandom.Create(seed, "states");
        string Noise(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => $"n{draws.NextInt(100)}"));
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var good = draws.NextBool(.5);
            var last = $"{Noise(7)} {(good ? "g" : "b")}{draws.NextInt(20)}";
            var value = Math.Clamp((good ? .7 : .3) + .4 * (draws.NextDouble() - .5), 0, 1);
            return (new StepState(Noise(8), [Noise(8)], last), value, good);
        })];
    }

    /// <summary>
    /// Rows of 20 numbers of which two classes differ by a plane; training labels are wrong with a probability of .2.
    /// </summary>
    public static IReadOnlyList<(IReadOnlyList<(int, double)> Features, int Label)> Numbers(int count, long seed, double noise)
    {
        var (plane, draws) = (SeededRandom.Create(seed, "plane"), SeededRandom.Create(seed, $"numbers/{noise}"));
        var normal = Enumerable.Range(0, 20).Select(_ => Gaussian(plane)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var x = Enumerable.Range(0, 20).Select(_ => Gaussian(draws)).ToArray();
            var label = x.Zip(normal, (a, b) => a * b).Sum() > 0 ? 1 : 0;
            return ((IReadOnlyList<(int, double)>)[.. x.Select((v, i) => (i, v))], draws.NextBool(noise) ? 1 - label : label);
        })];
    }

    /// <summary>Wrong rationales of four kinds of mistakes: three words of 12 of their kind among five of 60.</summary>
    public static IReadOnlyList<MistakeTriplet> Mistakes(int count, long seed)
    {
        var draws = SeededRandom.Create(seed, "mistakes");
        string Words(string kind, int all, int telling, string prefix) => string.Join(' ', Enumerable.Range(0, 8)
            .Select(i => i < telling ? $"{prefix}{kind}x{draws.NextInt(all)}" : $"n{draws.NextInt(60)}"));
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (kind, topic) = ($"k{draws.NextInt(4)}", $"q{draws.NextInt(6)}");
            return new MistakeTriplet(Words(topic, 12, 3, "a"), Words(topic, 12, 3, "a"), Words(kind, 12, 3, "m"), kind);
        })];
    }

    /// <summary>
    /// Questions of 6 words of which one is a cue that agrees with the label with a probability, and rationales of 8 words of which one is
    /// evidence, one of some of its class.
    /// </summary>
    public static IReadOnlyList<RationaleRow> Rationales(int count, double agrees, long seed, int evidence = 100)
    {
        var draws = SeededRandom.Create(seed, $"rationales/{agrees}");
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var label = draws.NextInt(2);
            var cue = draws.NextBool(agrees) ? label : 1 - label;
            var question = string.Join(' ', Enumerable.Range(0, 5).Select(_ => $"n{draws.NextInt(200)}").Append($"cue{cue}"));
            var rationale = string.Join(' ', Enumerable.Range(0, 7).Select(_ => $"n{draws.NextInt(200)}").Append($"e{label}x{draws.NextInt(evidence)}"));
            return new RationaleRow(question, rationale, label);
        })];
    }

    /// <summary>
    /// Graphs of 18 nodes of one word each: 4 of the rationale with words of 60 of the label's class, 10 of an environment with words of 60 of
    /// a class that is the label with a probability, 4 of noise; rationale and environment each hang together. Of three classes.
    /// </summary>
    public static IReadOnlyList<(RationaleGraph Graph, bool[] Rationale)> Graphs(int count, double agrees, long seed)
    {
        var draws = SeededRandom.Create(seed, $"graphs/{agrees}");
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var label = draws.NextInt(Classes);
            var surroundings = draws.NextBool(agrees) ? label : (label + 1 + draws.NextInt(Classes - 1)) % Classes;
            var parts = Enumerable.Range(0, 18).Select(i => i < 4 ? 0 : i < 14 ? 1 : 2).ToList();
            draws.Shuffle(parts);
            var texts = parts.Select(part => part switch
            {
                0 => $"r{label}x{draws.NextInt(ClassWords)}", 1 => $"e{surroundings}x{draws.NextInt(ClassWords)}", _ => $"n{draws.NextInt(ClassWords)}",
            }).ToArray();
            var attacks = new List<(int, int)>();
            foreach (var part in new[] { 0, 1, 2 })
            {
                var nodes = Enumerable.Range(0, 18).Where(i => parts[i] == part).ToArray();
                for (var i = 1; i < nodes.Length; i++) attacks.Add((nodes[i], nodes[draws.NextInt(i)]));
            }
            for (var i = 0; i < 3; i++) attacks.Add((draws.NextInt(18), draws.NextInt(18)));
            return (new RationaleGraph(texts, attacks, 0, label), parts.Select(part => part == 0).ToArray());
        })];
    }

    /// <summary>
    /// Items of a kind and three digits below 5: where it is easy the next token is the third digit, where it is hard it takes two steps,
    /// Q2[Q1[a][b]][c], with Latin squares of order 5. All 250.
    /// </summary>
    public static IReadOnlyList<(QuietExample Example, bool Hard)> Steps(long seed)
    {
        var draws = SeededRandom.Create(seed, "squares");
        int[][] Square()
        {
            int[] Order()
            {
                var order = Enumerable.Range(0, 5).ToList();
                draws.Shuffle(order);
                return [.. order];
            }
            var (rows, columns, symbols) = (Order(), Order(), Order());
            return [.. rows.Select(r => columns.Select(c => symbols[(r + c) % 5]).ToArray())];
        }
        var (first, second) = (Square(), Square());
        return [.. Enumerable.Range(0, 250).Select(i =>
        {
            var (hard, a, b, c) = (i >= 125, i / 25 % 5, i / 5 % 5, i % 5);
            return (new QuietExample([hard ? 6 : 5, a, b, c], [hard ? second[first[a][b]][c] : c]), hard);
        })];
    }

    /// <summary>A stream of 10 Gaussian classes in 32 dimensions whose labels swap in pairs, so many times a pass.</summary>
    public static IEnumerable<(float[] Inputs, int Label)> Stream(int samples, int pass, int swaps, long seed)
    {
        var draws = SeededRandom.Create(seed, "stream");
        var centres = Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 32).Select(_ => .7 * Gaussian(draws)).ToArray()).ToArray();
        var labels = Enumerable.Range(0, 10).ToArray();
        for (var i = 0; i < samples; i++)
        {
            if (swaps > 0 && i % (pass / swaps) == pass / swaps - 1)
            {
                var (one, other) = (draws.NextInt(10), draws.NextInt(10));
                (labels[one], labels[other]) = (labels[other], labels[one]);
            }
            var kind = draws.NextInt(10);
            yield return ([.. centres[kind].Select(c => (float)(c + Gaussian(draws)))], labels[kind]);
        }
    }

    private static double Gaussian(SeededRandom draws) =>
        Math.Sqrt(-2 * Math.Log(1 - draws.NextDouble())) * Math.Cos(2 * Math.PI * draws.NextDouble());
}
