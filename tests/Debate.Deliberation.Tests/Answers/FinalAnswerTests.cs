using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class FinalAnswerTests
{
    [Theory]
    [InlineData("{\"answer\": \"5\"}", "5")]
    [InlineData("{'debate_answer': '5', 'Reason': 'the answer is 6'}", "5")]
    [InlineData("{'answer': '', 'Reason': 'none'} The answer is 6.", "6")]
    [InlineData("{'answer': '\\\\boxed{7}'}", "7")]
    [InlineData("I first thought the answer is 4. The final answer is 5.", "5")]
    [InlineData("The answer is 1.5. This follows from the harmonic mean.", "1.5")]
    [InlineData("So the answer to the question is Paris, I think!", "Paris, I think!")]
    [InlineData("**Final Answer:**\n\n5 minutes\n\nI hope this helps.", "5 minutes")]
    [InlineData("**Answer:** 3/2 m/s", "3/2 m/s")]
    [InlineData("Answer: b", "b")]
    [InlineData("reasoning\n#### 42", "42")]
    [InlineData("My answer = 'Mr. Smith'.", "Mr. Smith")]
    [InlineData("so $x = \\boxed{\\frac{1}{2}}$.", "\\frac{1}{2}")]
    [InlineData("The final answer is $\\boxed{12}$.", "12")]
    [InlineData("\\boxed{4} was wrong. The answer is 5.", "5")]
    [InlineData("The answer is 4, no: \\boxed{\\text{Paris}}", "Paris")]
    [InlineData("\\boxed{4 and never closed", "\\boxed{4 and never closed")]
    [InlineData("The answer is not 5", "The answer is not 5")]
    [InlineData("  Paris \n", "Paris")]
    [InlineData("$5$", "5")]
    [InlineData("", "")]
    public void The_answer_is_the_field_or_the_last_phrase_or_box_or_all(string reply, string answer) =>
        Assert.Equal(answer, FinalAnswer.Extract(reply));
}
