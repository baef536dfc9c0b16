using System.Text;

namespace Debate.EndToEnd.Tests.Questions;

/// <summary>Question files at the verbs that take them.</summary>
public sealed class QuestionOptionTests
{
    private const string Sim = "models:\n  sim: { simulated: bernoulli, accuracy: 1 }\n  judge: { simulated: judge }\n";

    private const string Gpqa = """
        Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,Writer
        g1,Which decays?,Radon,Lead,Neon,Argon,me
        g2,Which is a gas?,Helium,Lead,Zinc,Iron,me
        """;

    [Fact]
    public async Task What_people_should_know_is_told_once_and_recorded_and_stdout_is_JSON_alone()
    {
        using var tool = NewTool();
        tool.Write("q.csv", Gpqa);
        var ran = await tool.RunAsync("eval", "q.csv", "--protocol", "direct", "--model", "sim", "--seed", "7", "--id", "e", "-o", "json");
        Assert.Equal(0, ran.Code);
        Assert.Equal(2, (int)ran.Json["results"]![0]!["correct"]!);
        const string Note = "q.csv: read as GPQA or SciQ; the order of the options is drawn by the seed (7); not used: Writer";
        Assert.Equal(Note, Assert.Single(ran.Error.Split('\n'), line => line.StartsWith("q.csv:", StringComparison.Ordinal)).TrimEnd());
        var told = await tool.RunAsync("export", "e", "--format", "jsonl");
        Assert.Contains("\\u0022questions\\u0022:\\u0022q.csv: read as GPQA", told.Out.Replace("\\\"", "\\u0022"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_are_mapped_at_every_verb_that_takes_questions()
    {
        using var tool = NewTool();
        tool.Write("q.jsonl", "{\"prompt\": \"2+2?\", \"target\": 4, \"n\": \"a\"}\n{\"prompt\": \"2+3?\", \"target\": 5, \"n\": \"b\"}\n");
        tool.Write("t.yaml", """
            name: own
            protocol: judged
            format: round-robin
            source: { questions: q.jsonl }
            debaters: [ { name: x, model: sim }, { name: y, model: sim } ]
            judges: [ { name: j, model: judge } ]
            """);
        string[] fields = ["--field", "question=prompt", "--field", "answer=target", "--field", "id=n", "-o", "json"];
        var eval = await tool.RunAsync(["eval", "q.jsonl", "--protocol", "direct", "--model", "sim", .. fields]);
        Assert.Equal(2, (int)eval.Json["results"]![0]!["correct"]!);
        var run = await tool.RunAsync(["run", "--file", "q.jsonl", "--key", "b", "--protocol", "direct", "--model", "sim", .. fields]);
        Assert.Equal("5", (string?)run.Json["answer"]);
        var tournament = await tool.RunAsync(["tournament", "run", "t.yaml", "--dry-run", .. fields]);
        Assert.Equal((0, ""), (tournament.Code, tournament.Error));
        foreach (var line in new[] { "eval q.jsonl --model sim", "run --file q.jsonl --model sim", "tournament run t.yaml --dry-run" })
        {
            var refused = await tool.RunAsync(line.Split(' '));
            Assert.Equal((2, "debate: q.jsonl, line 1: field \"question\" is missing; it must be a text (or \"source\" for a translation); "
                + "the fields are prompt, target, n; --field question=NAME names another"), (refused.Code, refused.OneLine));
        }
    }

    [Theory]
    [InlineData("eval q.csv --field question")]
    [InlineData("eval q.csv --field question=a --field question=b")]
    [InlineData("eval q.csv --field nonsense=Question --model sim")]
    [InlineData("eval q.csv --first-option 2")]
    [InlineData("eval q.csv --encoding klingon --model sim")]
    [InlineData("run --question x --field question=a --model sim")]
    public async Task An_option_that_cannot_be_used_is_named(string line)
    {
        using var tool = NewTool();
        tool.Write("q.csv", Gpqa);
        var ran = await tool.RunAsync(line.Split(' '));
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(line.Split(' ').Last(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--model"), ran.OneLine,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eval bad.jsonl --model sim", "bad.jsonl, line 2: byte 16")]
    [InlineData("run --file bad.jsonl --model sim", "bad.jsonl, line 2: byte 16")]
    [InlineData("run --question x --passage bad.txt --model sim", "bad.txt, line 1: byte 2")]
    [InlineData("run --question x --config bad.yaml", "bad.yaml, line 1: byte 4")]
    [InlineData("rate bad.csv", "bad.csv, line 2: byte 2")]
    [InlineData("graph show bad.argdown", "bad.argdown, line 1: byte 3")]
    [InlineData("reward score bad.jsonl", "bad.jsonl, line 2: byte 16")]
    [InlineData("reward train-judge --trajectories bad.csv", "bad.csv, line 2: byte 2")]
    [InlineData("tournament run bad.yaml", "bad.yaml, line 1: byte 4")]
    public async Task Bytes_that_are_no_text_are_refused_wherever_text_is_read(string line, string message)
    {
        using var tool = NewTool();
        Latin1(tool, "bad.jsonl", "{\"question\": \"What?\", \"answer\": \"x\"}\n{\"question\": \"W\u00E4r?\", \"answer\": \"y\"}\n");
        Latin1(tool, "bad.txt", "W\u00E4rme");
        Latin1(tool, "bad.yaml", "# M\u00FCller\n");
        Latin1(tool, "bad.csv", "winner,loser\nM\u00FCller,M\u00F6ller\n");
        Latin1(tool, "bad.argdown", "[M\u00FCller]\n");
        var ran = await tool.RunAsync(line.Split(' '));
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(message, ran.OneLine, StringComparison.Ordinal);
        Assert.Contains("is not UTF-8; save it as UTF-8", ran.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_read_in_the_encoding_that_is_named()
    {
        using var tool = NewTool();
        Latin1(tool, "q.jsonl", "{\"question\": \"W\u00E4r?\", \"answer\": \"\u00FCber\"}\n");
        File.WriteAllBytes(Path.Combine(tool.Folder, "zh.csv"), Encoding.Unicode.GetPreamble()
            .Concat(Encoding.Unicode.GetBytes("question,answer\n\u4ED6?,\u4E94\n")).ToArray());
        var run = await tool.RunAsync("run", "--file", "q.jsonl", "--encoding", "latin1", "--protocol", "direct", "--model", "sim", "-o",
            "json");
        Assert.Equal("\u00FCber", (string?)run.Json["answer"]);
        var marked = await tool.RunAsync("run", "--file", "zh.csv", "--protocol", "direct", "--model", "sim", "-o", "json");
        Assert.Equal("\u4E94", (string?)marked.Json["answer"]);
    }

    private static ToolFolder NewTool()
    {
        var tool = new ToolFolder();
        tool.Write("debate.yaml", Sim);
        return tool;
    }

    private static void Latin1(ToolFolder tool, string file, string text) =>
        File.WriteAllBytes(Path.Combine(tool.Folder, file), Encoding.Latin1.GetBytes(text));
}
