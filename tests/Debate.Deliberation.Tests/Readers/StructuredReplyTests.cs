using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

public sealed class StructuredReplyTests
{
    public static TheoryData<string, string> Forms => new()
    {
        { """{"answer": "5"}""", "5" },
        { """{"answer": 5}""", "5" },
        { """{"answer": 1.5e3, "reason": null}""", "1.5e3" },
        { """{"answer": 1,000, "reason": "x"}""", "1,000" },
        { """{"answer": true}""", "true" },
        { """{"answer": ["1.5", "3/2", 2]}""", "1.5, 3/2, 2" },
        { "```json\n{\"answer\": \"5\"}\n```", "5" },
        { "Sure!\n```\n{\n  \"answer\": \"5\",\n}\n```\nHope this helps.", "5" },
        { "{'answer': '5', 'ok': True, 'none': None}", "5" },
        { "{'reason': 'it''s odd', 'answer': '5'}", "5" },
        { "{'answer': 'Alice\\'s hill'}", "Alice's hill" },
        { "{'answer': 'Alice's hill isn't steep'}", "Alice's hill isn't steep" },
        { "{'answer': 'the boys', and the girls', 'reason': 'x'}", "the boys', and the girls" },
        { "{'answer': \"Alice's hill\",}", "Alice's hill" },
        { "{\"answer\": \"He said \"no\" twice\", \"reason\": \"x\"}", "He said \"no\" twice" },
        { "{'answer': '''two\nlines''', }", "two\nlines" },
        { "{\"answer\": \"\"\"a \"quoted\" word\"\"\"}", "a \"quoted\" word" },
        { "{\u201Canswer\u201D: \u201C5\u201D}", "5" },
        { "{ANSWER: 5}", "5" },
        { "{answer: Paris, reason: it is}", "Paris" },
        { "{answer: 'Paris', Supported Side: Affirmative}", "Paris" },
        { "{\"Answer\": \"5\"}", "5" },
        { "{\"A_N-S wer\": \"5\"}", "5" },
        { "{\"answer\": \"a\\tb \\u00e9 \\x41 \\U0001F600 \\/ \\\"q\\\"\"}", "a\tb \u00e9 A \U0001F600 / \"q\"" },
        { "{\"answer\": \"\\boxed{5} and \\frac{1}{2} and \\delta\"}", "\\boxed{5} and \\frac{1}{2} and \\delta" },
        { "{\"answer\": \"line\nbreak\"}", "line\nbreak" },
        { "{\"reason\": \"x\"\n \"answer\": \"5\"}", "5" },
        { "{\"answer\": \"5\", \"reason\": \"cut he", "5" },
        { "{\"answer\": \"5\"\n```", "5" },
        { "{\"result\": {\"answer\": \"5\"}}", "5" },
        { "[{\"answer\": \"4\"}, {\"answer\": \"5\"}]", "5" },
        { "the set {1, 2} and then {\"answer\": \"5\"} as said", "5" },
        { "\\frac{1}{2} so {\"answer\": \"5\"}", "5" },
        { "{\"answer\": \"4\", \"answer\": \"5\"}", "5" },
        { "{\"answer\": \"braces } and { inside\"}", "braces } and { inside" },
        { "{\"answer\":\"\"}", "" },
        { "{'answer': ''}", "" },
        { "{'Correct Translation': '\u4ED6\u6253\u7403'}", "\u4ED6\u6253\u7403" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_gives_its_answer(string reply, string answer) =>
        Assert.Equal(answer, StructuredReply.Read(reply, "answer", "Correct Translation")?.FindText("answer", "correct_translation"));

    [Theory]
    [InlineData("{\"answer\": \"1\"} but rather {\"answer\": \"2\"} I think", "2")]
    [InlineData("{\"answer\": \"1\"} then {\"side\": \"x\"}", "1")]
    [InlineData("```json\n{\"answer\": \"1\"}\n```\nas opposed to {\"answer\": \"2\"}, which is wrong", "1")]
    [InlineData("```json\n{\"answer\": \"1\"}\n```\n{\"answer\": \"2\"}", "2")]
    [InlineData("{\"answer\": \"1\"} no, {\"answer\": \"2\", \"reason\": \"cut", "1")]
    [InlineData("{\"answer\": \"1\", \"r\": [cut {\"answer\": \"2\"} tail", "2")]
    [InlineData("the set {'a', 'b'} gives {'answer': '2'}", "2")]
    [InlineData("{\"answer\": \"1\" (one)} or better {\"answer\": \"2\"}", "2")]
    [InlineData("{'reason': 'as in {\"answer\": \"1\"}', 'answer': '2'}", "2")]
    [InlineData("{\"reason\": \"as in {\\\"answer\\\": \\\"1\\\"}\", \"answer\": \"2\"}", "2")]
    public void Of_several_objects_the_last_complete_fenced_or_final_one_counts(string reply, string answer) =>
        Assert.Equal(answer, StructuredReply.Read(reply, "answer")?.FindText("answer"));

    [Theory]
    [InlineData("")]
    [InlineData("no object at all")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("{\"answer\": \"cut")]
    [InlineData("{\"answer\": 12")]
    [InlineData("{\"other\": 1}")]
    [InlineData("{__import__('os').system('rm -rf /')}")]
    [InlineData("{'a': [1, 2}")]
    public void What_holds_no_wanted_field_is_nothing(string reply) => Assert.Null(StructuredReply.Read(reply, "answer"));

    [Fact]
    public void Kinds_are_told_apart()
    {
        var reply = StructuredReply.Read("{'a': True, 'b': None, 'c': '5', 'd': 5, 'e': [1], 'f': {'g': false}}")!;
        FieldKind[] expected =
            [FieldKind.Flag, FieldKind.Nothing, FieldKind.Text, FieldKind.Number, FieldKind.List, FieldKind.Object, FieldKind.Flag];
        Assert.Equal(expected, reply.Fields.Select(f => f.Kind));
        Assert.False(reply.IsCutShort);
    }

    [Fact]
    public void The_first_alias_that_is_present_wins_and_fields_of_the_object_go_before_nested_ones()
    {
        var reply = StructuredReply.Read("{'x': {'answer': 'inner'}, 'debate_answer': 'outer'}")!;
        Assert.Equal("inner", reply.FindText("answer", "debate_answer"));
        Assert.Equal("outer", reply.FindText("debate answer", "answer"));
        Assert.Null(reply.FindText("reason"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" \n", false)]
    [InlineData("None", false)]
    [InlineData("null.", false)]
    [InlineData("'N/A'", false)]
    [InlineData("...", false)]
    [InlineData("0", true)]
    [InlineData("no", true)]
    [InlineData("none of them", true)]
    public void Meaningful_tells_an_answer_from_an_open_field(string value, bool meaningful)
    {
        Assert.Equal(meaningful, StructuredReply.IsMeaningful(value));
        Assert.False(StructuredReply.IsMeaningful(null));
    }

    [Fact]
    public void Meaningful_goes_on_to_the_next_alias()
    {
        var reply = StructuredReply.Read("{'answer': '', 'debate_answer': ' 5 '}")!;
        Assert.Equal("5", reply.FindMeaningful("answer", "debate_answer"));
    }

    [Fact]
    public void Nesting_beyond_the_cap_is_not_read()
    {
        var deep = string.Concat(Enumerable.Repeat("{'a': ", 100)) + "1" + new string('}', 100);
        Assert.Null(StructuredReply.Read(deep, "answer"));
    }
}
