using CsCheck;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Semantics;
using Debate.Core;

namespace Debate.Argumentation.Tests;

public sealed class BipolarTests
{
    [Fact]
    public void Golden_secondary_attack()
    {
        // x attacks a, which b needs: b falls with a. Read deductively, b stands.
        var graph = Supported();
        Assert.Equal(["x"], Preferred(graph, SupportReading.Necessary));
        Assert.Equal(["x b"], Preferred(graph, SupportReading.Deductive));
        Assert.Equal(["x b"], Preferred(graph, SupportReading.None));
    }

    [Fact]
    public void Golden_mediated_attack()
    {
        // x attacks b, which a entails: a falls with b. Read as need, a stands.
        var builder = Arguments("x", "a", "b");
        builder.AddSupport("a", "b");
        builder.AddAttack("x", "b");
        Assert.Equal(["x a"], Preferred(builder.Build(), SupportReading.Necessary));
        Assert.Equal(["x"], Preferred(builder.Build(), SupportReading.Deductive));
    }

    [Fact]
    public void Golden_an_undercut_support_means_nothing()
    {
        var builder = Arguments("x", "a", "b", "u");
        builder.AddInference(new Inference("s", ["a"], "b"));
        builder.AddAttack("x", "a");
        builder.AddAttack("u", "s");
        Assert.Equal(["x b u"], Preferred(builder.Build(), SupportReading.Necessary));
    }

