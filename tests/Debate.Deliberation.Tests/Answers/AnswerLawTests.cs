using System.Globalization;
using CsCheck;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

/// <summary>Laws of the two relations: what a change of an answer does to them, whatever the answer is.</summary>
public sealed class AnswerLawTests
{
    private const string Seed = "0000KOIPe3Cq1";

    private static readonly string[] Pool =
    [
        "5", "5.0", "five", "-5", "−5", "5 km", "5 kilometres", "5 m", "5 metres", "5 minutes", "$5", "5 dollars", "5%", "0.05", "5 May",
        "5 June", "Luna 5", "not 5", "1/2", "0.5", "\\frac12", "-\\frac{1}{2}", "√2", "\\sqrt{2}", "2\\sqrt{2}", "\\sqrt 8", "(1,2)",
        "(2,1)",
        "{1,2}", "2, 1", "[0,1)", "x^2", "x² ", "x+1", "1 + x", "x > 5", "5 < x", "yes", "Yes.", "no", "True", "Paris", "the paris!", "b",
        "B", "",
        "none", "5 C", "5 degrees", "5 °F", "5 apples", "5 apple", "5 pears", "12 or 13", "13 or 12", "12",
    ];

    private static readonly Gen<string[]> Ballots = Gen.OneOf(Pool).Array[0, 12];

    [Fact]
    public void The_order_of_ballots_never_matters() => Gen.Select(Ballots, Gen.Int).Sample((ballots, shuffle) =>
    {
        var order = Enumerable.Range(0, ballots.Length).OrderBy(i => unchecked((i + 1) * (shuffle | 1) * 2654435761u)).ToArray();
        var (given, turned) = (AnswerGroups.Create(ballots), AnswerGroups.Create([.. order.Select(i => ballots[i])]));
        for (var i = 0; i < order.Length; i++)
            for (var j = 0; j < order.Length; j++) Assert.Equal(given.AreSame(order[i], order[j]), turned.AreSame(i, j));
    }, seed: Seed, iter: 1500, threads: 1);

