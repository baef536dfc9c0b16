using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>A tournament is refused before its first call or can be played to its end, and whatever stops it hides nothing.</summary>
public sealed class PreflightTests
{
    private const string Families = """
        models:
          d1: { simulated: debater, accuracy: 1.0, family: acme }
          d2: { simulated: debater, accuracy: 1.0, family: globex }
          d3: { simulated: debater, accuracy: 0.05, family: initech }
          d4: { simulated: debater, accuracy: 0.05, family: umbrella }
          j1: { simulated: text-judge, family: acme }
          j2: { simulated: text-judge, family: globex }
        """;

    [Theory, InlineData("swiss"), InlineData("single-elimination")]
    public async Task What_a_dry_run_refuses_a_run_refuses_too_and_no_run_is_left(string format)
    {
        using var tool = SetUp(format);
        var dry = await tool.RunAsync("tournament", "run", "spec.yaml", "--id", "t", "--dry-run");
        var ran = await tool.RunAsync("tournament", "run", "spec.yaml", "--id", "t");
        Assert.Equal((2, 2, ""), (dry.Code, ran.Code, ran.Out));
        Assert.Equal(dry.Error, ran.Error);
        Assert.StartsWith(
            "debate: spec.yaml: panel: 1 judges are asked for, and 0 may judge 'd1' and 'd2'", ran.OneLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(tool.Folder, ".debate")));
        tool.Write("spec.yaml", Spec(format, conflicts: "allow"));
        var id = new string('i', 190);
        var tooLong = await tool.RunAsync("tournament", "run", "spec.yaml", "--id", id);
        Assert.StartsWith(
            $"debate: spec.yaml: id '{id}': it has 190 characters, and must have at most", tooLong.OneLine, StringComparison.Ordinal);
    }

    /// <summary>As an earlier build left it: played until a pair came up that nobody may judge.</summary>
    [Fact]
    public async Task A_tournament_that_cannot_go_on_still_answers_with_what_was_played()
    {
        using var tool = SetUp("round-robin", "allow");
        Assert.Equal(0, (await tool.RunAsync("tournament", "run", "spec.yaml", "--id", "t", "-o", "json")).Code);
        await RewriteAsync(tool, "t", "u", played: 5);
        var status = await tool.RunAsync("tournament", "status", "u", "-o", "json");
        Assert.Equal((0, 5, "failed"), (status.Code, (int)status.Json["finished"]!, (string?)status.Json["status"]));
        Assert.Contains(status.Json["warnings"]!.AsArray(),
            w => ((string)w!).StartsWith("7 of 12 debates drawn have no verdict (", StringComparison.Ordinal));
        string[] lines = ["show u", "tournament status u", "tournament audit u", "export u --format markdown", "export u --format html"];
        foreach (var line in lines)
        {
            var shown = await tool.RunAsync(line.Split(' '));
            Assert.True(shown.Code == 0, $"{line}: {shown.Error}");
            var words = string.Join(' ', shown.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("7 of 12 debates drawn have no verdict", words, StringComparison.Ordinal);
        }
        foreach (var format in new[] { "json", "jsonl", "projection" })
            Assert.Equal(0, (await tool.RunAsync("export", "u", "--format", format)).Code);
    }

    [Fact]
    public async Task A_mended_address_is_taken_and_told_and_another_model_is_refused()
    {
        await using var live = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 3);
        var alive = live.Endpoint.Url;
        string Models(string address, string more) =>
            $"models:\n  small: {{ endpoint: \"{alive}\", model: simulated }}\n  dead: {{ endpoint: \"{address}\", {more} }}\n";
        live.Tool.Write("debate.yaml", Models("http://127.0.0.1:9/v1", "model: simulated, patience: 1s"));
        live.Tool.Write("spec.yaml", "name: hall\nsource: { questions: questions.json }\nprotocol: mad\n"
            + "debaters: [{ name: a, model: small }, { name: b, model: dead }]\nmodel: small\n");
        var stopped = await live.Tool.RunAsync("tournament", "run", "spec.yaml", "--id", "t", "--seed", "1", "-o", "json");
        Assert.NotEqual(0, stopped.Code);
        live.Tool.Write("other.yaml", Models($"{alive}", "model: another, patience: 1s"));
        live.Tool.Write("warm.yaml", Models($"{alive}", "model: simulated, temperature: 0.9, patience: 1s"));
        live.Tool.Write("names.yaml", "models:\n  deaf: { simulated: debater }\n");
        live.Tool.Write("mended.yaml", Models($"{alive}", "model: simulated, patience: 1s"));
        foreach (var (file, told) in new[]
        {
            ("other.yaml", "other.yaml: models.dead.model 'another': it must stay simulated"),
            ("warm.yaml", "warm.yaml: models.dead.temperature '0.9': it must stay nothing"),
            ("names.yaml", "names.yaml: it names none of the models of t, which are dead, small"),
        })
        {
            var refused = await live.Tool.RunAsync("tournament", "resume", "t", "--config", file);
            Assert.Equal((2, ""), (refused.Code, refused.Out));
            Assert.StartsWith($"debate: {told}", refused.OneLine, StringComparison.Ordinal);
        }
        var resumed = await live.Tool.RunAsync("tournament", "resume", "t", "--config", "mended.yaml", "-o", "json");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Contains("mended.yaml: dead: endpoint is now", resumed.Error, StringComparison.Ordinal);
        Assert.Equal((6, 0), ((int)resumed.Json["finished"]!, (int)resumed.Json["failed"]!));
        Assert.Equal(0, (await live.Tool.RunAsync("verify", "t")).Code);
        Assert.DoesNotContain("configured", await live.ProjectionAsync("t"), StringComparison.Ordinal);
        // What was mended stays so: a newcomer's model is asked, and so is the mended one.
        Assert.Equal(0, (await live.Tool.RunAsync("tournament", "add", "t", "c", "--model", "small", "--config", "mended.yaml")).Code);
    }

    private static ToolFolder SetUp(string format, string conflicts = "avoid")
    {
        var tool = new ToolFolder();
        tool.Write("debate.yaml", Families);
        tool.Write("q.json", QuestionEndpoint.Questions(1));
        tool.Write("spec.yaml", Spec(format, conflicts));
        return tool;
    }

    private static string Spec(string format, string conflicts = "avoid") =>
        "name: s\nsource: { questions: ./q.json }\nprotocol: judged\noptions: { rounds: 1, stance: own }\ndebaters: [d1, d2, d3, d4]\n"
        + $"judges: [j1, j2]\npanel: {{ size: 1, conflicts: {conflicts} }}\nformat: {format}\nseed: 1\n";

    /// <summary>
    /// Copies a finished tournament as if it had stopped after so many debates because nobody could judge the next.
    /// </summary>
    private static async Task RewriteAsync(ToolFolder tool, string from, string to, int played)
    {
        await using var journal = SqliteJournal.Open(Path.Combine(tool.Folder, ".debate"));
        var children = 0;
        var hash = JournalEntry.NoHash;
        var sequence = 0L;
        RunDefinition? definition = null;
        foreach (var entry in await journal.ReadAsync(new(from)))
        {
            EntryBody body = entry.ReadBody() switch
            {
                RunStarted started => new RunStarted(started.Definition with
                {
                    Id = new(to), Options = new(started.Definition.Options) { ["panel-conflicts"] = "avoid" },
                }),
                ChildCompleted child => child with { Child = new(to + child.Child.Value[from.Length..]) },
                var other => other,
            };
            if (body is RunStarted { Definition: var start }) definition = start;
            if (body is RunCompleted || body is ChildCompleted && ++children > played) continue;
            if (body is ChildCompleted { Child: var copy }) await CopyAsync(journal, new(from + copy.Value[to.Length..]), copy);
            hash = await AppendAsync(journal, new(to), entry, body, hash, sequence++, Summary(definition!, RunStatus.Running, entry));
        }
        var last = (await journal.ReadAsync(new(to)))[^1];
        var stop = new RunSuspended(RunStatus.Failed, "panel: 1 judges are asked for, and 0 may judge", FailureKind.Rejected, Usage.None);
        await AppendAsync(journal, new(to), last with { Path = $"suspended/{sequence}" }, stop, hash, sequence,
            Summary(definition!, RunStatus.Failed, last));
    }

    private static async Task CopyAsync(SqliteJournal journal, DeliberationId from, DeliberationId to)
    {
        var (hash, sequence) = (JournalEntry.NoHash, 0L);
        RunDefinition? definition = null;
        foreach (var entry in await journal.ReadAsync(from))
        {
            var body = entry.ReadBody();
            if (body is RunStarted started) body = new RunStarted(definition = started.Definition with { Id = to });
            hash = await AppendAsync(journal, to, entry, body, hash, sequence++, Summary(definition!, RunStatus.Finished, entry));
        }
    }

    private static RunSummary Summary(RunDefinition run, RunStatus status, JournalEntry entry) =>
        RunSummary.Create(run, status, RunUsage.None, entry.Time);

    private static async Task<string> AppendAsync(
        SqliteJournal journal, DeliberationId id, JournalEntry like, EntryBody body, string hash, long sequence, RunSummary summary)
    {
        var entry = JournalEntry.Seal(hash, sequence, like.Path, like.Time, body) with { PreviousHash = hash };
        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(id, entry, summary));
        return entry.Hash;
    }
}
