using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Clinical;

namespace Debate.Deliberation.Tests.Clinical;

public sealed class AcceptanceAnalysisTests
{
    /// <summary>Example 1 of the paper: three decisions, one of which a belief rules out.</summary>
    [Theory]
    [InlineData("D")]
    [InlineData("E")]
    [InlineData("DE")]
    public void Worked_example_leaves_two_decisions_and_two_explanations(string against)
    {
        var graph = new DecisionGraph().AddDecision("A").AddDecision("B", "Propranolol").AddDecision("C", "Verapamil").AddBelief("D")
            .AddBelief("E");
        foreach (var belief in against) graph.AddAttack($"{belief}", "A");
        var map = graph.ToMap("example");
        var ruling = Rule(map);
        Assert.Equal("B C", Ids(map, ruling.Acceptable));
        Assert.Equal(["B D E", "C D E"], ruling.Explanations.Select(e => Ids(map, e)));
    }

    [Fact]
    public void Decisions_attack_each_other_both_ways_and_never_a_belief()
    {
        var graph = new DecisionGraph().AddDecision("A").AddDecision("B").AddBelief("A1", "", "A");
        Assert.Equal("A->B B->A A1->A", string.Join(' ', Attacks(graph.ToMap("m").Graph)));
        Assert.Throws<InputException>(() => graph.AddAttack("A", "A1"));
    }

    [Fact]
    public void Decision_that_every_exchange_rules_out_leaves_no_option()
    {
        var map = new DecisionGraph().AddDecision("A").AddBelief("A1", "", "A").AddDecision("B").AddBelief("B1", "", "B").ToMap("m");
        var ruling = Rule(map);
        Assert.Empty(ruling.Acceptable);
        Assert.Empty(ruling.Explanations);
    }

    [Fact]
    public void Least_contested_is_the_option_with_the_fewest_beliefs_against_it_whatever_became_of_them()
    {
        var map = new DecisionGraph().AddDecision("A").AddBelief("A1", "", "A").AddBelief("A2", "", "A1").AddDecision("B").ToMap("m");
        var ruling = Rule(map);
        Assert.Equal("A B", Ids(map, ruling.Acceptable));
        Assert.Equal("B", Ids(map, ruling.LeastContested));
    }

    [Fact]
    public void Optional_decisions_are_those_that_no_grounded_belief_attacks_where_beliefs_are_acyclic() => Gen.Long.Sample(seed =>
    {
        var map = Random(seed, acyclic: true);
        var ruling = Rule(map);
        var grounded = Argumentation.Semantics.Grounded.Labelling(map.Graph);
        var expected = map.Motions.Select(map.Graph.GetNode)
            .Where(d => !ruling.FindAttackingBeliefs(d).Any(b => grounded[b] == Argumentation.Semantics.Label.In));
        Assert.Equal(expected, ruling.Acceptable);
    }, iter: 500);

    [Fact]
    public void Explanations_are_the_preferred_sets_with_a_decision_and_hold_exactly_one() => Gen.Long.Sample(seed =>
    {
        var map = Random(seed, acyclic: false);
        var ruling = Rule(map);
        var decisions = map.Motions.Select(map.Graph.GetNode).ToArray();
        var preferred = Preferred(map.Graph).Where(s => decisions.Any(d => (s >> d & 1) == 1)).ToArray();
        Assert.Equal(preferred.Select(Members).Select(m => Ids(map, m)).Order(), ruling.Explanations.Select(e => Ids(map, e)).Order());
        Assert.All(ruling.Explanations, e => Assert.Single(e, decisions.Contains));
        Assert.Equal(decisions.Where(d => preferred.Any(s => (s >> d & 1) == 1)), ruling.Acceptable);
    }, iter: 500);

    /// <summary>The analysis computed with our own solver.</summary>
    private static AcceptanceAnalysis Rule(ArgumentMap map) =>
        AcceptanceAnalysis.FromPreferred(map, Solver.Ask(Framework.FromGraph(map.Graph), Query.Parse("EE-PR")).Extensions!);

    /// <summary>A graph as the protocol builds it: beliefs attack decisions and each other, only earlier beliefs if acyclic.</summary>
    private static ArgumentMap Random(long seed, bool acyclic)
    {
        var draws = SeededRandom.Create(seed, "argmed");
        var graph = new DecisionGraph();
        var (decisions, beliefs) = (1 + draws.NextInt(4), draws.NextInt(8));
        for (var d = 0; d < decisions; d++) graph.AddDecision($"d{d}");
        for (var b = 0; b < beliefs; b++) graph.AddBelief($"b{b}");
        for (var b = 0; b < beliefs; b++)
        {
            if (draws.NextBool(0.6)) graph.AddAttack($"b{b}", $"d{draws.NextInt(decisions)}");
            if (draws.NextBool(0.6) && (b > 0 || !acyclic)) graph.AddAttack($"b{b}", $"b{draws.NextInt(acyclic ? b : beliefs)}");
        }
        return graph.ToMap("random");
    }

    /// <summary>Preferred sets by definition: the admissible subsets that no other admissible subset contains.</summary>
    private static List<int> Preferred(ArgumentGraph graph)
    {
        var attacks = Enumerable.Range(0, graph.ArgumentCount).Select(a => graph.Attacked[a].ToArray().Aggregate(0, (m, t) => m | 1 << t))
            .ToArray();
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
