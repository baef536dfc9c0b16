using System.Globalization;
using Debate.Core;
using Debate.Training.Reasoners;

namespace Debate.Training.Tests.Reasoners;

/// <summary>
/// What each network learns of planted data, beside the ablation. The lines are half of the margins that were measured on 5 seeds
/// (DEBATE_LONG=1, tests/acceptance/networks.py prints them); otherwise one seed of each.
/// </summary>
public sealed class ProofTests(ITestOutputHelper output)
{
    private static readonly int Seeds = LongRun.Size(1, 5);

    [Fact]
    public void Keywords_finds_the_words_that_were_planted()
    {
        double Recall(long seed, int count, double noise)
        {
            var model = KeywordModel.Train(Synthetic.Texts(count, seed, noise), ["a", "b"], new(), seed);
            return Enumerable.Range(0, 2).Average(label =>
                model.Strongest(label, 5).Count(w => w.Word.StartsWith($"t{label}x", StringComparison.Ordinal)) / 5.0);
        }
        var (recall, worst) = Mean("keywords, recall at 5", seed => Recall(seed, 200, 0));
        Mean("keywords, recall at 5, labels wrong in .2 of 200", seed => Recall(seed, 200, .2));
        Assert.True(recall >= .9 && worst >= .8, $"{recall} {worst}");
    }

    [Fact]
    public void Strategies_gains_over_every_fixed_strategy()
    {
        double Accuracy(long seed, int count)
        {
            var router = StrategyRouter.Train(
                [.. Synthetic.Routed(count, seed).Select(r => (r.Question, r.Outcomes))], ["one", "two"], new(), seed);
            // The probability that the chosen strategy is right, not one draw of it.
            double[][] right = [[.9, .5], [.2, .8]];
            return Synthetic.Routed(1000, seed + 100).Average(r => right[r.Type][router.Choose(r.Question)]);
        }
        Mean("strategies, 100 questions (best fixed .65, oracle .85)", seed => Accuracy(seed, 100));
        Assert.True(Mean("strategies, 400 questions", seed => Accuracy(seed, 400)).Mean >= .79);
        Assert.True(Mean("strategies, 2000 questions", seed => Accuracy(seed, 2000)).Mean >= .83);
    }

    [Fact]
    public void Step_values_tell_good_steps_from_bad_ones()
    {
        double Auc(long seed, int count)
        {
            var model = StepValueModel.Train([.. Synthetic.States(count, seed).Select(s => (s.State, s.Value))], new(), seed);
            var tried = Synthetic.States(500, seed + 100);
            var values = model.Values([.. tried.Select(t => t.State)]);
            return Reporting.Auc([.. tried.Select((t, i) => ((double)values[i], t.Good))]);
        }
        Mean("step-values, AUC of 300 states", seed => Auc(seed, 300));
        Assert.True(Mean("step-values, AUC of 1000 states", seed => Auc(seed, 1000)).Worst >= .95);
    }

    /// <summary>Stated: voting by itself does not help on noisy labels; the shrinking of its merge does.</summary>
    [Fact]
    public void Voted_training_gains_by_shrinking_and_not_by_votes()
    {
        double Loss(long seed, VotedOptions options)
        {
            var model = new VotedModel(20, 2, options, SeededRandom.Create(seed, "voted"));
            model.Train(Synthetic.Numbers(200, seed, .2), SeededRandom.Create(seed, "order"));
            // The loss on labels with the noise of the training, as the mixture of both.
            return Synthetic.Numbers(1000, seed, 0.201).Average(t => -Math.Log(Math.Max(1e-12, model.Probabilities(t.Features)[t.Label])));
        }
        Mean("voted, loss of one vote", seed => Loss(seed, new() { Votes = 1 }));
        var plain = Mean("voted, alpha 1 (plain mean)", seed => Loss(seed, new() { Alpha = 1 })).Mean;
        var paper = Mean("voted, alpha .5 (the paper's)", seed => Loss(seed, new())).Mean;
        var shrunk = Mean("voted, alpha 0 (shrunk mean)", seed => Loss(seed, new() { Alpha = 0 })).Mean;
        Assert.True(shrunk < paper && paper < plain, $"{shrunk} {paper} {plain}");
    }

    [Fact]
    public void Mistakes_of_one_kind_are_near_to_each_other()
    {
        double Right(long seed)
        {
            var model = MistakeModel.Train(Synthetic.Mistakes(300, seed), new(), seed);
            return Synthetic.Mistakes(200, seed + 100).Average(t => model.Nearest(t.Negative)[0].Kind == t.Mistake ? 1 : 0);
        }
        Assert.True(Mean("mistakes, kind of a new one", Right).Worst >= .9);
    }

    [Fact]
    public void The_rationale_reader_does_not_learn_the_cue_of_the_question()
    {
        (double Shifted, double Alone) Try(long seed, double counter)
        {
            var model = RationaleModel.Train(Synthetic.Rationales(600, .9, seed), ["a", "b"], new() { Counter = counter }, seed);
            var tried = Synthetic.Rationales(500, .5, seed + 100);
            return (tried.Average(r => Reporting.ArgMax(model.Probabilities(r.Question, r.Rationale)) == r.Answer ? 1.0 : 0),
                tried.Average(r => (double)model.Probabilities(r.Question, "").Max()));
        }
        (double Shifted, double Alone) Arm(double counter)
        {
            var each = Enumerable.Range(1, Seeds).ToDictionary(seed => (long)seed, seed => Try(seed, counter));
            return (Mean($"rationale-reader, counter {counter}, shifted accuracy", seed => each[seed].Shifted).Mean,
                Mean($"rationale-reader, counter {counter}, confidence without a rationale", seed => each[seed].Alone).Mean);
        }
        var ((without, _), (with, alone)) = (Arm(0), Arm(1));
        Assert.True(with >= without + .18 && alone < .7, $"{without} {with} {alone}");
    }

