using System.Numerics;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core;

namespace Debate.Argumentation.Tests;

public sealed class SemanticsTests
{
    private const int Blocks = 40;
    private static readonly int BlockSize = LongRun.Size(50, 250);

    public static TheoryData<string> Codes => [.. SemanticsCatalogue.Entries.Select(s => s.Code)];

    [Fact]
    public void The_catalogue_knows_every_semantics_by_code_and_name()
    {
        Assert.Equal(["CF", "NA", "AD", "CO", "GR", "PR", "ST", "SST", "STG", "ID", "EA"], SemanticsCatalogue.Entries.Select(s => s.Code));
        Assert.All(SemanticsCatalogue.Entries, s => Assert.Same(s, SemanticsCatalogue.Find(s.Name.ToUpperInvariant())));
    }

    [Theory, MemberData(nameof(Codes))]
    public void Every_task_agrees_with_the_definitions_on_two_thousand_small_graphs(string code)
    {
        var semantics = SemanticsCatalogue.Find(code)!;
        Parallel.For(0, Blocks, block =>
        {
            var draws = SeededRandom.Create(block, "semantics");
            for (var i = 0; i < BlockSize; i++) Agree(semantics, Small(draws), draws);
        });
    }

    [Theory, MemberData(nameof(Codes))]
    public void Every_task_agrees_with_the_definitions_on_every_graph_of_up_to_three_arguments(string code)
    {
        var semantics = SemanticsCatalogue.Find(code)!;
        var draws = SeededRandom.Create(1, "all");
        for (var n = 0; n <= 3; n++)
            for (var graph = 0; graph < 1 << (n * n); graph++)
            {
                var pairs = Enumerable.Range(0, n * n).Where(i => (graph >> i & 1) != 0).Select(i => (i / n, i % n));
                Agree(semantics, new(n, [.. pairs]), draws);
            }
    }

    [Theory, InlineData("SST"), InlineData("STG"), InlineData("EA"), InlineData("ID"), InlineData("PR")]
    public void Searches_agree_with_the_definitions_where_many_exchanges_are_possible(string code)
    {
        var semantics = SemanticsCatalogue.Find(code)!;
        Parallel.For(0, Blocks, block =>
        {
            var draws = SeededRandom.Create(block, "larger");
            for (var i = 0; i < LongRun.Size(4, 10); i++) Agree(semantics, Larger(draws), draws);
        });
    }

    // Odd cycles and self-attacks over a sparse graph: stable extensions are rare, and several ranges are nearly maximal.
    private static Attacks Larger(SeededRandom draws)
    {
        const int Count = 13;
        var attacks = new List<(int, int)> { (0, 1), (1, 2), (2, 0) };
        for (var i = 0; i < 22; i++)
        {
            var (a, b) = (draws.NextInt(Count), draws.NextInt(Count));
            if (a == b && draws.NextBool(0.5)) continue;
            attacks.Add((a, b));
            if (draws.NextBool(0.3)) attacks.Add((b, a));
        }
        return new(Count, attacks);
    }

    private static Attacks Small(SeededRandom draws)
    {
        var n = draws.NextInt(10);
        var (attack, self) = (0.05 + 0.45 * draws.NextInt(100) / 100.0, draws.NextBool(0.5) ? 0.0 : 0.2);
        var mutual = draws.NextBool(0.3);
        var attacks = new List<(int, int)>();
        for (var a = 0; a < n; a++)
            for (var b = 0; b < n; b++)
                if (draws.NextBool(a == b ? self : attack))
                {
                    attacks.Add((a, b));
                    if (mutual) attacks.Add((b, a));
                }
        return new(n, attacks);
    }

    private static void Agree(ISemantics semantics, Attacks attacks, SeededRandom draws)
    {
        var framework = Framework.Create(attacks.Count, [.. attacks.Pairs.Select(p => p.From)], [.. attacks.Pairs.Select(p => p.To)]);
        var expected = new BruteForce(attacks.Count, attacks.Pairs).Extensions(semantics.Code).ToHashSet();
        var found = semantics.Extensions(framework, new()).Select(Mask).ToList();
        if (found.Count != expected.Count || !expected.SetEquals(found))
            Assert.Fail($"{semantics.Code} of {attacks}: found {Sets(found)}, expected {Sets(expected)}");
        Check(semantics.Count(framework, new()) == expected.Count, "count");
        var some = semantics.Extension(framework, new());
        Check(some is null ? expected.Count == 0 : expected.Contains(Mask(some)), "some");
        // All arguments of the smallest graphs and of the few large ones, otherwise one.
        var every = attacks.Count is <= 4 or > 9;
        for (var a = every ? 0 : draws.NextInt(attacks.Count); a < attacks.Count; a += every ? 1 : attacks.Count)
        {
            Credulous(a);
            Sceptical(a);
        }

        void Credulous(int a)
        {
            var answer = semantics.Credulous(framework, a, new());
            Check(answer.Accepted == expected.Any(s => (s >> a & 1) != 0), $"DC {a}");
            Check(!answer.Accepted || expected.Contains(Mask(answer.Witness!)) && answer.Witness!.Contains(a), $"DC witness {a}");
        }

        void Sceptical(int a)
        {
            var answer = semantics.Sceptical(framework, a, new());
            Check(answer.Accepted == expected.All(s => (s >> a & 1) != 0), $"DS {a}");
            Check(answer.Accepted || expected.Contains(Mask(answer.Witness!)) && !answer.Witness!.Contains(a), $"DS witness {a}");
        }

        void Check(bool holds, string what)
        {
            if (!holds) Assert.Fail($"{semantics.Code} {what} of {attacks}; extensions {Sets(expected)}");
        }
    }

    private static int Mask(IReadOnlyList<int> set)
    {
        for (var i = 1; i < set.Count; i++) Assert.True(set[i - 1] < set[i], "a set must ascend");
        return set.Aggregate(0, (mask, a) => mask | 1 << a);
    }

    private static string Sets(IEnumerable<int> masks) => string.Join(" ", masks.Order().Select(m => Convert.ToString(m, 2)));

    private sealed record Attacks(int Count, List<(int From, int To)> Pairs)
    {
        public override string ToString() => $"{Count} arguments, {string.Join(' ', Pairs.Select(p => $"{p.From}>{p.To}"))}";
    }
}
