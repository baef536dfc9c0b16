using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;

namespace Debate.Deliberation.Tests.Evidence;

public sealed class MotionTests
{
    [Fact]
    public void An_empty_map_yields_no_motion_and_nothing_to_skip()
    {
        var selection = MotionSelector.Select(new ArgumentMap("empty", ArgumentGraph.Empty));
        Assert.Empty(selection.Motions);
        Assert.Empty(selection.Skipped);
    }

    [Fact]
    public void The_empty_map_at_hand_yields_no_motion() =>
        Assert.Empty(MotionSelector.Select(GraphFormats.Read("e.json", EvidenceData.Read("iac-nodeset8425.json"))).Motions);

    [Fact]
    public void Every_claim_of_every_map_at_hand_is_a_motion_or_skipped_with_its_reason()
    {
        var debated = 0;
        foreach (var file in EvidenceData.Files())
        {
            var map = GraphFormats.Read(file, File.ReadAllText(file));
            foreach (var perMap in new[] { 1, 1000 })
            {
                var selection = MotionSelector.Select(map, new MotionOptions { PerMap = perMap });
                var claims = selection.Motions.Select(m => m.Claim).Concat(selection.Skipped.Select(s => s.Claim));
                Assert.Equal(Enumerable.Range(0, map.Graph.ArgumentCount).Select(map.Graph.Id).Order(), claims.Order());
                Assert.All(selection.Skipped, s => Assert.NotEmpty(s.Reason));
                Assert.All(selection.Motions, CheckWitness);
                debated += selection.Motions.Count;
            }
        }
        Assert.True(debated > 20);
    }

    [Fact]
    public void Reasons_name_what_is_wrong()
    {
        // Every argument about "safe" supports it; "lone" has none, "one" has a single one.
        var selection = MotionSelector.Select(MapYaml.Read("m", """
            arguments:
              - id: safe
              - {id: s1, supports: [safe]}
              - {id: s2, supports: [safe]}
              - id: open
              - {id: p, supports: [open]}
              - {id: q, attacks: [open]}
              - {id: t, attacks: [one]}
              - id: one
              - id: lone
            """), new MotionOptions { PerMap = 9 });
        var reasons = selection.Skipped.ToDictionary(s => s.Claim, s => s.Reason);
        Assert.Equal(["open"], selection.Motions.Select(m => m.Claim));
        Assert.Equal("outcome does not depend on play (exact)", reasons["safe"]);
        Assert.Equal("has no relevant evidence", reasons["lone"]);
        Assert.Equal("has one relevant item: revealing it would reveal all", reasons["one"]);
    }

    [Fact]
    public void A_search_that_ran_out_says_so()
    {
        // Forty supporters: the outcome is constant, but there are far too many sets for the search to show it.
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("c");
        for (var i = 0; i < 40; i++) { builder.AddArgument($"s{i}"); builder.AddSupport($"s{i}", "c"); }
        var selection = MotionSelector.Select(new ArgumentMap("m", builder.Build()), new MotionOptions { NodeBudget = 2000 });
        Assert.Equal("no play found that changes the outcome within 2000 nodes", selection.Skipped[0].Reason);
    }

    [Fact]
    public void The_budget_of_a_map_ends_its_search()
    {
        var claims = Enumerable.Range(0, 3).Select(i =>
            $"  - id: c{i}\n  - {{id: s{i}, supports: [c{i}]}}\n  - {{id: t{i}, supports: [c{i}]}}\n");
        var selection = MotionSelector.Select(MapYaml.Read("m", "arguments:\n" + string.Concat(claims)),
            new MotionOptions { MapBudget = 10 });
        var reasons = selection.Skipped.Where(s => s.Claim.StartsWith('c')).Select(s => s.Reason).ToList();
        Assert.Equal("outcome does not depend on play (exact)", reasons[0]);
        Assert.Equal(["not searched: 10 nodes spent on this map"], reasons.Skip(1).Distinct());
    }

