using System.Numerics;
using System.Text.RegularExpressions;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

/// <summary>Published enumerations, and laws between the semantics on graphs too large for the definitions.</summary>
public sealed class EnumerationTests
{
    private static readonly ISemantics[] Chain =
        [new Stable(), new SemiStable(), new Preferred(), new Complete()];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    /// <summary>The published enumerations; the two that take longest only in a long run, since others have their shape.</summary>
    public static TheoryData<string, string> Published
    {
        get
        {
            var published = new TheoryData<string, string>
            {
                { "282426__202__12_12_159__1378687018", "PR" }, { "282426__202__12_12_159__1378687018", "ST" },
                { "30907__280__8_8_16__34985402", "PR" }, { "30907__280__8_8_16__34985402", "ST" },
                { "33993__232__4_4_6__1980143471", "PR" }, { "33993__232__4_4_6__1980143471", "ST" },
                { "45031__193__0_11_70__219763582", "PR" }, { "45031__193__0_11_70__219763582", "ST" },
                { "45031__193__0_11_70__219763582", "SST" }, { "47774__262__0_1_1__1705874969", "ST" },
            };
            if (!LongRun.IsOn) return published;
            published.Add("47774__262__0_1_1__1705874969", "PR");
            published.Add("47774__262__0_1_1__1705874969", "SST");
            return published;
        }
    }

