using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Generators;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

public sealed class GeneratorTests
{
    public static TheoryData<string> Kinds => [.. FrameworkGenerators.All.Select(g => g.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_framework_and_another_seed_another(string kind)
    {
        Assert.Equal(Written(kind, 7), Written(kind, 7));
        Assert.NotEqual(Written(kind, 7), Written(kind, 8));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_parameters_in_their_ranges_work(string kind) => Gen.Long[0, 1_000_000].Sample(seed =>
    {
        var (generator, draws) = (FrameworkGenerators.GetByName(kind), SeededRandom.Create(seed, "parameters"));
        var values = generator.Parameters.ToDictionary(p => p.Name, p => p.IsWhole
            ? Math.Max(p.Min, Math.Min(p.Max, draws.NextInt(20))) : draws.NextBool(0.3) ? draws.NextInt(2) : draws.NextDouble());
        var made = generator.Generate(values, seed);
        for (var a = 0; a < made.Count; a++) Assert.False(made.Attacked[a].Contains(a));
        if (values.TryGetValue("arguments", out var n)) Assert.Equal(n, made.Count);
    }, iter: 200);

    [Theory]
    [InlineData("erdos-renyi", "probability", 1.5, "0..1")]
    [InlineData("erdos-renyi", "arguments", 2.5, "whole")]
    [InlineData("erdos-renyi", "degree", 4, "arguments, probability")]
    [InlineData("stable-rich", "size", 0, "1..")]
    [InlineData("grid", "neighbours", double.NaN, "4..8")]
    public void A_parameter_that_is_wrong_is_named(string kind, string name, double value, string rule)
    {
        var message = Refused(kind, name, value);
        Assert.StartsWith(name, message, StringComparison.Ordinal);
        Assert.Contains(rule, message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_kind_is_told_the_known() => Assert.Contains("barabasi-albert",
        Assert.Throws<InputException>(() => FrameworkGenerators.GetByName("x")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(1.0, 9_900, 9_900)]
    [InlineData(0.05, 400, 590)]
    public void Erdos_Renyi_has_about_its_probability_of_all_attacks(double probability, int min, int max) =>
        Assert.InRange(Make("erdos-renyi", 3, ("arguments", 100), ("probability", probability)).AttackCount, min, max);

    [Fact]
    public void Erdos_Renyi_draws_every_attack_alike()
    {
        // 400 frameworks: each of the 12 attacks about 100 times, five standard deviations (8.7) allowed.
        var counts = new int[4, 4];
        for (var seed = 0; seed < 400; seed++)
        {
            var made = Make("erdos-renyi", seed, ("arguments", 4), ("probability", 0.25));
            for (var a = 0; a < 4; a++) foreach (var b in made.Attacked[a]) counts[a, b]++;
        }
        for (var a = 0; a < 4; a++) for (var b = 0; b < 4; b++) if (a != b) Assert.InRange(counts[a, b], 56, 144);
    }

    [Fact]
    public void Watts_Strogatz_without_rewiring_is_the_ring()
    {
        var made = Make("watts-strogatz", 1, ("arguments", 30), ("degree", 4), ("rewiring", 0), ("cycles", 0));
        Assert.Equal(60, made.AttackCount);
        for (var a = 0; a < 30; a++)
            Assert.Equal([.. new[] { a - 2, a - 1, a + 1, a + 2 }.Select(b => (b + 30) % 30).Order()],
                made.Attacked[a].ToArray().Concat(made.Attackers[a].ToArray()).Order());
        Assert.Equal(0, OnCycles(made));
    }

    [Theory]
    [InlineData("watts-strogatz")]
    [InlineData("barabasi-albert")]
    public void The_share_of_arguments_on_cycles_is_reached_and_hardly_passed(string kind)
    {
        Assert.Equal(0, OnCycles(Make(kind, 5, ("arguments", 400), ("cycles", 0))));
        Assert.InRange(OnCycles(Make(kind, 5, ("arguments", 400), ("cycles", 0.25))), 100, kind == "barabasi-albert" ? 110 : 400);
        Assert.Equal(400, OnCycles(Make(kind, 5, ("arguments", 400), ("cycles", 1))));
    }

    [Fact]
    public void Barabasi_Albert_is_a_tree_with_hubs()
    {
        var made = Make("barabasi-albert", 2, ("arguments", 2000), ("cycles", 0));
        Assert.Equal(1999, made.AttackCount);
        Assert.True(Enumerable.Range(0, 2000).Max(a => made.Attackers[a].Length) > 30);
    }

    [Fact]
    public void Stable_rich_has_planted_stable_extensions()
    {
        var made = Make("stable-rich", 4, ("arguments", 16), ("extensions", 5), ("size", 4));
        var stable = Enumerable.Range(1, (1 << 16) - 1).Count(set => IsStable(made, set));
        Assert.InRange(stable, 3, 1000);
    }

    [Fact]
    public void Scc_has_its_parts_as_components_and_nothing_attacks_backwards()
    {
        var made = Make("scc", 6, ("arguments", 200), ("components", 10), ("inner", 0.5), ("outer", 0.05));
        Assert.Equal(10, StronglyConnectedComponents.Compute(made.Attacked).Count);
        for (var a = 0; a < 200; a++) foreach (var b in made.Attacked[a]) Assert.True(b / 20 >= a / 20);
    }

    [Theory]
    [InlineData(4, 31)]
    [InlineData(8, 55)]
    public void Grid_joins_every_two_neighbours(int neighbours, int pairs)
    {
        Assert.Equal(pairs, Make("grid", 1, ("rows", 4), ("columns", 5), ("neighbours", neighbours), ("mutual", 0)).AttackCount);
        Assert.Equal(2 * pairs, Make("grid", 1, ("rows", 4), ("columns", 5), ("neighbours", neighbours), ("mutual", 1)).AttackCount);
    }

    private static Framework Make(string kind, long seed, params (string Name, double Value)[] values) =>
        FrameworkGenerators.GetByName(kind).Generate(values.ToDictionary(v => v.Name, v => v.Value), seed);

    private static string Written(string kind, long seed)
    {
        using var output = new StringWriter();
        Iccma.Write(Make(kind, seed), output);
        return output.ToString();
    }

    private static string Refused(string kind, string name, double value) =>
        Assert.Throws<InputException>(() => Make(kind, 1, (name, value))).Message;

    private static int OnCycles(Framework framework)
    {
        var components = StronglyConnectedComponents.Compute(framework.Attacked);
        return Enumerable.Range(0, components.Count).Sum(c => components[c].Length > 1 ? components[c].Length : 0);
    }

    private static bool IsStable(Framework framework, int set)
    {
        var attacked = 0;
        for (var a = 0; a < framework.Count; a++)
            if ((set >> a & 1) == 1) foreach (var b in framework.Attacked[a]) attacked |= 1 << b;
        return attacked == (~set & ((1 << framework.Count) - 1));
    }
}
