using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class QuestionFileTests
{
    [Fact]
    public void The_three_forms_of_an_answer_are_read()
    {
        var questions = QuestionFile.Read("""
            [{"question": "a", "answer": ["1.5", "3/2"], "incorrect answer": ["2"]},
             {"Problem": "b", "answer": "Paris", "extra": {}, "explanation": "x", "incorrect_answer": "Rome"},
             {"question": "c", "answer": 12, "id": "third"},]
            """, "q.json");
        Assert.Equal(["1", "2", "third"], questions.Select(q => q.Key));
        Assert.Equal(["1.5", "3/2"], questions[0].Answers);
        Assert.Equal(["Rome"], questions[1].WrongAnswers);
        Assert.Equal("x", questions[1].Explanation);
        Assert.Equal(["12"], questions[2].Answers);
    }

    [Fact]
    public void Lines_choices_and_translations_are_read()
    {
        var questions = QuestionFile.Read("""
            {"question": "a", "choices": ["x", "y"], "answer": "B"}

            {"source": "\u4ED6\u6253\u7403", "correct reference": "He plays.", "incorrect reference": "He hits."}
            """, "q.jsonl");
        Assert.Equal(["x", "y"], questions[0].Choices);
        var translation = questions[1];
        Assert.Equal("Translate the following text into English.\n\n\u4ED6\u6253\u7403", translation.PromptText);
        Assert.Equal("\u4ED6\u6253\u7403", translation.Source);
        Assert.Equal(["He plays."], translation.Answers);
        Assert.Equal(("He plays.", "He hits."), (translation.Reference, translation.WrongReference));
        Assert.Equal("2", translation.Key);
    }

    [Theory]
    [InlineData("", "q.json: the file is empty; it must hold a JSON list of questions or one a line")]
    [InlineData(" \n", "q.json: the file is empty; it must hold a JSON list of questions or one a line")]
    [InlineData("[]", "q.json: the list is empty; it must hold at least one question")]
    [InlineData("[1]", "q.json, line 1, question 1: a question must be a JSON object, not a number")]
    [InlineData("5", "q.json, line 1: a question must be a JSON object, not a number")]
    [InlineData("[\n{\"question\": }]", "q.json, line 2: not valid JSON at byte 13 of the line")]
    [InlineData("{\"question\": \"a\", \"answer\": 1}\n{\"question\"", "q.json, line 2: not valid JSON at byte 11 of the line")]
    [InlineData("[{\"answer\": 1}]",
        "q.json, line 1, question 1: field \"question\" is missing; it must be a text (or \"source\" for a translation); the fields are answer; "
        + "--field question=NAME names another")]
    [InlineData("[{\"question\": \"a\"}]",
        "q.json, line 1, question 1: field \"answer\" is missing; it must be a text, a number or a list of aliases; "
        + "the fields are question; --field answer=NAME names another")]
    [InlineData("[{\"question\": \"a\", \"answer\": null}]",
        "q.json, line 1, question 1: field \"answer\" is missing; it must be a text, a number or a list of aliases; "
        + "the fields are question; --field answer=NAME names another")]
    [InlineData("[{\"question\": \" \", \"answer\": 1}]", "q.json, line 1, question 1: field \"question\" is empty; it must be not empty")]
    [InlineData("[{\"question\": [], \"answer\": 1}]",
        "q.json, line 1, question 1: field \"question\" is an empty list; it must be a text or a number")]
    [InlineData("[{\"question\": \"a\", \"Answer\": []}]",
        "q.json, line 1, question 1: field \"Answer\" is an empty list; it must be a list of at least one text or number, none empty")]
    [InlineData("[{\"question\": \"a\", \"answer\": [1, {}]}]",
        "q.json, line 1, question 1: field \"answer\" is a list; it must be a list of at least one text or number, none empty")]
    [InlineData("[{\"question\": \"a\", \"answer\": {\"x\": 1}}]",
        "q.json, line 1, question 1: field \"answer\" is an object; it must be a text or a number")]
    [InlineData("[{\"source\": \"a\"}]",
        "q.json, line 1, question 1: field \"reference\" is missing; it must be a text, a number or a list of aliases; "
        + "the fields are source; --field reference=NAME names another")]
    [InlineData("[{\"question\": \"a\", \"answer\": 1, \"id\": \"x\"}, {\"question\": \"b\", \"answer\": 1, \"id\": \"x\"}]",
        "q.json, line 1, question 2: id \"x\" is that of question 1 too; ids must differ")]
    [InlineData("[{\"question\": \"a\", \"answer\": 1, \"choices\": [\"x\"]}]",
        "q.json, line 1, question 1: field \"choices\" has 1 items; it must have 2 to 26")]
    [InlineData("[{\"question\": \"a\", \"answer\": \"C\", \"choices\": [\"x\", \"y\"]}]",
        "q.json, line 1, question 1: field \"answer\" is \"C\"; it must be a letter from A to B or a choice's text")]
    [InlineData("[{\"question\": \"\\ud83d\", \"answer\": 1}]",
        "q.json, line 1, question 1: a text holds half of a surrogate pair; texts must be valid Unicode")]
    public void What_is_malformed_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => QuestionFile.Read(text, "q.json")).Message);

    [Fact]
    public void A_damaged_file_is_read_or_refused_in_one_line()
    {
        const string Whole = """
            [{"question": "a", "answer": ["1", 2], "id": "x", "choices": null}, {"source": "b", "reference": "c"}]
            """;
        var bits = Gen.OneOf("", "{", "\"", "]", "null", "\\u", "\n", "1");
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 8], bits).Sample((at, length, bit) =>
        {
            var damaged = Whole.Remove(at, Math.Min(length, Whole.Length - at)).Insert(at, bit);
            try { Assert.NotEmpty(QuestionFile.Read(damaged, "q.json")); }
            catch (InputException e)
            {
                Assert.StartsWith("q.json", e.Message);
                Assert.DoesNotContain('\n', e.Message);
            }
        }, seed: "0000KOIPe3Cq1", iter: 3000, threads: 1);
    }
}
