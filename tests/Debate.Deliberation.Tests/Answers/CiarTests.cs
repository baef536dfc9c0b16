using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class CiarTests
{
    private static readonly string[] Wordings =
        ["{0}", "The answer is {0}.", "**Answer:** {0}", "I think so.\n\nFinal answer: **{0}**", "So \\boxed{{{0}}}.",
         "{{'answer': '{0}', 'reason': 'x'}}", "about {0}", "The result should be {0}"];

    private static readonly IAnswerChecker Auto = AnswerCheckers.Get("auto");

    private static IReadOnlyList<Problem> Questions() => QuestionFile.Read(SharedData.Read("mad/CIAR.json"), "CIAR.json");

    [Fact]
    public void All_fifty_questions_are_read()
    {
        var questions = Questions();
        Assert.Equal(50, questions.Count);
        Assert.Equal(31, questions.Count(q => q.Answers.Count == 1));
        Assert.Equal(10, questions.Count(q => q.Answers.Count == 2));
        Assert.Equal(9, questions.Count(q => q.Answers.Count == 3));
        Assert.Equal(["1.5", "3/2"], questions[0].Answers);
        Assert.All(questions, q => Assert.True(q.WrongAnswers.Count > 0 && q.Explanation is not null));
        Assert.Equal("50", questions[^1].Key);
    }

    [Fact]
    public void Every_alias_is_right_and_every_known_wrong_answer_is_wrong_in_any_wording()
    {
        foreach (var question in Questions())
            foreach (var wording in Wordings)
            {
                foreach (var alias in question.Answers) Expect(true, string.Format(null, wording, alias), question);
                foreach (var wrong in question.WrongAnswers) Expect(false, string.Format(null, wording, wrong), question);
            }
    }

    [Theory]
    [InlineData(1, "3/2 m/s")]
    [InlineData(1, "1.5 metres per second")]
    [InlineData(5, "about 9.1%")]
    [InlineData(9, "5 minutes")]
    [InlineData(9, "five minutes")]
    [InlineData(10, "41.4%")]
    [InlineData(23, "0.667")]
    [InlineData(24, "second")]
    [InlineData(24, "You are in 2nd place")]
    [InlineData(25, "once")]
    [InlineData(32, "one third")]
    [InlineData(34, "37%")]
    [InlineData(35, "6 minutes or 12 minutes")]
    [InlineData(36, "4 times")]
    [InlineData(38, "66 2/3 km")]
    [InlineData(41, "1 : 1")]
    [InlineData(41, "The ratio is 1:1 (boys to girls)")]
    [InlineData(42, "25,000 miles")]
    [InlineData(44, "Rs 500")]
    [InlineData(44, "\u20B9500")]
    public void People_s_wordings_are_right(int number, string answer) => Expect(true, answer, Questions()[number - 1]);

    private static void Expect(bool right, string answer, Problem question) =>
        Assert.True(
            right == Auto.Check(answer, question).Correct,
            $"question {question.Key} ({string.Join(", ", question.Answers)}): {answer}");
}