    [Fact]
    public void Among_any_ballots_same_is_reflexive_symmetric_and_transitive() => Ballots.Sample(ballots =>
    {
        var groups = AnswerGroups.Create([.. ballots, .. ballots]);
        for (var i = 0; i < ballots.Length; i++)
        {
            Assert.Equal(groups.GroupOf(i) is not null, groups.AreSame(i, i));
            Assert.Equal(groups.GroupOf(i) is not null, groups.AreSame(i, i + ballots.Length));
        }
        var voters = groups.All.SelectMany(g => g.Voters).ToArray();
        Assert.Equal(voters.Length, voters.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 2 * ballots.Length).Where(i => groups.GroupOf(i) is not null), voters.Order());
    }, seed: Seed, iter: 500, threads: 1);

    [Fact]
    public void What_everybody_says_has_all_votes() => Gen.OneOf(Pool).Where(a => a is not ("" or "none")).Sample(answer =>
        Assert.Equal(answer, Assert.Single(AnswerGroups.Create([answer, answer, answer]).All).Answer), seed: Seed, iter: 100, threads: 1);

    [Theory]
    [InlineData("5|5 km|5 kilometres", "0,1,2")]
    [InlineData("5|5 km|5 miles", "0|1|2")]
    [InlineData("5 m|5 metres|5", "0,1,2")]
    [InlineData("5 m|5 metres|5 minutes", "0|1|2")]
    [InlineData("5 m|5 minutes|6 metres", "0,1|2")]
    [InlineData("18|18 eggs|18 eggs|17", "0,1,2|3")]
    public void What_one_ballot_leaves_open_all_ballots_decide(string ballots, string groups)
    {
        var all = AnswerGroups.Create(ballots.Split('|')).All.OrderBy(g => g.Voters[0]);
        Assert.Equal(groups, string.Join('|', all.Select(g => string.Join(',', g.Voters))));
    }

    private static readonly string[] Units = ["km", "kg", "minutes", "dollars", "litres", "eggs", "%"];

    private static readonly string[] Wordings =
    [
        "{0}", "The answer is {0}.", "**Answer:** {0}", "\\boxed{{{0}}}", "{{\"answer\": \"{0}\"}}", "<answer>{0}</answer>", "答案是{0}。",
        "I thought of many things. The final answer is {0}. I hope that it helps.",
        "Let us see. The answer is {0}, because this is what follows.",
        "First I had it wrong.\n\nFinal answer: {0}",
    ];

    [Fact]
    public void A_sign_a_unit_and_a_digit_turn_right_into_wrong_in_every_wording() =>
        Gen.Select(Gen.Int[2, 99_999], Gen.OneOf(Units), Gen.OneOf(Units), Gen.OneOf(Wordings)).Sample((number, unit, other, wording) =>
        {
            var key = unit == "%" ? $"{number}%" : $"{number} {unit}";
            Assert.True(IsRight(Format(wording, key), key));
            Assert.True(IsRight(Format(wording, $"{number}"), key));
            Assert.True(IsRight(Format(wording, key), $"{number}") || unit == "%");
            Assert.False(IsRight(Format(wording, $"-{key}"), key));
            Assert.False(IsRight(Format(wording, $"minus {key}"), key));
            Assert.False(IsRight(Format(wording, $"not {key}"), key));
            Assert.False(IsRight(Format(wording, $"{key} or {number + 3}"), key));
            Assert.False(IsRight(Format(wording, $"{number + 1 + number / 10} {unit}"), key));
            if (other != unit && other != "%" && unit != "%")
                Assert.False(IsRight(Format(wording, $"{number} {other}"), key) && unit != "eggs" && other != "eggs");
        }, seed: Seed, iter: 400, threads: 1);

    [Fact]
    public void Swapping_yes_and_no_swaps_right_and_wrong() => Gen.Select(Gen.Bool, Gen.OneOf(Wordings), Gen.OneOf(
        "", ". It is a mammal", ", it is so", "! That is clear", ". Number 5 shows it")).Sample((yes, wording, rest) =>
    {
        var (said, other) = yes ? ("Yes", "No") : ("No", "Yes");
        Assert.True(IsRight(Format(wording, said + rest), said));
        Assert.False(IsRight(Format(wording, said + rest), other));
    }, seed: Seed, iter: 400, threads: 1);

    private static string Format(string wording, string answer) => string.Format(null, wording, answer);

    private static bool IsRight(string reply, string key) =>
        AnswerCheckers.Get("auto").Check(reply, new Problem("q", "?") { Answers = [key] }).Correct;

    [Theory]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("(1,")]
    [InlineData("\\")]
    [InlineData("\\frac{")]
    [InlineData("\\frac{1}{")]
    [InlineData("\\sqrt")]
    [InlineData("√")]
    [InlineData("$")]
    [InlineData("$1")]
    [InlineData("9")]
    [InlineData("1,111,")]
    [InlineData("1 ")]
    [InlineData("1.1")]
    [InlineData("1/")]
    [InlineData("2^")]
    [InlineData("x^2+")]
    [InlineData("(x+1)")]
    [InlineData("5!")]
    [InlineData("-")]
    [InlineData("- ")]
    [InlineData("12 or ")]
    [InlineData("not ")]
    [InlineData("so B, ")]
    [InlineData("E. coli ")]
    [InlineData("a=")]
    [InlineData("\n")]
    [InlineData("</answer>")]
    [InlineData("<answer>")]
    [InlineData("\\boxed{1")]
    [InlineData("答案是")]
    [InlineData("选")]
    [InlineData("seven hundred ")]
    [InlineData("because ")]
    [InlineData(" ")]
    [InlineData("no, ")]
    [InlineData("the answer is 5. ")]
    public void Text_made_of_it_is_read_in_linear_time(string unit) => LinearTime.Holds(unit, reply =>
    {
        string[] keys = ["5", "(1, 2)", "x^2", "Paris"];
        foreach (var text in new[] { reply, "The answer is " + reply, reply + "5" })
        {
            foreach (var key in keys) _ = IsRight(text, key);
            _ = ChoiceChecker.FindChoice(text, ["Paris", "Rome", "5 km"]);
            _ = AnswerGroups.AreSame(text, text + "1");
        }
    }, 16_384);

    /// <summary>An answer may take as long as ten thousand numbers take to read.</summary>
    [Fact]
    public void A_thousand_answers_are_checked_while_ten_million_numbers_are_read()
    {
        var problems = new[] { "18", "2\\sqrt{3}", "(1, 2)", "Paris", "5 km",
            "50%" }.Select(key => new Problem("q", "?") { Answers = [key] })
            .Append(new Problem("q", "?") { Answers = ["B"], Choices = ["Paris", "Rome", "Bern", "Oslo"] }).ToArray();
        var checker = AnswerCheckers.Get("auto");
        var right = 0;
        LinearTime.IsAtMost(100, Yardstick, () =>
        {
            for (var i = 0; i < 1_000; i++) right += Check(i);
        });
        Assert.True(right > 0);

        static void Yardstick()
        {
            for (var i = 0; i < 100_000; i++) _ = double.Parse("3.14159265", CultureInfo.InvariantCulture);
        }

        int Check(int i) => checker.Check(Format(Wordings[i % Wordings.Length], Pool[i % Pool.Length].Replace("{", "").Replace("}", "")),
            problems[i % problems.Length]).Correct ? 1 : 0;
    }
}
