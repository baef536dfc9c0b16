using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Clinical;

namespace Debate.Deliberation.Tests.Clinical;

public sealed class RulingTests
{
    /// <summary>Example 1 of the paper: three decisions, one of which a belief rules out.</summary>
    [Theory]
    [InlineData("D")]
    [InlineData("E")]
    [InlineData("DE")]
    public void Worked_example_leaves_two_decisions_and_two_explanations(string against)
    {
        var graph = new DecisionGraph().Decide("A").Decide("B", "Propranolol").Decide("C", "Verapamil").Believe("D").Believe("E");
        foreach (var belief in against) graph.Attack($"{belief}", "A");
        var map = graph.Map("example");
        var ruling = Rule(map);
        Assert.Equal("B C", Ids(map, ruling.Optional));
        Assert.Equal(["B D E", "C D E"], ruling.Explanations.Select(e => Ids(map, e)));
    }

    [Fact]
    public void Decisions_attack_each_other_both_ways_and_never_a_belief()
    {
        var graph = new DecisionGraph().Decide("A").Decide("B").Believe("A1", "", "A");
        Assert.Equal("A->B B->A A1->A", string.Join(' ', Attacks(graph.Map("m").Graph)));
        Assert.Throws<InputException>(() => graph.Attack("A", "A1"));
    }

    [Fact]
    public void Decision_that_every_exchange_rules_out_leaves_no_option()
    {
        var map = new DecisionGraph().Decide("A").Believe("A1", "", "A").Decide("B").Believe("B1", "", "B").Map("m");
        var ruling = Rule(map);
        Assert.Empty(ruling.Optional);
        Assert.Empty(ruling.Explanations);
    }

    [Fact]
    public void Least_contested_is_the_option_with_the_fewest_beliefs_against_it_whatever_became_of_them()
    {
        var map = new DecisionGraph().Decide("A").Believe("A1", "", "A").Believe("A2", "", "A1").Decide("B").Map("m");
        var ruling = Rule(map);
        Assert.Equal("A B", Ids(map, ruling.Optional));
        Assert.Equal("B", Ids(map, ruling.LeastContested));
    }

    [Fact]
    public void Optional_decisions_are_those_that_no_grounded_belief_attacks_where_beliefs_are_acyclic() => Gen.Long.Sample(seed =>
    {
        var map = Random(seed, acyclic: true);
        var ruling = Rule(map);
        var grounded = Argumentation.Semantics.Grounded.Labelling(map.Graph);
        var expected = map.Motions.Select(map.Graph.IndexOf)
            .Where(d => !ruling.Objections(d).Any(b => grounded[b] == Argumentation.Semantics.Label.In));
        Assert.Equal(expected, ruling.Optional);
    }, iter: 500);

    [Fact]
    public void Explanations_are_the_preferred_sets_with_a_decision_and_hold_exactly_one() => Gen.Long.Sample(seed =>
    {
        var map = Random(seed, acyclic: false);
        var ruling = Rule(map);
        var decisions = map.Motions.Select(map.Graph.IndexOf).ToArray();
        var preferred = Preferred(map.Graph).Where(s => decisions.Any(d => (s >> d & 1) == 1)).ToArray();
        Assert.Equal(preferred.Select(Members).Select(m => Ids(map, m)).Order(), ruling.Explanations.Select(e => Ids(map, e)).Order());
        Assert.All(ruling.Explanations, e => Assert.Single(e, decisions.Contains));
        Assert.Equal(decisions.Where(d => preferred.Any(s => (s >> d & 1) == 1)), ruling.Optional);
    }, iter: 500);

    /// <summary>The analysis computed with our own solver.</summary>
    private static Ruling Rule(ArgumentMap map) =>
        Ruling.Of(map, Solver.Ask(Framework.Of(map.Graph), Query.Parse("EE-PR")).Extensions!);

    /// <summary>A graph as the protocol builds it: beliefs attack decisions and each other, only earlier beliefs if acyclic.</summary>
    private static ArgumentMap Random(long seed, bool acyclic)
    {
        var draws = Draws.Of(seed, "argmed");
        var graph = new DecisionGraph();
        var (decisions, beliefs) = (1 + draws.Below(4), draws.Below(8));
        for (var d = 0; d < decisions; d++) graph.Decide($"d{d}");
        for (var b = 0; b < beliefs; b++) graph.Believe($"b{b}");
        for (var b = 0; b < beliefs; b++)
        {
            if (draws.Chance(0.6)) graph.Attack($"b{b}", $"d{draws.Below(decisions)}");
            if (draws.Chance(0.6) && (b > 0 || !acyclic)) graph.Attack($"b{b}", $"b{draws.Below(acyclic ? b : beliefs)}");
        }
        return graph.Map("random");
    }

    /// <summary>Preferred sets by definition: the admissible subsets that no other admissible subset contains.</summary>
    private static List<int> Preferred(ArgumentGraph graph)
    {
        var attacks = Enumerable.Range(0, graph.ArgumentCount).Select(a => graph.Attacked[a].ToArray().Aggregate(0, (m, t) => m | 1 << t)).ToArray();
        var admissible = Enumerable.Range(0, 1 << graph.ArgumentCount).Where(s => IsAdmissible(attacks, s)).ToList();
        return [.. admissible.Where(s => !admissible.Any(t => t != s && (t & s) == s))];
    }

    private static bool IsAdmissible(int[] attacks, int set)
    {
        var attacked = Members(set).Aggregate(0, (m, a) => m | attacks[a]);
        return (attacked & set) == 0
            && Enumerable.Range(0, attacks.Length).All(b => (attacks[b] & set) == 0 || (attacked >> b & 1) == 1);
    }

    private static IEnumerable<int> Members(int set) => Enumerable.Range(0, 31).Where(a => (set >> a & 1) == 1);

    private static IEnumerable<string> Attacks(ArgumentGraph graph) => Enumerable.Range(0, graph.ArgumentCount)
        .SelectMany(a => graph.Attacked[a].ToArray().Select(t => $"{graph.Id(a)}->{graph.Id(t)}"));

    private static string Ids(ArgumentMap map, IEnumerable<int> arguments) => string.Join(' ', arguments.Select(map.Graph.Id));
}