    [Fact]
    public void Named_motions_come_first_and_one_a_map_is_the_default()
    {
        var map = MapYaml.Read("m", """
            motions: [small]
            arguments:
              - id: big
              - {id: a, supports: [big]}
              - {id: b, attacks: [big]}
              - {id: x, attacks: [big]}
              - id: small
              - {id: c, supports: [small]}
              - {id: d, attacks: [small]}
            """);
        var one = MotionSelector.Select(map);
        Assert.Equal(["small"], one.Motions.Select(m => m.Claim));
        Assert.Equal("one motion a map: 'small' was chosen", one.Skipped.Single(s => s.Claim == "big").Reason);
        Assert.Equal(["small", "big"], MotionSelector.Select(map, new MotionOptions { PerMap = 2 }).Motions.Select(m => m.Claim));
        Assert.Equal(["big"], MotionSelector.Select(map with { Motions = [] }).Motions.Select(m => m.Claim));
    }

    [Fact]
    public void An_unknown_named_motion_is_refused() => Assert.Throws<InputException>(() =>
        MotionSelector.Select(new ArgumentMap("m", ArgumentGraph.Empty) { Motions = ["ghost"] }));

    [Theory]
    [InlineData("0.5", 2, 1, false)]
    [InlineData("0.5", 5, 3, false)]
    [InlineData("0.01", 40, 1, true)]
    [InlineData("0.99", 10, 9, true)]
    [InlineData("7", 40, 7, false)]
    [InlineData("7", 7, 6, true)]
    [InlineData("100", 3, 2, true)]
    public void Reveals_are_a_share_or_a_number_clamped_with_a_reason(string limit, int items, int reveals, bool clamped)
    {
        var (actual, reason) = RevealLimit.Parse(limit).Resolve(items);
        Assert.Equal((reveals, clamped), (actual, reason is not null));
        Assert.Equal(limit, RevealLimit.Parse(limit).ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("1.0")]
    [InlineData("0.0")]
    [InlineData("half")]
    [InlineData("NaN")]
    public void Wrong_reveals_are_refused(string limit) =>
        Assert.StartsWith("reveals: ", Assert.Throws<InputException>(() => RevealLimit.Parse(limit)).Message, StringComparison.Ordinal);

    [Fact]
    public void Reveals_are_never_all_and_never_none() => Gen.Select(Gen.Int[2, 300], Gen.Double[0.001, 0.999]).Sample((items, share) =>
        Assert.InRange(RevealLimit.FromShare(share).Resolve(items).Reveals, 1, items - 1));

    [Fact]
    public void Whether_play_matters_agrees_with_every_set() => Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7], Gen.Long).Sample((n, l, seed) =>
    {
        var game = new EvidenceGame(new EvidenceRules(n, Math.Min(n, l)), new TableJudge(n, seed));
        var judge = new TableJudge(n, seed);
        var sets = Enumerable.Range(0, 1 << n).Where(bits => int.PopCount(bits) == game.Rules.Reveals);
        var outcomes = sets.Select(bits => Utility(judge, bits)).Distinct();
        var play = OutcomeVariability.Search(game);
        Assert.True(play.Exact);
        Assert.Equal(outcomes.Count() > 1, play.OutcomeVaries);
    }, iter: 300);

    private static int Utility(IEvidenceJudge judge, int bits)
    {
        var set = new EvidenceSet(judge.Items);
        for (var item = 0; item < judge.Items; item++) if ((bits >> item & 1) != 0) set.Add(item);
        return judge.Judge(set).Utility;
    }

    private static void CheckWitness(EvidenceMotion motion)
    {
        Assert.InRange(motion.Reveals, 1, motion.Evidence.Arguments.Count - 1);
        var game = motion.Evidence.CreateGame(motion.Reveals);
        var replayed = motion.Variability.Witness.Select(w => new EvidencePosition(game, w.Order).Judge().Utility).ToList();
        Assert.Equal(motion.Variability.Witness.Select(w => w.Judgement.Utility), replayed);
        Assert.NotEqual(replayed[0], replayed[1]);
        Assert.All(motion.Variability.Witness, w => Assert.Equal(motion.Reveals, w.Order.Count));
    }
}

/// <summary>The argument maps of real debates.</summary>
internal static class EvidenceData
{
    public static IEnumerable<string> Files() => Directory.GetFiles(SharedData.Folder("aif"), "*.json").Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(SharedData.Folder("aif"), file));
}
