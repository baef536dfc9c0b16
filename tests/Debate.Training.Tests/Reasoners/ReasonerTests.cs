using System.Text;
using System.Text.Json;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Training.Reasoners;

namespace Debate.Training.Tests.Reasoners;

/// <summary>The rules of each network by hand, and what all of them promise of files.</summary>
public sealed class ReasonerTests
{
    [Theory]
    [InlineData(.5, 1.585786)]
    [InlineData(1, 2)]
    [InlineData(0, 1.171573)]
    public void Votes_merge_as_the_formula_says(double alpha, double expected) =>
        Assert.Equal(expected, Merged([1, 3, 2, 2, 2], alpha, VoteMerge.Intended), 1e-5);

    [Fact]
    public void Equal_votes_are_their_mean_and_the_published_rule_counts_the_votes()
    {
        Assert.Equal(3, Merged([3, 3, 3], .3, VoteMerge.Intended), 1e-5);
        Assert.Equal(6, Merged([1, 3, 2, 2, 2], .5, VoteMerge.Published), 1e-5);
    }

    [Fact]
    public void The_gradient_of_a_merge_agrees_with_finite_differences()
    {
        var tape = new Tape<double>([1, 3, 2, .5, -1, 2, 4, 0, 1.5, 2.5, -2, 1]);
        foreach (var merge in new[] { VoteMerge.Intended, VoteMerge.Published })
        {
            Matrix Loss()
            {
                tape.Reset();
                var votes = Enumerable.Range(0, 3).Select(v => tape.Parameter(new(4 * v, 2, 2))).ToArray();
                return tape.WeightedSum(VotedModel.Merge(tape, votes, .3, merge), [1, -2, .5, 3]);
            }
            tape.ClearGradient();
            tape.Backward(Loss());
            for (var i = 0; i < tape.Parameters.Length; i++)
            {
                var here = tape.Parameters[i];
                tape.Parameters[i] = here + 1e-5;
                var up = tape.ReadNumber(Loss());
                tape.Parameters[i] = here - 1e-5;
                var down = tape.ReadNumber(Loss());
                tape.Parameters[i] = here;
                Assert.Equal((up - down) / 2e-5, tape.Gradient[i], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(new double[] { 1, 0 }, new double[] { 1, 1 }, new double[] { 0, 1 }, .292893)]
    [InlineData(new double[] { 1, 0 }, new double[] { 1, 0 }, new double[] { -1, 0 }, 0)]
    [InlineData(new double[] { 1, 0 }, new double[] { 0, 1 }, new double[] { 1, 1 }, 1.707107)]
    [InlineData(new double[] { 1, 0 }, new double[] { 1, 1 }, new double[] { 1, -1 }, 1)]
    public void A_triplet_costs_what_the_cosines_say(double[] anchor, double[] positive, double[] negative, double expected)
    {
        var tape = new Tape<double>([]);
        Matrix Row(double[] numbers) => tape.Input(numbers, 1, 2);
        Matrix[] rows = [Row(anchor), Row(positive), Row(negative)];
        var loss = tape.RowSum(MistakeModel.TripletLoss(tape, rows[0], rows[1], rows[2]));
        Assert.Equal(expected, tape.ReadNumber(loss), 1e-6);
        if (expected == 0) return;
        // A step against the gradient brings the anchor nearer to the right one than to the wrong one.
        tape.Backward(loss);
        var moved = anchor.Select((a, i) => a - .1 * tape.ReadGradient(rows[0])[i]).ToArray();
        double Cosine(double[] a, double[] b) => (a[0] * b[0] + a[1] * b[1]) / Math.Sqrt((a[0] * a[0] + a[1] * a[1]) * (b[0] * b[0] + b[1] * b[1]));
        var (nearer, farther) = (Cosine(moved, positive) - Cosine(anchor, positive), Cosine(moved, negative) - Cosine(anchor, negative));
        Assert.True(nearer > farther + 1e-6, $"{nearer} {farther}");
        if (expected == 1) Assert.True(nearer > 0 && farther < 0, $"{nearer} {farther}");
    }

    [Fact]
    public void A_damaged_rationale_costs_least_where_the_reader_is_unsure()
    {
        var tape = new Tape<double>([]);
        double Loss(double p, double smoothing)
        {
            tape.Reset();
            return tape.ReadNumber(tape.CrossEntropy(tape.Constant([Math.Log(p), Math.Log(1 - p)], 1, 2), [0], smoothing));
        }
        Assert.Equal(.223144, Loss(.8, 0), 1e-6);
        Assert.Equal(.916291, Loss(.8, 1), 1e-6);
        Assert.Equal(.693147, Loss(.5, 1), 1e-6);
    }

    [Fact]
    public void A_thought_is_rewarded_by_what_it_saves_more_than_others()
    {
        double[] plain = [2, 1.5, 1, .5];
        double[][] thoughts = [[1.8, 1.2, 1, .6], [2.2, 1.5, 1.1, .5]];
        Assert.Equal([.35, -.35], QuietModel.Rewards(plain, thoughts, clamp: 0), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([.35, 0], QuietModel.Rewards(plain, thoughts, clamp: 3), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([.1, 0], QuietModel.Rewards(plain, thoughts, clamp: .1), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Theory]
    [InlineData(true, 7, .0011)]
    [InlineData(true, 2, .0009)]
    [InlineData(false, 7, .001)]
    [InlineData(false, 2, .001)]
    public void A_rate_moves_by_the_true_class_and_only_where_that_was_better(bool better, int label, double expected)
    {
        Assert.Equal(expected, HomeostatNetwork.Regulate(.001, .0001, better, label, 10), 1e-9);
        Assert.Equal(1e-8, HomeostatNetwork.Regulate(.001, .1, true, 0, 10), 1e-12);
    }

    [Fact]
    public void Attributions_sum_to_the_logit_less_the_bias_and_are_sorted()
    {
        var model = KeywordModel.Train(Synthetic.Texts(60, 1), ["a", "b"], new(), 1);
        var text = Synthetic.Texts(3, 2)[2].Text + " n1 n1 unheard-of";
        for (var label = 0; label < 2; label++)
        {
            var (bias, logit) = model.LogitOf(text, label);
            var shares = model.Attribute(text, label);
            Assert.Equal(logit - bias, shares.Sum(w => w.Share), 1e-5);
            Assert.Equal(shares.OrderByDescending(w => w.Share).ThenBy(w => w.Word, StringComparer.Ordinal), shares);
        }
        Assert.Equal(.5, KeywordModel.MisclassificationConfidence([.2f, .7f, .1f], 0), 1e-6);
    }

    [Fact]
    public void A_dear_strategy_is_chosen_where_it_pays()
    {
        var router = StrategyRouter.Train([.. Synthetic.Routed(300, 1).Select(r => (r.Question, r.Outcomes))], ["one", "two"], new(), 1);
        Assert.Equal([1, 5], router.Calls);
        foreach (var (question, _, _) in Synthetic.Routed(50, 2))
        {
            var p = router.Probabilities(question);
            Assert.Equal(p[1] > p[0] ? 1 : 0, router.Choose(question));
            Assert.Equal(p[1] - p[0] > .1 * 4 ? 1 : 0, router.Choose(question, .1));
        }
    }

    [Fact]
    public void A_constant_value_is_fitted()
    {
        var model = StepValueModel.Train([.. Synthetic.States(40, 1).Select(s => (s.State, .3))], new() { Passes = 100, Decay = 0 }, 1);
        Assert.All(model.Values([.. Synthetic.States(40, 1).Select(s => s.State)]), v => Assert.Equal(.3, v, 1e-3));
    }

    [Fact]
    public void Nodes_in_another_order_have_the_same_masks()
    {
        var graphs = Synthetic.Graphs(40, .9, 1).Select(g => g.Graph).ToArray();
        var model = GraphRationaleModel.Train(graphs, ["a", "b", "c"], new() { Passes = 2 }, 1);
        var (graph, count) = (graphs[3], graphs[3].Texts.Count);
        int Place(int node) => (7 * node + 3) % count;
        // Attacks keep their order, in which neighbours are added.
        var turned = new RationaleGraph(
            [.. Enumerable.Range(0, count).Select(place => graph.Texts[Enumerable.Range(0, count).First(n => Place(n) == place)])],
            [.. graph.Attacks.Select(a => (Place(a.From), Place(a.To)))], Place(graph.Motion), graph.Label);
        var (mask, other) = (model.Explain(graph).Mask, model.Explain(turned).Mask);
        for (var node = 0; node < count; node++) Assert.Equal(mask[node], other[Place(node)]);
        Assert.True(mask.Distinct().Count() > 3);
        Assert.Equal(4, model.Rationale(graph).Count);
    }

    [Fact]
    public void The_solver_stands_beside_the_network()
    {
        var graph = new RationaleGraph(["motion", "doubt", "answer", "aside"], [(1, 0), (2, 1)], 0);
        var (accepted, defence) = graph.Solve();
        Assert.True(accepted);
        Assert.Equal([0, 2], defence);
        Assert.False((graph with { Attacks = [(1, 0)] }).Solve().Accepted);
    }

    [Theory]
    [InlineData("The cat's 2nd  HAT.", "the|cat|s|2nd|hat")]
    [InlineData("", "")]
    [InlineData("日本語 ok", "日|本|語|ok")]
    [InlineData("-- \t\u001b[31m", "31m")]
    public void Texts_are_split_into_words(string text, string words) =>
        Assert.Equal(words.Split('|', StringSplitOptions.RemoveEmptyEntries), Vocabulary.Split(text));

    [Fact]
    public void Long_words_are_cut_and_pairs_are_words()
    {
        Assert.All(Vocabulary.Split(new string('x', 1000)), word => Assert.InRange(word.Length, 1, 48));
        Assert.Equal(1000, Vocabulary.Split(new string('x', 1000)).Sum(word => word.Length));
        Assert.Equal(["a", "b", "a b", "c", "b c"], Vocabulary.Split("a b c", pairs: true));
        Assert.Equal(["b", "a"], Vocabulary.Learn(["a b", "b c"], max: 2).Words);
    }

    [Theory]
    [InlineData("""{"text": 7, "label": "a"}""", "rows.jsonl:2: text: 7: must be a text")]
    [InlineData("""{"label": "a"}""", "rows.jsonl:2: text: missing: the row needs it")]
    [InlineData("[]", "rows.jsonl:2: a row must be a JSON object")]
    [InlineData("{", "rows.jsonl:2: not JSON: ")]
    public void A_row_that_cannot_be_read_is_named(string row, string error) => Assert.StartsWith(
        error, Assert.Throws<InputException>(() => Train("keywords", [Rows["keywords"](0), row, Rows["keywords"](1)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_network_is_tried() => Assert.Equal(ReasonerCatalogue.Names.Order(), Rows.Keys.Order());

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Training_twice_gives_the_same_file_which_explains_rows(string name)
    {
        var reasoner = ReasonerCatalogue.GetByName(name);
        var (progress, lines) = (new List<TrainingProgress>(), Enumerable.Range(0, 30).Select(Rows[name]).ToArray());
        var trained = Train(name, lines, progress.Add);
        var bytes = trained.File.Write();
        Assert.Equal(bytes, Train(name, lines).File.Write());
        Assert.NotEqual(bytes, Train(name, lines, seed: 2).File.Write());
        Assert.True(progress.Count > 0 || name == "homeostat");
        Assert.True(trained.Report[0].Table!.Rows.Count > 1, "the ablation stands beside it");
        var read = NetworkFile.Read(Encoding.UTF8.GetString(bytes), "n.json", name);
        var explained = reasoner.Explain(read, Read(lines[..3]));
        Assert.All(explained, section => Assert.NotEmpty(section.Table!.Rows));
        Assert.Equal(explained.Select(s => s.Table!.Rows.SelectMany(r => r)), reasoner.Explain(trained.File, Read(lines[..3]))
            .Select(s => s.Table!.Rows.SelectMany(r => r)));
        // The example of a row is a row.
        Assert.NotEmpty(Read([reasoner.RowExample]));
    }

    private static readonly Dictionary<string, Func<int, string>> Rows = new()
    {
        ["keywords"] = i => Json(new { text = i % 2 == 0 ? $"good word {i}" : $"bad word {i}", label = i % 2 == 0 ? "a" : "b" }),
        ["voted"] = i => Json(new { text = i % 2 == 0 ? $"good word {i}" : $"bad word {i}", label = i % 2 == 0 ? "a" : "b" }),
        ["strategies"] = i => Json(new
        {
            question = $"what {i % 2}", choices = i % 3, passage = i % 2 == 0, outcomes = new { cot = i % 2, mad = i % 2 == 0 }, calls = new { cot = 1, mad = 7 },
        }),
        ["step-values"] = i => Json(new { problem = $"sum {i}", steps = new[] { "first", $"then {i % 2}" }, values = new[] { .5, i % 2 } }),
        ["mistakes"] = i => Json(new { anchor = $"q{i % 3}", positive = $"right q{i % 3}", negative = $"wrong m{i % 2}", mistake = $"m{i % 2}" }),
        ["rationale-reader"] = i => Json(new { question = $"q{i}", rationale = $"because {i % 2}", answer = i % 2 == 0 ? "yes" : "no" }),
        ["graph-rationale"] = i => Json(new
        {
            nodes = new[] { "motion", $"doubt{i % 2}", "answer" }, attacks = i % 2 == 0 ? new[] { new[] { 1, 0 }, [2, 1] } : [[1, 0]], motion = 0,
            label = i % 2 == 0 ? "accepted" : "rejected",
        }),
        ["quiet"] = i => Json(new { tokens = new[] { "sum", $"{i % 3}", $"{i % 2}", $"{i % 3 + i % 2}" } }),
        ["homeostat"] = i => Json(new { features = new[] { i % 2 == 0 ? 1.5 : -1, i / 30.0 }, label = i % 2 == 0 ? "a" : "b" }),
    };

    private static TrainedReasoner Train(string name, string[] lines, Action<TrainingProgress>? report = null, long seed = 1) =>
        ReasonerCatalogue.GetByName(name).Train(new(Read(lines), [], Quick(name), seed, "rows.jsonl") { Report = report });

    // Few passes: what is looked at here is files.
    private static ProtocolOptions Quick(string name) =>
        new([KeyValuePair.Create(name == "quiet" ? "epochs" : "passes", name == "homeostat" ? "1" : "3")]);

    private static IReadOnlyList<ReasonerRow> Read(string[] lines) => ReasonerRow.ReadLines(new StringReader(string.Join('\n', lines)), "rows.jsonl");

    private static string Json(object row) => JsonSerializer.Serialize(row);

    private static double Merged(double[] votes, double alpha, VoteMerge merge)
    {
        var tape = new Tape<double>([]);
        return tape.ReadNumber(VotedModel.Merge(tape, [.. votes.Select(v => tape.Constant([v], 1, 1))], alpha, merge));
    }
}
