using Debate.Core.Input;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class QuestionFormTests
{
    private static readonly IAnswerChecker Auto = AnswerCheckers.Get("auto");

    private const string MmluCsv = """
        How many edges has a cube?,6,8,12,2,C
        "Which, of these, is prime?",1,0,4,3,D
        "Which ""metal"" is it?",iron,wool,salt,oak,A
        Which flies?,cow,crow,cod,cat,B
        "Which is
        even?",3,5,2,7,C
        """;

    private const string EvalCsv = """
        id,question,A,B,C,D,answer,explanation
        0,Which is wet?,sand,flour,ash,rain,D,
        1,Which is hot?,fire,ice,snow,hail,A,So it is.
        2,How many ears have you?,1,2,3,4,B,
        3,Which is red?,grass,sky,blood,coal,C,
        4,Which is sour?,lemon,sugar,salt,oil,A,
        """;

    private const string GpqaCsv = """
        Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3
        g1,Which decays?,Radon,Lead,Neon,Argon
        g2,Which is a gas?,Helium,Lead,Zinc,Iron
        g3,Which is liquid?,Mercury,Lead,Zinc,Iron
        g4,Which rusts?,Iron,Gold,Wood,Clay
        g5,How many quarks?,3,2,1,4
        """;

    private const string TruthfulCsv = """
        Type,Category,Question,Best Answer,Correct Answers,Incorrect Answers,Source
        Own,Own,Do cats bark?,Cats meow,Cats meow; They never bark,Cats bark; All bark,https://example.org/1
        Own,Own,Is tea a metal?,It is a drink,It is a drink,It is iron,https://example.org/2
        Own,Own,Do clouds weigh nothing?,They weigh tonnes,They are heavy,Nothing,https://example.org/3
        Own,Own,Who built the sea?,Nobody built it,Nobody,A mason,https://example.org/4
        Own,Own,What do bulls see?,Motion,Motion; Movement,Red,https://example.org/5
        """;

    private const string ArcCsv = """
        questionID,AnswerKey,subject,question
        q1,B,,What warms the ground? (A) moon (B) sun (C) wind
        q2,1,,What do roots take in? (1) water (2) light (3) air
        q3,A,,What melts? (A) ice (B) stone (C) wood
        q4,C,,"What, then, is loud? (A) dust (B) fog (C) thunder"
        q5,D,,Which bends? (A) glass (B) brick (C) ice (D) reed
        """;

    private const string BoolCsv = """
        question,title,answer,passage
        is it open on sundays,Tower,True,It opens daily but Monday.
        is it open on mondays,Tower,False,It opens daily but Monday.
        is brass a mixture,Brass,TRUE,Of copper and zinc.
        is a whale a fish,Whale,False,Whales nurse their young.
        does it snow,Snow,True,In every month.
        """;

    public static TheoryData<string, string> InJson =>
        [.. from name in PublishedRows.All.Keys from end in (string[])["jsonl", "json"] select (name, end)];

    public static TheoryData<string, string, string, string, string> InCsv => new()
    {
        { MmluCsv, "C|D|iron|B|C", "A|A|wool|A|B", "even?\",3,5,2,7,E", "answer" },
        { EvalCsv, "D|fire|B|C|A", "A|ice|A|D|B", "4,Which is sour?,lemon,sugar,salt,oil,F,", "answer" },
        { GpqaCsv, "Radon|Helium|Mercury|Iron|3", "Lead|Zinc|Iron|Gold|2", "g5,How many quarks?,,2,1,4", "correct answer" },
        { TruthfulCsv, "They never bark|It is a drink|They are heavy|Nobody|Movement", "All bark|It is iron|Nothing|A mason|Red",
            "Own,Own,What do bulls see?,Motion,,Red,https://example.org/5", "correct_answers" },
        { ArcCsv, "sun|A|ice|C|D", "moon|B|B|A|A", "q5,D,,Which bends? (A) glass (C) brick (B) ice (D) reed", "question" },
        { BoolCsv, "yes|no|yes|B|A", "no|yes|no|A|B", "does it snow,Snow,Often,In every month.", "answer" },
    };

    [Theory, MemberData(nameof(InJson))]
    public void Each_form_is_read_from_JSON(string name, string extension)
    {
        var form = PublishedRows.All[name];
        var read = QuestionFile.Read(Join(form.Lines, extension), $"q.{extension}", new());
        Assert.Equal(form.Name.Length > 0, read.Note?.StartsWith($"q.{extension}: read as {form.Name}", StringComparison.Ordinal) ?? false);
        RequireChecked(read.Questions, form.Right, form.Wrong);
        RequireBroken(Join(form.BrokenLines, extension), $"q.{extension}, line {(extension == "json" ? 6 : 5)}", form.Field);
    }

    [Theory, MemberData(nameof(InCsv))]
    public void Each_form_that_is_published_in_CSV_is_read_from_it(string text, string right, string wrong, string broken, string field)
    {
        RequireChecked(QuestionFile.Read(text, "q.csv"), right, wrong);
        RequireChecked(QuestionFile.Read(text.Replace("\n", "\r\n", StringComparison.Ordinal), "q.CSV"), right, wrong);
        var lines = text.Split('\n');
        var line = text == MmluCsv ? lines.Length - 1 : lines.Length;
        RequireBroken(string.Join('\n', [.. lines[..^1], broken]), $"q.csv, line {line}", field, "q.csv");
        RequireBroken($"{text},one more", $"q.csv, line {line}: ", "", "q.csv");
    }

    [Fact]
    public void What_every_seat_sees_is_in_the_text_and_what_only_readers_see_is_not()
    {
        var bool1 = ReadForm("boolq")[0];
        Assert.Equal("The tower opens every day but Monday.\n\nis the tower open on sundays\n\n(A) yes\n(B) no", bool1.PromptText);
        Assert.Null(bool1.Passage);
        Assert.Equal("Which of the endings continues the following text best?\n\nBaking: A man stirs dough. then he",
            ReadForm("hellaswag")[0].Text.TrimEnd());
        Assert.Equal("METHODS: We tried.\n\nRESULTS: It helped.\n\nDoes rest help?", ReadForm("pubmedqa")[0].Text);
        Assert.Equal(("11", "It does."), (ReadForm("pubmedqa")[0].Key, ReadForm("pubmedqa")[0].Explanation));
        Assert.Equal("She has 6 + 4 = <<6+4=10>>10.", ReadForm("gsm8k")[0].Explanation);
        Assert.Null(ReadForm("truthfulqa-generation")[0].Source);
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], ReadForm("medmcqa").Select(q => q.Key));
    }

    [Fact]
    public void Options_of_which_the_right_one_stands_first_are_ordered_by_the_seed()
    {
        var orders = Enumerable.Range(0, 40).Select(seed => Read("gpqa", new() { Seed = seed })).ToArray();
        var places = orders.SelectMany(o => o.Take(4)).CountBy(q => q.Choices.ToList().IndexOf(q.Answers[0])).ToDictionary();
        Assert.Equal(4, places.Count);
        Assert.All(places.Values, count => Assert.InRange(count, 20, 60));
        Assert.Equal(orders[7].Select(q => q.PromptText), Read("gpqa", new() { Seed = 7 }).Select(q => q.PromptText));
    }

    [Theory]
    [InlineData("""{"question":"q","opa":"a1","opb":"b1","opc":"c1","opd":"d1","cop":1}""",
        "q.jsonl, line 1: field \"cop\": no question has 0 or 4")]
    [InlineData("""
        {"question":"q","opa":"a1","opb":"b1","opc":"c1","opd":"d1","cop":0}
        {"question":"r","opa":"a1","opb":"b1","opc":"c1","opd":"d1","cop":4}
        """, "q.jsonl, line 2: field \"cop\" is 4 and q.jsonl, line 1 has 0")]
    [InlineData("""{"question":"q","choices":[1,2,3],"answer":2}""", "q.jsonl, line 1: field \"answer\" is \"2\"; it must be a letter")]
    [InlineData("""{"question":"q","choices":["B","A"],"answer":"A"}""",
        "q.jsonl, line 1: field \"answer\" is \"A\"; it must be unambiguous")]
    [InlineData("""{"question":"q","choices":["x","y"],"answer":1.5}""",
        "q.jsonl, line 1: field \"answer\" is \"1.5\"; it must be a whole number")]
    [InlineData("""{"question":"q","Question":"r","answer":"1"}""", "q.jsonl, line 1: fields \"question\" and \"Question\" are one name")]
    [InlineData("""{"question":"q","choices":{"text":["a","b"],"label":["A","B"]},"answerKey":"A","endings":["c"]}""", "may be those of")]
    [InlineData("""
        {"question":"q","answer":true}
        {"question":"r","answer":"Paris"}
        """, "q.jsonl, line 2: field \"answer\" is \"Paris\"; it must be true or false")]
    [InlineData("""
        {"question":"q","answer":"Paris"}
        {"question":"r","answer":true}
        """, "q.jsonl, line 2: field \"answer\" is true or false; it must be a text")]
    [InlineData("""
        {"question":"q","answer":"5"}
        {"question":"r","answer":"2+2\n#### 4"}
        """, "q.jsonl, line 2: field \"answer\" is a text; it must be an answer alone")]
    [InlineData("""{"prompt":"q","target":"4"}""", "the fields are prompt, target; --field question=NAME names another")]
    [InlineData("""{"question":"q","answer":"4"}{"question":"r","answer":"5"}""", "q.jsonl, line 1: not valid JSON")]
    public void What_could_be_two_things_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => QuestionFile.Read(text, "q.jsonl")).Message, StringComparison.Ordinal);

    [Fact]
    public void Where_publishers_count_differently_the_file_or_the_reader_says_from_where()
    {
        const string Row = """{"question":"q","opa":"a1","opb":"b1","opc":"c1","opd":"d1","cop":1}""";
        Assert.Equal("b1", QuestionFile.Read(Row, "q.jsonl", new() { FirstOption = 0 }).Questions[0].Answers[0]);
        Assert.Equal("a1", QuestionFile.Read(Row, "q.jsonl", new() { FirstOption = 1 }).Questions[0].Answers[0]);
        var authors = $"{Row}\n{Row.Replace("\"q\"", "\"r\"").Replace(":1}", ":4}")}";
        Assert.Equal(["a1", "d1"], QuestionFile.Read(authors, "q.jsonl").Select(q => q.Answers[0]));
        Assert.Contains("count from 1", QuestionFile.Read(authors, "q.jsonl", new()).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_are_mapped_and_what_is_not_used_is_told()
    {
        var reading = new QuestionReading
        {
            Fields = new SortedDictionary<string, string>
            {
                ["question"] = "data.task", ["choices"] = "opt_a,opt_b", ["answer"] = "key", ["context"] = "data.text",
            },
        };
        var read = QuestionFile.Read(
            """{"data":{"task":"Which?","text":"Once."},"opt_a":"x","opt_b":"y","key":"B","level":3}""", "q.jsonl", reading);
        Assert.Equal("Once.\n\nWhich?\n\n(A) x\n(B) y", read.Questions[0].PromptText);
        Assert.True(Auto.Check("y", read.Questions[0]).Correct);
        Assert.Equal("q.jsonl: not used: level", read.Note);
        Assert.Contains("--field 'choices=opt_a': there is no field \"opt_a\"; the fields are key",
            Assert.Throws<InputException>(() => QuestionFile.Read("""{"key":"B"}""", "q.jsonl", reading)).Message,
            StringComparison.Ordinal);
        var unknown = new QuestionReading { Fields = new SortedDictionary<string, string> { ["task"] = "key" } };
        Assert.Contains("task must be one of question, answer",
            Assert.Throws<InputException>(() => QuestionFile.Read("""{"key":"B"}""", "q.jsonl", unknown)).Message,
            StringComparison.Ordinal);
        var unused = new QuestionReading { Fields = new SortedDictionary<string, string> { ["answer"] = "level" } };
        Assert.Contains("the form HellaSwag has no such field", Assert.Throws<InputException>(() => QuestionFile.Read(
            """{"ctx":"a","endings":["b","c"],"label":0,"level":1}""", "q.jsonl", unused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_beside_a_question_is_no_text_to_translate()
    {
        var read = QuestionFile.Read("""{"question":"2+2?","answer":"4","source":"olympiads","reference":"Smith"}""", "q.jsonl", new());
        Assert.Equal((null, null), (read.Questions[0].Source, read.Questions[0].Reference));
        Assert.Equal("q.jsonl: not used: source, reference", read.Note);
        var asked = QuestionFile.Read("""{"question":"In English?","source":"Er kommt.","reference":"He comes."}""", "q.jsonl")[0];
        Assert.Equal(("Er kommt.", "He comes."), (asked.Source, asked.Reference));
    }

    [Fact]
    public void Choices_that_are_alike_to_a_lenient_reader_keep_their_key()
    {
        var read = QuestionFile.Read("""{"question":"q","choices":["+1","-1","1/2"],"answer":1}""", "q.jsonl");
        Assert.True(Auto.Check("B", read[0]).Correct);
        Assert.False(Auto.Check("A", read[0]).Correct);
    }

    [Fact]
    public void One_object_over_many_lines_and_objects_by_id_are_read()
    {
        var one = QuestionFile.Read("{\n  \"problem\": \"1+1?\",\n  \"solution\": \"\\\\boxed{2}\"\n}\n", "1.json");
        Assert.Equal(["2"], one[0].Answers);
        const string ById = "{\n  \"x\": {\"question\": \"1+1?\", \"answer\": 2},\n  \"y\": {\"question\": \"1+2?\", \"answer\": 3}\n}";
        Assert.Equal(["x", "y"], QuestionFile.Read(ById, "q.json").Select(q => q.Key));
        Assert.StartsWith("q.json, line 3, question \"y\": field \"answer\" is missing", Assert.Throws<InputException>(
            () => QuestionFile.Read(ById.Replace(", \"answer\": 3", ""), "q.json")).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Problem> ReadForm(string name) => Read(name, new());

    private static IReadOnlyList<Problem> Read(string name, QuestionReading reading) =>
        QuestionFile.Read(PublishedRows.All[name].Rows, "q.jsonl", reading).Questions;

    private static string Join(string[] lines, string extension) =>
        extension == "json" ? $"[\n{string.Join(",\n", lines)}\n]" : string.Join('\n', lines);

    private static void RequireChecked(IReadOnlyList<Problem> questions, string right, string wrong)
    {
        Assert.Equal(5, questions.Count);
        foreach (var (question, reply) in questions.Zip(right.Split('|')))
            Assert.True(Auto.Check(reply, question).Correct, $"{question.PromptText}: {reply} is right ({question.Answers[0]})");
        foreach (var (question, reply) in questions.Zip(wrong.Split('|')))
            Assert.False(Auto.Check(reply, question).Correct, $"{question.PromptText}: {reply} is wrong ({question.Answers[0]})");
    }

    private static void RequireBroken(string text, string where, string field, string? name = null)
    {
        var message = Assert.Throws<InputException>(() => QuestionFile.Read(text, name ?? where.Split(',')[0])).Message;
        Assert.StartsWith(where, message, StringComparison.Ordinal);
        Assert.Contains(field.Length > 0 ? $"\"{field}\"" : "cells", message, StringComparison.Ordinal);
    }
}