    [Fact]
    public void Golden_two_premises_of_a_rejected_conclusion_exclude_each_other()
    {
        var builder = Arguments("x", "p", "q", "c");
        builder.AddInference(new Inference("s", ["p", "q"], "c"));
        builder.AddAttack("x", "c");
        Assert.Equal(["x p", "x q"], Preferred(builder.Build(), SupportReading.Deductive).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Golden_supports_in_a_circle_stand_or_fall_together()
    {
        var builder = Arguments("a", "b");
        builder.AddSupport("a", "b");
        builder.AddSupport("b", "a");
        var translation = Translation.Create(builder.Build(), SupportReading.Necessary);
        Assert.Empty(translation.SelectArguments(DefinedSemantics.Extensions(translation.Framework, "GR").Single()));
        Assert.Equal(["", "0 1"], DefinedSemantics.Extensions(translation.Framework, "PR")
            .Select(e => string.Join(' ', translation.SelectArguments(e))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_supports_it_is_the_framework_of_the_attacks()
    {
        var graph = Graphs.Attacks(4, (0, 1), (1, 2), (2, 0), (3, 3));
        foreach (var reading in Enum.GetValues<SupportReading>())
        {
            var framework = Translation.Create(graph, reading).Framework;
            Assert.Equal(4, framework.Count);
            for (var a = 0; a < 4; a++) Assert.Equal(graph.Attacked[a].ToArray(), framework.Attacked[a].ToArray());
        }
    }

    [Fact]
    public void Supports_that_mean_nothing_give_the_grounded_labelling_of_the_graph() =>
        Gen.Int[1, 12].Select(Gen.Long[0, 100000]).Sample((n, seed) =>
        {
            var graph = Graphs.Random(seed, n);
            var labels = BipolarLabels.Grounded(Translation.Create(graph).Framework);
            Assert.Equal(Grounded.Labelling(graph), labels.Take(graph.NodeCount));
        }, iter: 500);

    [Theory]
    [InlineData(SupportReading.None)]
    [InlineData(SupportReading.Necessary)]
    [InlineData(SupportReading.Deductive)]
    public void Complete_labellings_are_those_of_the_definition(SupportReading reading) => Gen.Long[0, 1000000].Sample(seed =>
    {
        var graph = Small(seed);
        var translation = Translation.Create(graph, reading);
        var found = BipolarLabels.Complete(translation).Select(BipolarLabels.Text).Order(StringComparer.Ordinal);
        var wanted = BipolarLabels.Defined(graph, reading).Select(BipolarLabels.Text).Order(StringComparer.Ordinal);
        Assert.Equal(wanted, found);
    }, iter: 150);

    [Theory]
    [InlineData(SupportReading.Necessary)]
    [InlineData(SupportReading.Deductive)]
    public void Simple_acyclic_supports_give_the_extensions_under_complex_attacks(SupportReading reading) =>
        Gen.Int[2, 6].Select(Gen.Long[0, 1000000]).Sample((n, seed) =>
        {
            var draws = SeededRandom.Create(seed, "bipolar");
            var supports = Enumerable.Range(0, n).Select(_ => (draws.NextInt(n), draws.NextInt(n)))
                .Where(p => p.Item1 < p.Item2).Distinct().ToList();
            var attacks = Enumerable.Range(0, n).Select(_ => (draws.NextInt(n), draws.NextInt(n))).Distinct().ToList();
            var builder = Arguments([.. Enumerable.Range(0, n).Select(i => $"a{i}")]);
            foreach (var (a, b) in supports) builder.AddSupport($"a{a}", $"a{b}");
            foreach (var (a, b) in attacks) builder.AddAttack($"a{a}", $"a{b}");
            var needs = supports.Select(s => reading == SupportReading.Necessary ? s : (s.Item2, s.Item1)).ToHashSet();
            var translation = Translation.Create(builder.Build(), reading);
            var wanted = DefinedSemantics.Extensions(ComplexAttacks(n, attacks, needs), "CO").Select(e => string.Join(' ', e));
            var found = BipolarLabels.Complete(translation).Select(labels =>
                string.Join(' ', Enumerable.Range(0, n).Where(a => labels[a] == Label.In)));
            Assert.Equal(wanted.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }, iter: 150);

    // x attacks y if x or something x needs attacks y or something y needs (Nouioua and Risch, 2011; Cayrol and Lagasquie-Schiex, 2013).
    private static Framework ComplexAttacks(int n, List<(int From, int To)> attacks, HashSet<(int Ground, int Dependent)> needs)
    {
        var grounds = new bool[n, n];
        for (var a = 0; a < n; a++) grounds[a, a] = true;
        for (var round = 0; round < n; round++)
            foreach (var (ground, dependent) in needs)
                for (var g = 0; g < n; g++) grounds[dependent, g] |= grounds[ground, g];
        var pairs = from x in Enumerable.Range(0, n)
                    from y in Enumerable.Range(0, n)
                    where attacks.Any(a => grounds[x, a.From] && grounds[y, a.To])
                    select (x, y);
        var list = pairs.ToList();
        return Framework.Create(n, list.Select(p => p.x).ToArray(), list.Select(p => p.y).ToArray());
    }

    private static ArgumentGraph Small(long seed)
    {
        var draws = SeededRandom.Create(seed, "small");
        var n = 2 + draws.NextInt(2);
        var builder = Arguments([.. Enumerable.Range(0, n).Select(i => $"a{i}")]);
        for (var s = 0; s < 2; s++)
        {
            var to = s == 1 && draws.NextBool(0.3) ? "s0" : $"a{draws.NextInt(n)}";
            string[] premises = draws.NextBool(0.4) ? ["a0", "a1"] : [$"a{draws.NextInt(n)}"];
            builder.AddInference(new Inference($"s{s}", premises, to, draws.NextBool(0.2) ? InferenceKind.Attack : InferenceKind.Support));
            if (draws.NextBool(0.4)) builder.AddAttack($"a{draws.NextInt(n)}", $"s{s}");
        }
        for (var k = 0; k < n; k++) if (draws.NextBool(0.7)) builder.AddAttack($"a{draws.NextInt(n)}", $"a{draws.NextInt(n)}");
        return builder.Build();
    }

    private static ArgumentGraph Supported()
    {
        var builder = Arguments("x", "a", "b");
        builder.AddSupport("a", "b");
        builder.AddAttack("x", "a");
        return builder.Build();
    }

    private static ArgumentGraphBuilder Arguments(params string[] ids)
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var id in ids) builder.AddArgument(id);
        return builder;
    }

    private static IEnumerable<string> Preferred(ArgumentGraph graph, SupportReading reading)
    {
        var translation = Translation.Create(graph, reading);
        return DefinedSemantics.Extensions(translation.Framework, "PR")
            .Select(e => string.Join(' ', translation.SelectArguments(e).Select(translation.Name)));
    }
}