    [Fact]
    public void Foreign_environments_make_the_rationale_right()
    {
        (double Accuracy, double Auc) Try(long seed, GraphRationaleOptions options)
        {
            var model = GraphRationaleModel.Train([.. Synthetic.Graphs(500, .9, seed).Select(g => g.Graph)], ["a", "b", "c"], options, seed);
            var tried = Synthetic.Graphs(300, 1 / 3.0, seed + 100).Select(g => (g, Found: model.Explain(g.Graph))).ToArray();
            return (tried.Average(t => Reporting.ArgMax(t.Found.Probabilities) == t.g.Graph.Label ? 1.0 : 0),
                tried.Average(t => Reporting.Auc([.. t.Found.Mask.Select((m, i) => ((double)m, t.g.Rationale[i]))])));
        }
        var seeds = LongRun.Size(1, 3);
        (double Accuracy, double Auc) Show(string name, GraphRationaleOptions options)
        {
            var each = Enumerable.Range(1, seeds).Select(seed => Try(seed, options)).ToArray();
            var (accuracy, auc) = (each.Average(e => e.Accuracy), each.Average(e => e.Auc));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"graph-rationale, {name}: accuracy {accuracy:0.000}, AUC {auc:0.000}"));
            return (accuracy, auc);
        }
        var (found, pooled) = (Show("default", new()), Show("mean of all nodes", new() { Level = RationaleLevel.Pool }));
        var own = Show("own environments, hard mask", new() { Foreign = false, Mask = RationaleMask.Hard });
        if (LongRun.IsOn)
        {
            Show("level graph", new() { Level = RationaleLevel.Graph });
            Show("foreign, hard mask", new() { Mask = RationaleMask.Hard });
        }
        Assert.True(found.Auc >= .85 && found.Auc >= own.Auc + .3 && found.Accuracy >= pooled.Accuracy - .02, $"{found} {own} {pooled}");
    }

    [Fact]
    public void Quiet_thoughts_help_on_what_takes_two_steps()
    {
        var options = new QuietOptions { Thought = 1, Talk = 1, Context = 4, Hidden = 12, Epochs = 768 };
        (double Hard, double Easy) Try(long seed, QuietOptions arm)
        {
            var items = Synthetic.Steps(seed);
            var model = QuietModel.Train([.. items.Select(i => i.Example)], 7, arm, seed);
            double Right(bool hard) => items.Where(i => i.Hard == hard).Average(i => model.Predict(i.Example.Before).Next == i.Example.After[0] ? 1 : 0);
            return (Right(true), Right(false));
        }
        var without = Mean("quiet, hard items without thoughts", seed => Try(seed, options with { Passes = 0 }).Hard).Mean;
        var with = Mean("quiet, hard items with thoughts", seed => Try(seed, options).Hard).Mean;
        Assert.True(with >= without + .06, $"{without} {with}");
        if (!LongRun.IsOn) return;
        var shuffled = Mean("quiet, shuffled rewards", seed => Try(seed, options with { Rewards = QuietRewards.Shuffled }).Hard).Mean;
        Mean("quiet, unclamped", seed => Try(seed, options with { Clamp = 0 }).Hard);
        Assert.True(with >= shuffled + .04, $"{with} {shuffled}");
    }

    /// <summary>Stated: the published rule gains little; two variants of it follow a shift, a constant rate does not.</summary>
    [Fact]
    public void Homeostats_with_larger_steps_follow_a_shifting_stream()
    {
        var (samples, pass) = (LongRun.Size(15_000, 120_000), 12_000);
        int[] shifts = LongRun.IsOn ? [0, 20, 100] : [0, 20];
        double Accuracy(long seed, int swaps, HomeostatOptions options)
        {
            var network = new HomeostatNetwork(32, 10, options, SeededRandom.Create(seed, "homeostat"));
            return Synthetic.Stream(samples, pass, swaps, seed).Average(s => network.Learn(s.Inputs, s.Label) == s.Label ? 1 : 0);
        }
        double[] Row(string name, HomeostatOptions options) => [.. shifts.Select(swaps =>
            Mean(string.Create(CultureInfo.InvariantCulture, $"homeostat, {name}, {swaps} swaps a pass"), seed => Accuracy(seed, swaps, options)).Mean)];
        var constant = Row("constant", new() { Compare = HomeostatMeasure.Nothing });
        var step = Row("step 1, accuracy", new() { Step = 1 });
        Assert.True(step[1] - constant[1] > step[0] - constant[0] + .1, $"{string.Join(' ', constant)} / {string.Join(' ', step)}");
        if (!LongRun.IsOn) return;
        Row("the paper's rule", new());
        var loss = Row("step 1, loss", new() { Step = 1, Compare = HomeostatMeasure.Loss });
        foreach (var rate in new[] { 9e-3, 3e-2, 9e-2 })
            Row(string.Create(CultureInfo.InvariantCulture, $"constant rate {rate}"), new() { Compare = HomeostatMeasure.Nothing, Rate = rate });
        Assert.True(step[2] > constant[2] + .1 && loss[2] > constant[2] + .1);
    }

    private (double Mean, double Worst) Mean(string name, Func<long, double> measure)
    {
        var each = Enumerable.Range(1, Seeds).Select(seed => measure(seed)).ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {each.Average():0.000} ({each.Min():0.000} to {each.Max():0.000})"));
        return (each.Average(), each.Min());
    }
}
