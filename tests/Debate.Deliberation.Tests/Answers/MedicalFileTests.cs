using Debate.Core.Input;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class MedicalFileTests
{
    private const string Med =
        """{"question": "Which?", "answer": "Two", "options": {"A": "One", "B": "Two", "C": "Three", "D": "Four"}, "meta_info": "step1", "answer_idx": "B"}""";

    private const string Pub = """
        {
          "11": {
            "QUESTION": "Does it help?",
            "CONTEXTS": ["It was tried.", "It helped."],
            "LABELS": ["METHODS", "RESULTS"],
            "MESHES": ["Human"], "YEAR": "2007",
            "final_decision": "yes",
            "LONG_ANSWER": "It seems to."
          },
          "7": { "QUESTION": "Is it safe?", "CONTEXTS": ["Nobody knows."], "LABELS": ["RESULTS"], "final_decision": "maybe", "LONG_ANSWER": "Who knows." }
        }
        """;

    [Fact]
    public void MedQA_lines_of_four_and_five_options_are_read()
    {
        var five = Med.Replace("\"D\": \"Four\"", "\"E\": \"Five\", \"D\": \"Four\"", StringComparison.Ordinal);
        var questions = QuestionFile.Read($"{Med}\n{five}\n", "test.jsonl");
        Assert.Equal(["1", "2"], questions.Select(q => q.Key));
        Assert.Equal(["One", "Two", "Three", "Four"], questions[0].Choices);
        Assert.Equal(["One", "Two", "Three", "Four", "Five"], questions[1].Choices);
        Assert.Equal(["Two"], questions[0].Answers);
        Assert.Equal("Which?\n\n(A) One\n(B) Two\n(C) Three\n(D) Four", questions[0].PromptText);
        Assert.True(new ChoiceChecker().Check("(b)", questions[0]).Correct);
    }

    [Fact]
    public void PubMedQA_gives_its_contexts_to_the_text_and_keeps_the_long_answer_from_the_seats()
    {
        var questions = QuestionFile.Read(Pub, "ori_pqal.json");
        Assert.Equal(["11", "7"], questions.Select(q => q.Key));
        Assert.Equal("METHODS: It was tried.\n\nRESULTS: It helped.\n\nDoes it help?\n\n(A) yes\n(B) no\n(C) maybe",
            questions[0].PromptText);
        Assert.Equal(("yes", "maybe"), (questions[0].Answers.Single(), questions[1].Answers.Single()));
        Assert.Equal("It seems to.", questions[0].Explanation);
    }

    [Theory]
    [InlineData("\"answer_idx\": \"B\"", "\"answer_idx\": \"E\"", "field \"answer_idx\" is \"E\"; it must be a letter of the options")]
    [InlineData("\"answer_idx\": \"B\"", "\"answer_idx\": \"A\"", "field \"answer\" is \"Two\" and option A is \"One\"; they must be one")]
    [InlineData("\"C\"", "\"X\"", "field \"options\" has \"D\" where \"C\" is due; letters go on from A")]
    [InlineData("\"Three\"", "3", "option C must be a text that is not empty")]
    public void Bad_MedQA_is_refused_by_file_line_and_rule(string right, string wrong, string rule)
    {
        var text = $"{Med}\n{Med.Replace(right, wrong, StringComparison.Ordinal)}";
        Assert.Equal($"test.jsonl, line 2: {rule}", Assert.Throws<InputException>(() => QuestionFile.Read(text, "test.jsonl")).Message);
    }

    [Theory]
    [InlineData("\"maybe\"", "\"perhaps\"", "q.json, line 10, question \"7\": field \"final_decision\" is \"perhaps\"; it must be yes, no or maybe")]
    [InlineData("[\"METHODS\", ", "[", "q.json, line 2, question \"11\": field \"LABELS\" has 1 items and \"CONTEXTS\" 2; they must match")]
    [InlineData("\"Does it help?\"", "5", "q.json, line 2, question \"11\": field \"QUESTION\" is a number; it must be a text that is not empty")]
    [InlineData("\"yes\",", "\"yes\"", "q.json, line 8: not valid JSON at byte 4 of the line")]
    public void Bad_PubMedQA_is_refused_by_file_line_and_rule(string right, string wrong, string message)
    {
        var text = Pub.Replace(right, wrong, StringComparison.Ordinal);
        Assert.Equal(message, Assert.Throws<InputException>(() => QuestionFile.Read(text, "q.json")).Message);
    }
}
