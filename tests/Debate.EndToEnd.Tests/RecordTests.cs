using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Debate.EndToEnd.Tests;

public sealed class RecordTests
{
    [Fact]
    public async Task Looking_creates_nothing()
    {
        using var tool = new ToolFolder();
        var listed = await tool.RunAsync("ls", "-o", "json");
        Assert.Equal((0, 0), (listed.Code, listed.Json["items"]!.AsArray().Count));
        Assert.Equal(0, (await tool.RunAsync("doctor")).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(tool.Folder));
    }

    [Fact]
    public async Task What_was_asked_can_be_read_again_word_for_word()
    {
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        await table.DebateAsync("--id", "asked");
        var shown = await table.Tool.RunAsync("show", "asked", "--asked", "2", "-o", "json");
        Assert.Equal(0, shown.Code);
        var sent = table.Endpoint.Log.Calls[2].Messages;
        Assert.Equal(sent.Select(m => m.Text), shown.Json["messages"]!.AsArray().Select(m => (string?)m!["text"]));
        Assert.Equal(("moderator", MadEndpoint.Decided), ((string?)shown.Json["seat"], (string?)shown.Json["reply"]));
        var whole = await table.Tool.RunAsync("show", "asked", "-o", "json");
        Assert.Equal(["start", "0", "1", "2", "end"], whole.Json["paths"]!.AsArray().Select(p => (string?)p));
        Assert.Equal(2, (await table.Tool.RunAsync("show", "asked", "--asked", "9")).Code);
    }

