using System.Globalization;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("1,000", 1000)]
    [InlineData("1e3", 1000)]
    [InlineData("1000.0", 1000)]
    [InlineData("1.5 x 10^3", 1500)]
    [InlineData("2.5 \u00D7 10\u2075 km", 250000)]
    [InlineData("$1,234,567.50", 1234567.5)]
    [InlineData("Rs. 500", 500)]
    [InlineData("Rs500", 500)]
    [InlineData("\u20AC3 million", 3000000)]
    [InlineData(".5", 0.5)]
    [InlineData("-3", -3)]
    [InlineData("\u22123.5 degrees", -3.5)]
    [InlineData("1/2", 0.5)]
    [InlineData("\u00BD", 0.5)]
    [InlineData("1\u00BD", 1.5)]
    [InlineData("1 1/2 hours", 1.5)]
    [InlineData("\\frac{3}{2}", 1.5)]
    [InlineData("$\\dfrac{13}{27}$", 13.0 / 27)]
    [InlineData("75%", 0.75)]
    [InlineData("75 percent", 0.75)]
    [InlineData("75\\%", 0.75)]
    [InlineData("two thirds", 2.0 / 3)]
    [InlineData("one-half", 0.5)]
    [InlineData("half", 0.5)]
    [InlineData("forty-five minutes", 45)]
    [InlineData("three hundred five", 305)]
    [InlineData("two thousand three hundred", 2300)]
    [InlineData("twelve times", 12)]
    [InlineData("2nd", 2)]
    [InlineData("second place", 2)]
    [InlineData("once", 1)]
    [InlineData("50:50", 1)]
    [InlineData("2:1", 2)]
    [InlineData("12 times", 12)]
    [InlineData("about 41.4 %", 0.414)]
    [InlineData("5 minutes for 100 machines", 5)]
    [InlineData("it takes 100 machines 5 minutes", 5)]
    [InlineData("3 + 2 = 5 apples", 5)]
    [InlineData("200/3 \u2248 66.67", 66.67)]
    [InlineData("x = 5", 5)]
    [InlineData("the speed is 10 m/s^2", 10)]
    [InlineData("10 m/s\u00B2", 10)]
    [InlineData("5 g of H2O", 5)]
    [InlineData("\uFF11\uFF12", 12)]
    [InlineData("1 second", 1)]
    [InlineData("7:00", 7)]
    [InlineData("1. Alice needs 3 s.\n2. So her speed is 1.5 m/s.\nThat is all.", 1.5)]
    [InlineData("2 machines make 4 items in the first minute, and after that each of them makes 1 more: in all 6 items", 6)]
    [InlineData("3) it is 5", 5)]
    public void A_number_is_read_as_it_is_meant(string text, double value)
    {
        Assert.True(IsRight(text, value.ToString("G12", CultureInfo.InvariantCulture)));
        Assert.False(IsRight(text, (value + 1).ToString("G12", CultureInfo.InvariantCulture)));
        Assert.False(IsRight(text, (-value).ToString("G12", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Paris")]
    [InlineData("H2O")]
    [InlineData("...")]
    [InlineData("%")]
    [InlineData("1e999")]
    [InlineData("1/0")]
    public void What_is_no_number_is_none(string text) => Assert.All(["0", "1", "2", "999"], key => Assert.False(IsRight(text, key)));

    [Theory]
    [InlineData("6 or 12", "number")]
    [InlineData("12 times", "number")]
    [InlineData("$5", "number")]
    [InlineData("1:1", "number")]
    [InlineData("Apollo 11", "text")]
    [InlineData("1/e", "number")]
    [InlineData("2\\sqrt{3}", "number")]
    [InlineData("(1, 2)", "number")]
    [InlineData("3 men went up a hill", "text")]
    [InlineData("6 of 12", "text")]
    [InlineData("yes", "text")]
    public void A_key_is_mathematics_as_a_whole_or_text(string key, string checker) =>
        Assert.Equal(checker, AutoChecker.SelectChecker(new Problem("1", "?") { Answers = [key] }).Name);

    private static bool IsRight(string answer, string key) =>
        AnswerCheckers.Get("number").Check(answer, new Problem("1", "?") { Answers = [key] }).Correct;
}
