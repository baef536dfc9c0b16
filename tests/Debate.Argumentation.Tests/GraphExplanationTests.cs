using System.Text.Json;
using CsCheck;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

public sealed class GraphExplanationTests
{
    private static readonly Acceptance Preferred = new(new Preferred());

    [Fact]
    public void Golden_why_in_words()
    {
        var explanation = GraphExplanation.Explain(new(Umbrella(), Preferred), "umbrella");
        Assert.Equal(
        [
            "'umbrella' (take one) is accepted: it is in some preferred extension.",
            "It is defended by 'wind' (it blows in).",
            "'coat' (a coat is enough) attacks 'umbrella'; 'wind' answers it.",
            "The defence is enough, whatever else is taken away.",
            "Without 'wind', it would not be accepted.",
        ], ExplanationText.Describe(explanation));
        Assert.Equal(["umbrella", "coat", "wind"], Enumerable.Range(0, explanation.Subgraph.ArgumentCount).Select(explanation.Subgraph.Id));
    }

    [Fact]
    public void Golden_why_not_in_words()
    {
        var explanation = GraphExplanation.Explain(new(Umbrella(), Preferred), "coat");
        Assert.Equal(
        [
            "'coat' (a coat is enough) is not accepted: it is in no preferred extension.",
            "'wind' (it blows in) attacks it and is accepted.",
            "Without 'wind', it would be accepted.",
            "An unanswered argument against 'wind' would make it accepted.",
        ], ExplanationText.Describe(explanation));
    }

    [Fact]
    public void A_lost_ground_is_the_reason_under_necessary_support()
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var id in new[] { "x", "a", "b" }) builder.AddArgument(id);
        builder.AddAttack("x", "a");
        builder.AddInference(new Inference("s", ["a"], "b"));
        var explanation = GraphExplanation.Explain(new(builder.Build(), Preferred, SupportReading.Necessary), "b");
        var words = ExplanationText.Describe(explanation);
        Assert.Contains("Not 'a' attacks it and is accepted.", words);
        Assert.Contains("Without 'x', it would be accepted.", words);
        // Removing a removes its inference too, and b, which then needs nothing, is accepted.
        Assert.Contains("Without 'a', it would be accepted.", words);
        Assert.Contains("An unanswered argument against 'x' would make it accepted.", words);
    }

    [Fact]
    public void The_json_holds_the_dispute_as_moves()
    {
        using var document = JsonDocument.Parse(ExplanationJson.Write(GraphExplanation.Explain(new(Umbrella(), Preferred), "umbrella")));
        var moves = document.RootElement.GetProperty("dispute").EnumerateArray().Select(m => m.GetProperty("argument").GetString());
        Assert.Equal(["umbrella", "coat", "wind"], moves);
        Assert.Equal(1, document.RootElement.GetProperty("dispute")[2].GetProperty("answers").GetInt32());
        Assert.Equal(3, document.RootElement.GetProperty("graph").GetProperty("arguments").GetArrayLength());
    }

    [Fact]
    public void Only_arguments_are_explained()
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a");
        builder.AddInference(new Inference("s", ["a"], "a"));
        Assert.Throws<InputException>(() => GraphExplanation.Explain(new(builder.Build(), Preferred), "s"));
        Assert.Throws<InputException>(() => GraphExplanation.Explain(new(builder.Build(), Preferred), "nobody"));
    }

    [Theory]
    [InlineData(SupportReading.None, false)]
    [InlineData(SupportReading.None, true)]
    [InlineData(SupportReading.Necessary, false)]
    [InlineData(SupportReading.Necessary, true)]
    [InlineData(SupportReading.Deductive, false)]
    [InlineData(SupportReading.Deductive, true)]
    public void Applied_to_the_graph_every_change_does_what_it_claims(SupportReading reading, bool sceptical) =>
        Gen.Long[0, 1000000].Sample(seed =>
        {
            var graph = Graphs.Random(seed, 5);
            var limits = new ExplanationLimits(MaxSets: 1000, MaxChecks: 100_000, MaxSetSize: 5);
            var question = new GraphQuestion(graph, new Acceptance(new Preferred(), sceptical), reading);
            foreach (var argument in Enumerable.Range(0, 5).Select(graph.Id))
            {
                var found = GraphExplanation.Explain(question, argument, limits).Explanation;
                Assert.Equal(Minimal(question, found, removed => Accepts(Without(question, removed), argument)),
                    Texts(found.Removals.Where(r => r.IsMinimal)));
                if (found.Accepted)
                {
                    Assert.Equal(found.Removals.Where(r => r.Arguments.Count == 1).Select(r => r.Arguments[0]).Order(), found.Necessary);
                    if (found.IsSufficient) Assert.All(found.Defences, d => CheckSuffices(question, argument, d));
                }
                else
                    Assert.Equal(Minimal(question, found, targets => Accepts(Against(question, targets), argument)),
                        Texts(found.Additions.Where(a => a.IsMinimal)));
            }
        }, iter: 8);

    // Removes arguments of the graph only; the auxiliary arguments of a defence come and go with the elements that they encode.
    private static void CheckSuffices(GraphQuestion question, string argument, IReadOnlyList<int> defence)
    {
        foreach (var removed in DefinedSemantics.Subsets(5).Where(s => !s.Overlaps(defence)))
            Assert.True(Accepts(Without(question, removed), argument),
                $"{argument}: {string.Join(' ', defence)} without {string.Join(' ', removed)}");
    }

    private static IEnumerable<string> Minimal(GraphQuestion question, Explanation found, Func<SortedSet<int>, bool> accepts)
    {
        var self = question.Graph.Attackers[found.Argument].Contains(found.Argument);
        var minimal = new List<SortedSet<int>>();
        foreach (var set in DefinedSemantics.Subsets(5).Where(s => !s.Contains(found.Argument)).OrderBy(s => s.Count))
            if (!(self && !found.Accepted) && !minimal.Any(m => m.IsSubsetOf(set)) && accepts(set) != found.Accepted) minimal.Add(set);
        return minimal.Select(m => string.Join(' ', m)).Order(StringComparer.Ordinal);
    }

    private static bool Accepts(GraphQuestion question, string argument) => question.Acceptance
        .Ask(Translation.Create(question.Graph, question.Reading).Framework, question.Graph.GetNode(argument), new SearchBudget()).Accepted;

    private static GraphQuestion Without(GraphQuestion question, SortedSet<int> removed) =>
        question with { Graph = question.Graph.Subgraph(Enumerable.Range(0, question.Graph.ArgumentCount).Except(removed)) };

    private static GraphQuestion Against(GraphQuestion question, SortedSet<int> targets)
    {
        var graph = new Dynamics.EditableGraph(question.Graph);
        graph.Apply(Dynamics.GraphEdit.AddArgument("new"));
        foreach (var target in targets) graph.Apply(Dynamics.GraphEdit.AddAttack("new", question.Graph.Id(target)));
        return question with { Graph = graph.Snapshot() };
    }

    private static IEnumerable<string> Texts(IEnumerable<StatusChange> changes) =>
        changes.Select(c => string.Join(' ', c.Arguments)).Order(StringComparer.Ordinal);

    private static ArgumentGraph Umbrella()
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("umbrella", "take one");
        builder.AddArgument("coat", "a coat is enough");
        builder.AddArgument("wind", "it blows in");
        builder.AddArgument("tea", "tea first");
        builder.AddAttack("coat", "umbrella");
        builder.AddAttack("wind", "coat");
        return builder.Build();
    }
}