    [Theory, MemberData(nameof(Published))]
    public void Extensions_are_the_published_ones(string instance, string code)
    {
        var names = SharedData.Read($"af/iccma15_{instance}.af.map").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var framework = Framework.FromGraph(Iccma.Read(instance, SharedData.Read($"af/iccma15_{instance}.af")).Graph);
        var expected = Sets(SharedData.Read($"af/{instance}.apx.EE-{code}")).ToHashSet();
        var sets = SemanticsCatalogue.Find(code)!.Extensions(framework, new());
        var found = sets.Select(set => Key(set.Select(a => names[a].Trim()))).ToList();
        Assert.Equal(expected.Count, found.Count);
        Assert.True(expected.SetEquals(found), "other extensions than the published ones");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Narrow_semantics_lie_within_wide_ones(int seed)
    {
        var framework = Sparse(seed, 16);
        var sets = SemanticsCatalogue.Entries.ToDictionary(s => s.Code, s => All(s, framework));
        foreach (var (narrow, wide) in Chain.Zip(Chain.Skip(1))) Assert.Subset(sets[wide.Code], sets[narrow.Code]);
        Assert.Subset(sets["AD"], sets["CO"]);
        Assert.Subset(sets["STG"], sets["ST"]);
        Assert.Subset(sets["NA"], sets["STG"]);
        Assert.Subset(sets["CF"], sets["NA"]);
        Assert.Equal(sets["GR"].Single(), Key(Common(new Complete(), framework)));
        var (grounded, ideal, eager) = (Only(new Grounded(), framework), Only(new Ideal(), framework), Only(new Eager(), framework));
        Assert.Subset(ideal, grounded);
        Assert.Subset(eager, ideal);
        Assert.Subset(Common(new SemiStable(), framework), eager);
        Assert.Subset(Common(new Preferred(), framework), ideal);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Acceptance_is_what_the_enumeration_says(int seed)
    {
        var framework = Sparse(seed + 100, 20);
        foreach (var semantics in SemanticsCatalogue.Entries.Where(s => s.Code is not ("CF" or "NA" or "AD")))
        {
            var sets = semantics.Extensions(framework, new()).ToList();
            Assert.Equal(sets.Count, semantics.Count(framework, new()));
            for (var a = seed % 7; a < framework.Count; a += 7)
            {
                Assert.Equal(sets.Exists(s => s.Contains(a)), semantics.Credulous(framework, a, new()).Accepted);
                Assert.Equal(sets.TrueForAll(s => s.Contains(a)), semantics.Sceptical(framework, a, new()).Accepted);
            }
        }
    }

    [Fact]
    public void Counts_need_no_lists()
    {
        // A chain of n arguments has Fibonacci(n + 2) conflict-free sets, and a thousand 2-cycles have 2^1000 preferred extensions.
        var chain = Framework.Create(90, [.. Enumerable.Range(0, 89)], [.. Enumerable.Range(1, 89)]);
        Assert.Equal(7540113804746346429, new ConflictFree().Count(chain, new()));
        var pairs = Framework.Create(2000, [.. Enumerable.Range(0, 2000)], [.. Enumerable.Range(0, 2000).Select(a => a ^ 1)]);
        Assert.Equal(BigInteger.Pow(2, 1000), new Preferred().Count(pairs, new()));
        Assert.Equal(5, new Preferred().Extensions(pairs, new()).Take(5).DistinctBy(Key).Count());
    }

    [Fact]
    public void Conflict_free_counts_of_a_grid_follow_its_rows()
    {
        const int Rows = 9, Columns = 40;
        var cells = Enumerable.Range(0, Rows * Columns).ToArray();
        var right = cells.Where(i => i % Columns < Columns - 1).Select(i => (From: i, To: i + 1));
        var pairs = right.Concat(cells.Where(i => i / Columns < Rows - 1).Select(i => (From: i, To: i + Columns))).ToList();
        var rows = Enumerable.Range(0, 1 << Rows).Where(r => (r & r << 1) == 0).ToArray();
        var ways = rows.ToDictionary(r => r, _ => BigInteger.One);
        for (var c = 1; c < Columns; c++)
            ways = rows.ToDictionary(r => r, r => rows.Where(q => (q & r) == 0).Aggregate(BigInteger.Zero, (n, q) => n + ways[q]));
        var expected = ways.Values.Aggregate((x, y) => x + y);
        var framework = Framework.Create(Rows * Columns, [.. pairs.Select(p => p.From)], [.. pairs.Select(p => p.To)]);
        Assert.Equal(expected, new ConflictFree().Count(framework, new()));
    }

    [Fact]
    public void Conflict_free_counts_followed_in_portions_add_up()
    {
        // Wide enough that more than one portion of choices remains distinct; the test counts by case analysis on one argument.
        var draws = SeededRandom.Create(5, "wide");
        var (neighbours, from, to) = (new ulong[62], new List<int>(), new List<int>());
        for (var i = 0; i < 125; i++)
        {
            var (a, b) = (draws.NextInt(62), draws.NextInt(62));
            if (a == b) continue;
            (neighbours[a], neighbours[b]) = (neighbours[a] | 1UL << b, neighbours[b] | 1UL << a);
            from.Add(a);
            to.Add(b);
        }
        Assert.Equal(Cases((1UL << 62) - 1), new ConflictFree().Count(Framework.Create(62, [.. from], [.. to]), new()));

        long Cases(ulong open)
        {
            if (open == 0) return 1;
            var a = BitOperations.TrailingZeroCount(open);
            for (var others = open; others != 0; others &= others - 1)
                if (Degree(BitOperations.TrailingZeroCount(others)) > Degree(a)) a = BitOperations.TrailingZeroCount(others);
            var rest = open & ~(1UL << a);
            return (neighbours[a] & open) == 0 ? 2 * Cases(rest) : Cases(rest) + Cases(rest & ~neighbours[a]);

            int Degree(int argument) => BitOperations.PopCount(neighbours[argument] & open);
        }
    }

    [Fact]
    public void Conflict_free_counts_refuse_what_is_too_wide() =>
        Assert.Contains("at most 4096", Assert.Throws<InputException>(() => new ConflictFree().Count(Sparse(1, 60_000), new())).Message);

    [Theory]
    [InlineData("PR"), InlineData("ST"), InlineData("SST"), InlineData("STG"), InlineData("ID"), InlineData("EA")]
    [InlineData("CO"), InlineData("GR"), InlineData("NA")]
    public void A_chain_of_a_hundred_thousand_arguments_is_no_problem(string code)
    {
        const int Length = 100_000;
        var chain = Framework.Create(Length, [.. Enumerable.Range(0, Length - 1)], [.. Enumerable.Range(1, Length - 1)]);
        var semantics = SemanticsCatalogue.Find(code)!;
        var expected = Enumerable.Range(0, Length / 2).Select(i => 2 * i);
        if (code != "NA") Assert.Equal(expected, semantics.Extension(chain, new()));
        Assert.True(semantics.Credulous(chain, Length - 2, new()).Accepted);
        if (code != "NA") Assert.True(semantics.Sceptical(chain, Length - 2, new()).Accepted);
    }

    [Theory]
    [InlineData("PR"), InlineData("SST"), InlineData("STG"), InlineData("ID"), InlineData("EA"), InlineData("NA")]
    [InlineData("CF"), InlineData("AD")]
    public void A_search_stops_when_its_effort_is_spent_or_cancelled(string code)
    {
        var framework = Sparse(1, 200);
        var semantics = SemanticsCatalogue.Find(code)!;
        using var cancelled = new CancellationTokenSource();
        var steps = 0;
        var budget = new SearchBudget(cancelled.Token, pause: () => { if (++steps == 3) cancelled.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => semantics.Extensions(framework, budget).Count());
        Assert.Equal(3, steps);
    }

    private static Framework Sparse(int seed, int count)
    {
        var draws = SeededRandom.Create(seed, "sparse");
        var pairs = Enumerable.Range(0, count * 2).Select(_ => (From: draws.NextInt(count), To: draws.NextInt(count)))
            .Where(p => p.From != p.To || draws.NextBool(0.3))
            .SelectMany(p => draws.NextBool(0.5) ? [p, (From: p.To, To: p.From)] : new[] { p }).ToList();
        return Framework.Create(count, [.. pairs.Select(p => p.From)], [.. pairs.Select(p => p.To)]);
    }

    private static HashSet<string> All(ISemantics semantics, Framework framework) =>
        semantics.Extensions(framework, new()).Select(Key).ToHashSet();

    private static HashSet<int> Only(ISemantics semantics, Framework framework) =>
        [.. Assert.Single(semantics.Extensions(framework, new()))];

    private static HashSet<int> Common(ISemantics semantics, Framework framework) =>
        semantics.Extensions(framework, new()).Select(s => s.ToHashSet()).Aggregate((all, s) => [.. all.Intersect(s)]);

    private static string Key(IEnumerable<int> set) => string.Join(',', set.Order());

    private static string Key(IEnumerable<string> names) => string.Join(',', names.Order(StringComparer.Ordinal));

    private static IEnumerable<string> Sets(string text) => text.Trim() == "[]" ? [] : Regex.Matches(text.Trim()[1..^1], @"\[([^\]]*)\]")
        .Select(m => Key(m.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