    [Fact]
    public async Task Thoughts_are_shown_on_request_alone_and_nobody_heard_them()
    {
        await using var table = await MadEndpoint.SetAsync((seat, _) =>
            "<think>SECRET</think>" + (seat == "moderator" ? MadEndpoint.Decided : "The answer is 4."));
        var ran = await table.DebateAsync("--id", "thought");
        Assert.Equal("4", (string?)ran.Json["answer"]);
        Assert.All(table.Endpoint.Log.Calls, c => Assert.DoesNotContain("SECRET", c.Body, StringComparison.Ordinal));
        foreach (var form in (string[][])[[], ["-o", "json"], ["--asked", "1"], ["--asked", "1", "-o", "json"]])
        {
            var plain = await table.Tool.RunAsync(["show", "thought", .. form]);
            var shown = await table.Tool.RunAsync(["show", "thought", "--thoughts", .. form]);
            Assert.DoesNotContain("SECRET", plain.Out, StringComparison.Ordinal);
            Assert.Contains("SECRET", shown.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_watcher_sees_every_entry_and_ends_with_the_run()
    {
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        var release = new TaskCompletionSource();
        var held = table.HoldAfter(2, release);
        var run = table.StartDebate("--id", "seen");
        await held;
        var watch = table.Tool.Start("watch", "seen", "-o", "jsonl");
        release.SetResult();
        Assert.Equal(0, (await run.EndAsync()).Code);
        var watched = await watch.EndAsync();
        Assert.Equal(0, watched.Code);
        Assert.Equal(["start", "0", "1", "2", "end"], watched.Out.TrimEnd().Split('\n').Select(l => (string?)JsonNode.Parse(l)!["path"]));
    }

    [Fact]
    public async Task Two_runs_of_one_seed_in_different_folders_project_to_the_same_bytes()
    {
        using var one = new ToolFolder();
        using var two = new ToolFolder();
        foreach (var tool in new[] { one, two }) tool.Write("debate.yaml", "models:\n  sim: { simulated: debater, accuracy: 0.6 }\n");
        Assert.Equal(await ProjectionAsync(one, "a", "5"), await ProjectionAsync(two, "b", "5"));
        Assert.NotEqual(await ProjectionAsync(one, "c", "6"), await ProjectionAsync(two, "d", "5"));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("jsonl")]
    [InlineData("markdown")]
    [InlineData("html")]
    public async Task Every_form_tells_the_answer(string format)
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", "models:\n  sim: { simulated: bernoulli, accuracy: 1 }\n");
        Assert.Equal(0, (await tool.RunAsync("run", "--protocol", "direct", "--question", "Name?", "--answer", "Ada", "--id", "x")).Code);
        var file = Path.Combine(tool.Folder, "export");
        var exported = await tool.RunAsync("export", "x", "--format", format, "--out", file);
        Assert.Equal((0, ""), (exported.Code, exported.Out));
        Assert.Contains("Ada", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time = time + 1")]
    [InlineData("path = 'x'")]
    [InlineData("body = CAST(replace(CAST(body AS TEXT), 'Ada', 'Eve') AS BLOB)")]
    public async Task A_record_that_was_changed_is_named(string change)
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", "models:\n  sim: { simulated: scripted, script: { solver: Ada } }\n");
        Assert.Equal(0, (await tool.RunAsync("run", "--protocol", "direct", "--question", "Name?", "--id", "x")).Code);
        Assert.Equal(0, (await tool.RunAsync("verify", "x")).Code);
        Change(Path.Combine(tool.Folder, ".debate", "journal.db"), change);
        var verified = await tool.RunAsync("verify", "x", "-o", "json");
        Assert.Equal((1, false), (verified.Code, (bool)verified.Json["intact"]!));
        Assert.Equal(("x", 1), ((string?)verified.Json["broken"]![0]!["run"], (int)verified.Json["broken"]![0]!["entry"]!));
        Assert.Contains("x: entry 1", verified.OneLine, StringComparison.Ordinal);
        Assert.Equal(1, (await tool.RunAsync("resume", "x")).Code);
    }

    [Theory]
    [InlineData("DELETE FROM entries WHERE sequence = 2", "x: entry 2 is missing")]
    [InlineData("DELETE FROM entries WHERE sequence > 0", "x: entry 1 is missing")]
    [InlineData("UPDATE runs SET line = replace(line, 'finished', 'failed')",
        "x: its line of the index says failed, its entries say finished")]
    [InlineData("UPDATE runs SET line = replace(line, 'Name?', 'Aim?')", "x: its line of the index was changed")]
    [InlineData("UPDATE runs SET status = 'Running'", "x: its line of the index says finished in one place and not in another")]
    [InlineData("UPDATE runs SET line = NULL", "x: its line of the index is missing")]
    public async Task A_cut_end_or_an_altered_line_of_the_index_is_named(string change, string named)
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", "models:\n  sim: { simulated: scripted, script: { solver: Ada } }\n");
        Assert.Equal(0, (await tool.RunAsync("run", "--protocol", "direct", "--question", "Name?", "--id", "x")).Code);
        Execute(Path.Combine(tool.Folder, ".debate", "journal.db"), change);
        var verified = await tool.RunAsync("verify", "x");
        Assert.Equal((1, ""), (verified.Code, verified.Out));
        Assert.Contains(named, verified.OneLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    [InlineData("fish")]
    public async Task Completion_asks_the_tool(string shell)
    {
        using var tool = new ToolFolder();
        var script = await tool.RunAsync("completion", shell);
        Assert.Equal(0, script.Code);
        Assert.Contains("[suggest:", script.Out, StringComparison.Ordinal);
        Assert.Contains("export\n", (await tool.RunAsync("[suggest:8]", "debate e")).Out, StringComparison.Ordinal);
    }

    private static void Change(string file, string change) => Execute(file, $"UPDATE entries SET {change} WHERE sequence = 1");

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.InRange(command.ExecuteNonQuery(), 1, 2);
    }

    private static async Task<string> ProjectionAsync(ToolFolder tool, string id, string seed)
    {
        var ran = await tool.RunAsync("run", "--question", "2 + 2?", "--answer", "4", "--seed", seed, "--id", id);
        Assert.Equal(0, ran.Code);
        return (await tool.RunAsync("export", id, "--format", "projection")).Out;
    }
}
