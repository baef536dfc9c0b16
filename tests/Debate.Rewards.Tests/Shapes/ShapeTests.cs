using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Rewards.Shapes;

namespace Debate.Rewards.Tests.Shapes;

public sealed class ShapeTests
{
    private const string Seed = "0000000000003";
    private static readonly Gen<double> Unit = Gen.Double[0.001, 0.999];

    [Theory]
    [InlineData("win", 0.8, 0.4, 1)]
    [InlineData("win", 0.7, 0.3, 0)]
    [InlineData("win", 0.3, 0.3, -1)]
    [InlineData("win01", 0.8, 0.4, 1)]
    [InlineData("win01", 0.7, 0.3, 0.5)]
    [InlineData("probability", 0.8, 0.4, 0.6)]
    [InlineData("margin", 0.8, 0.4, 0.2)]
    [InlineData("logit", 0.8, 0.5, 0.69314718055994529)]
    [InlineData("logit", 1, 1, 9.2102403669758494)]
    [InlineData("rank", 0.9, 0.9, 0.5)]
    [InlineData("zero-sum", 0.8, 0.4, 0)]
    [InlineData("zero-sum(0.5, 0.25)", 0.8, 0.4, -0.375)]
    [InlineData("zero-sum(-0.5, -0.25)", 0.8, 0.4, 0.375)]
    [InlineData("soft-log-prob", 0.75, 0.75, 0.92214667232885)]
    [InlineData("soft-prob", 0.75, 0.75, 0.94659667020017)]
    [InlineData("soft-logit", 0.75, 0.75, 0.9)]
    [InlineData("soft-sigmoid", 0.75, 0.75, 0.97828867496594)]
    [InlineData("soft-binary", 0.75, 0.75, 1)]
    public void An_answer_alone_gets_its_closed_form(string shape, double inOrder, double reversed, double expected)
    {
        var group = new JudgedGroup(["a"], [new PairwiseJudgement(0, PairwiseJudgement.Outsider, inOrder, reversed)]);
        Assert.Equal(expected, Assert.Single(ShapeExpression.Parse(shape)(group)), 1e-9);
    }

    /// <summary>The formulas of data/judge_preferences_loader.py, written out independently.</summary>
    [Fact]
    public void Soft_preferences_are_their_formulas() => Gen.Select(Unit, Unit).Sample((p, q) =>
    {
        Assert.Equal(Math.Exp(2.25 * Math.Log(p)) / (Math.Exp(2.25 * Math.Log(p)) + Math.Exp(2.25 * Math.Log(q))),
            SoftPreferences.LogProb(p, q), 1e-9);
        Assert.Equal(Math.Exp(5.75 * p) / (Math.Exp(5.75 * p) + Math.Exp(5.75 * q)), SoftPreferences.Prob(p, q), 1e-9);
        Assert.Equal(p / (1 - p) / (p / (1 - p) + q / (1 - q)), SoftPreferences.Logit(p, q), 1e-9);
        double S(double x) => 5 / (1 + Math.Exp(-(x - 0.5) / 0.125));
        Assert.Equal(Math.Exp(S(p)) / (Math.Exp(S(p)) + Math.Exp(S(q))), SoftPreferences.Sigmoid(p, q), 1e-9);
        Assert.Equal(p > q ? 1 : p < q ? 0 : 0.5, SoftPreferences.Binary(p, q));
    }, seed: Seed, iter: 300);

    /// <summary>In a pair, what one side gains the other loses.</summary>
    [Theory]
    [InlineData("win", 0)]
    [InlineData("margin", 0)]
    [InlineData("logit", 0)]
    [InlineData("zero-sum", 0)]
    [InlineData("win01", 1)]
    [InlineData("probability", 1)]
    [InlineData("rank", 1)]
    [InlineData("soft-log-prob", 1)]
    [InlineData("soft-prob", 1)]
    [InlineData("soft-logit", 1)]
    [InlineData("soft-sigmoid", 1)]
    [InlineData("soft-binary", 1)]
    public void A_pair_shares_a_constant(string shape, double sum) => Gen.Select(Unit, Unit).Sample((p, q) =>
    {
        var rewards = ShapeExpression.Parse(shape)(new JudgedGroup(["a", "b"], [new PairwiseJudgement(0, 1, p, q)]));
        Assert.Equal(sum, rewards[0] + rewards[1], 1e-9);
    }, seed: Seed, iter: 100);

    [Fact]
    public void Majority_is_what_most_say_and_a_tie_is_none()
    {
        double[] Of(params string[] texts) => ShapeExpression.Parse("majority")(new JudgedGroup(texts, []));
        Assert.Equal([1, 0, 1], Of("the answer is 4", "answer: 5", "{\"answer\": \"4\"}"));
        Assert.Equal([0, 0], Of("answer: 4", "answer: 5"));
        Assert.Equal([1, 1], Of("answer: 4", "Answer: 4."));
        Assert.Equal([0, 0, 0], Of("answer: 5", "answer: 5 km", "answer: 5 miles"));
    }

