using Debate.Core.Input;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class CheckerTests
{
    private static readonly string[] Capitals = ["London", "Paris", "Rome", "New York"];

    private static bool Right(string checker, string answer, params string[] keys) =>
        AnswerCheckers.Get(checker).Check(answer, new Problem("1", "?") { Answers = keys }).Correct;

    [Theory]
    [InlineData("The  Eiffel tower!", "eiffel Tower", true)]
    [InlineData("\uFF30aris", "Paris", true)]
    [InlineData("Cafe\u0301", "caf\u00E9", true)]
    [InlineData("The answer is Paris.", "Paris", true)]
    [InlineData("well-known", "well known", true)]
    [InlineData("1.5", "15", false)]
    [InlineData("Paris, France", "Paris", false)]
    [InlineData("A", "a", true)]
    [InlineData("", "Paris", false)]
    [InlineData("?", "Paris", false)]
    public void Text_is_compared_in_plain_form(string answer, string key, bool right) => Assert.Equal(right, Right("text", answer, key));

    [Theory]
    [InlineData("1,000", "1000", true)]
    [InlineData("1e3 m", "1000", true)]
    [InlineData(".5", "1/2", true)]
    [InlineData("50%", "0.5", true)]
    [InlineData("0.67", "2/3", true)]
    [InlineData("66.7%", "2/3", true)]
    [InlineData("0.7", "2/3", false)]
    [InlineData("1", "2/3", false)]
    [InlineData("41.38%", "41%", true)]
    [InlineData("41.38", "41%", true)]
    [InlineData("41.6%", "41%", false)]
    [InlineData("48", "48%", true)]
    [InlineData("0.48%", "48%", false)]
    [InlineData("1.46", "1.5", false)]
    [InlineData("10.4", "10", false)]
    [InlineData("10", "10.4", false)]
    [InlineData("twelve", "12 times", true)]
    [InlineData("12 times", "12", true)]
    [InlineData("12 or 6 minutes", "6 or 12", true)]
    [InlineData("either 6 minutes or 12 minutes", "6 or 12", true)]
    [InlineData("6", "6 or 12", false)]
    [InlineData("6, 8 or 12", "6 or 12", false)]
    [InlineData("1/e", "1/e", true)]
    [InlineData("-5", "5", false)]
    [InlineData("no idea", "5", false)]
    [InlineData("500 kg", "0.5 tons", false)]
    [InlineData("10 km", "10 miles", false)]
    [InlineData("10 km", "10 kilometres", true)]
    [InlineData("10km", "10 kilometers", true)]
    [InlineData("10", "10 miles", true)]
    [InlineData("10 apples", "10 miles", true)]
    [InlineData("5 minutes for 100 machines", "5 minutes", true)]
    [InlineData("5 seconds", "5 minutes", false)]
    [InlineData("5 m", "5 minutes", true)]
    [InlineData("5 m", "5 km", false)]
    [InlineData("25 mph", "25 km/h", false)]
    [InlineData("25 miles per hour", "25 mph", true)]
    [InlineData("\u20AC5", "5 euros", true)]
    [InlineData("\u20AC5", "5 dollars", false)]
    [InlineData("6 km or 12 km", "6 km or 12 miles", false)]
    public void Numbers_are_compared_as_numbers(string answer, string key, bool right) => Assert.Equal(right, Right("number", answer, key));

    [Theory]
    [InlineData("B", true)]
    [InlineData("(b)", true)]
    [InlineData("B.", true)]
    [InlineData("**B**", true)]
    [InlineData("Answer: b", true)]
    [InlineData("Option B", true)]
    [InlineData("B) Paris", true)]
    [InlineData("(B) Paris", true)]
    [InlineData("\\boxed{B}", true)]
    [InlineData("paris", true)]
    [InlineData("It must be Paris, surely", true)]
    [InlineData("Paris or Rome", false)]
    [InlineData("A", false)]
    [InlineData("A city in France", false)]
    [InlineData("E", false)]
    [InlineData("", false)]
    public void A_choice_is_named_by_letter_or_text(string answer, bool right)
    {
        foreach (var key in new[] { "B", "Paris" })
        {
            var question = new Problem("1", "Capital of France?") { Answers = [key], Choices = Capitals };
            Assert.Equal(right, AnswerCheckers.Get("choice").Check(answer, question).Correct);
        }
    }

    [Theory]
    [InlineData("5 miles", 1)]
    [InlineData("5 km", 0)]
    [InlineData("5", null)]
    [InlineData("six", 2)]
    [InlineData("it is 6 km", 2)]
    public void Options_that_differ_in_their_unit_are_told_apart(string answer, int? option) =>
        Assert.Equal(option, ChoiceChecker.FindChoice(answer, ["5 km", "5 miles", "6 km"]));

    [Fact]
    public void Contrast_asks_which_reference_is_closer()
    {
        var question = new Problem("1", "?") { Answers = ["He is playing ball."], WrongReference = "He is hitting the ball." };
        var contrast = AnswerCheckers.Get("contrast");
        Assert.True(contrast.Check("He is playing a ball.", question) is { Correct: true, Score: > 0 });
        Assert.True(contrast.Check("He hits the ball.", question) is { Correct: false, Score: < 0 });
        Assert.False(contrast.Check("", question).Correct);
        var missing = Assert.Throws<InputException>(() => contrast.Check("x", question with { WrongReference = null }));
        Assert.Contains("question 1", missing.Message);
    }

    [Fact]
    public void Auto_takes_the_checker_that_the_key_calls_for()
    {
        var question = new Problem("1", "?") { Answers = ["5"] };
        Assert.Equal("number", AutoChecker.SelectChecker(question).Name);
        Assert.Equal("choice", AutoChecker.SelectChecker(question with { Choices = ["4", "5"] }).Name);
        Assert.Equal("text", AutoChecker.SelectChecker(question with { Answers = ["Paris"] }).Name);
        Assert.Equal("chrf", AutoChecker.SelectChecker(question with { Answers = ["Hi"], Reference = "Hi" }).Name);
        Assert.Equal("contrast", AutoChecker.SelectChecker(question with { Answers = ["Hi"], Reference = "Hi", WrongReference = "Ho" })
            .Name);
        Assert.True(AnswerCheckers.Get("AUTO").Check("b", question with { Choices = ["4", "5"] }).Correct);
    }

    [Theory]
    [InlineData("comet", "neural")]
    [InlineData("BLEURT", "chrf")]
    [InlineData("exact", "auto, text, number, choice, chrf, bleu, contrast")]
    public void An_unavailable_checker_is_refused_with_what_there_is(string name, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => AnswerCheckers.Get(name)).Message);
}