    /// <summary>The last two mean the same and the first something else, however much the words are alike.</summary>
    [Theory]
    [InlineData("5 km", "5 m", "5 metres")]
    [InlineData("2 hours", "2 minutes", "2 min")]
    [InlineData("$20", "€20", "20 euros")]
    [InlineData("-5", "5", "5.0")]
    [InlineData("not 5", "5", "five")]
    [InlineData("\\frac{1}{2}", "-\\frac{1}{2}", "−0.5")]
    [InlineData("2\\sqrt{3}", "2\\sqrt{5}", "2√5")]
    [InlineData("x^2", "x^3", "x³")]
    [InlineData("5 May", "5 June", "5 June")]
    [InlineData("increase by 5%", "decrease by 5%", "Decrease by 5 %")]
    [InlineData("(1, 2)", "(2, 1)", "(2,1)")]
    [InlineData("not prime", "prime", "Prime")]
    public void A_near_miss_is_not_of_the_majority(string miss, string said, string same)
    {
        foreach (var texts in new[] { new[] { miss, said, same }, [said, same, miss], [same, miss, said] })
        {
            string[] answers = [.. texts.Select(text => $"I say so.\nanswer: {text}")];
            var rewards = ShapeExpression.Parse("majority")(new JudgedGroup(answers, []));
            Assert.Equal(texts.Select(text => text == miss ? 0.0 : 1.0), rewards);
        }
    }

    [Fact]
    public void Ranks_are_even_and_equal_ones_share()
    {
        PairwiseJudgement Against(int one, double p) => new(one, PairwiseJudgement.Outsider, p, p);
        var group = new JudgedGroup(["a", "b", "c", "d"], [Against(0, 0.9), Against(1, 0.2), Against(2, 0.5), Against(3, 0.5)]);
        Assert.Equal([1, 0, 0.5, 0.5], ShapeExpression.Parse("rank")(group));
    }

    [Fact]
    public void Role_baselines_are_moving_averages_of_their_own_game_and_role()
    {
        var baselines = RoleAdvantageBaseline.Empty.WithReturn("poker", "first", 1).WithReturn("poker", "first", 1)
            .WithReturn("poker", "second", -1);
        Assert.Equal(0.95 * 0.05 + 0.05, baselines["poker", "first"], 1e-12);
        Assert.Equal(-0.05, baselines["poker", "second"], 1e-12);
        Assert.Equal(0, baselines["chess", "first"]);
    }

    /// <summary>A bias in favour of the first position cancels in the mean of both orders, and shows in the disagreement.</summary>
    [Fact]
    public void Both_orders_cancel_what_the_place_adds() => Gen.Select(Gen.Double[0.2, 0.8], Gen.Double[0, 0.2]).Sample((p, bias) =>
    {
        var contest = new PairwiseJudgement(0, PairwiseJudgement.Outsider, p + bias, p - bias);
        Assert.Equal(p, contest.Probability, 1e-12);
        Assert.Equal(2 * bias, contest.Disagreement!.Value, 1e-12);
    }, seed: Seed, iter: 100);

    [Theory]
    [InlineData("length(3, 0.5)", -1)]
    [InlineData("length(9)", 0)]
    [InlineData("format(\"^a\")", 0)]
    [InlineData("format(\"^b\", 2)", -2)]
    [InlineData("margin + length(3, 0.5)", -0.5)]
    [InlineData("2 * margin - 3", -2)]
    [InlineData("2 x (margin + 1) - -1", 4)]
    [InlineData("mix(0.25, margin, 2)", 0.875)]
    [InlineData("mix(0.25, margin, win x 2)", 0.875)]
    [InlineData("soft-logit-0.4", 0.5)]
    [InlineData("0.5*margin+0.5*win", 0.75)]
    public void Shapes_combine(string text, double expected) => Assert.Equal(expected, Assert.Single(
        ShapeExpression.Parse(text)(new JudgedGroup(["abcde"],
            [new PairwiseJudgement(0, PairwiseJudgement.Outsider, 0.75, 0.75)]))), 9);

    [Theory]
    [InlineData("", "character 1: a shape or a number is expected")]
    [InlineData("worth", "'worth' is none; there are")]
    [InlineData("margin +", "character 9")]
    [InlineData("margin margin", "an operator or the end is expected")]
    [InlineData("margin(1)", "margin: 1 arguments, not 0..0")]
    [InlineData("length", "length: 0 arguments, not 1..2")]
    [InlineData("length(win)", "length: argument 1 must be a number")]
    [InlineData("format(\"(\")", "format(\"(\"):")]
    [InlineData("format(\"(a)\\1\")", "format(")]
    [InlineData("format(\"a", "the text has no closing quote")]
    [InlineData("(win", "')' is expected")]
    [InlineData("1.2.3", "a number is expected")]
    [InlineData("01", "a number has no 0 before its first digit")]
    [InlineData("margin + length(0400, 0.01)", "a number has no 0 before its first digit")]
    public void What_is_no_shape_is_refused_in_one_line(string text, string said)
    {
        var error = Assert.Throws<InputException>(() => ShapeExpression.Parse(text));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_a_shape_never_breaks()
    {
        var signs = Gen.OneOf("(", ")", "+", "-", "*", "x", ",", "win", "mix", "length", "0.5", "\"", " ", "\u0000", "rank");
        signs.Array[0, 40].Select(parts => string.Concat(parts)).Sample(text =>
        {
            try
            {
                ShapeExpression.Parse(text);
            }
            catch (InputException wrong)
            {
                Assert.NotEmpty(wrong.Message);
            }
        }, seed: Seed, iter: 2000);
        Assert.Throws<InputException>(() => ShapeExpression.Parse(new string('(', 10_000)));
        Assert.Throws<InputException>(() => ShapeExpression.Parse(new string('-', 100_000) + "("));
    }

    [Fact]
    public void An_answer_that_was_not_judged_has_no_reward() =>
        Assert.Throws<InputException>(() => ShapeExpression.Parse("margin")
            .Invoke(new JudgedGroup(["a", "b"], [new PairwiseJudgement(0, PairwiseJudgement.Outsider, 1)])));
}
