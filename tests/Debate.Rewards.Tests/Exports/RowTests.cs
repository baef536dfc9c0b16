using System.Text.Json.Nodes;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;

namespace Debate.Rewards.Tests.Exports;

/// <summary>The rows that deliberations yield.</summary>
public sealed class RowTests
{
    private static readonly ExportOptions Talk = new() { IsConversational = true };

    [Fact]
    public async Task Debate_teaches_the_speeches_of_the_winner_and_pairs_each_round_on_the_question()
    {
        var run = await PlayedRuns.DebateAsync();
        Assert.Equal(["negative", "negative"], (await MemoryExport.JsonAsync("sft", Talk, run)).Select(r => Speaker(r["completion"]!)));
        var kto = await MemoryExport.JsonAsync("kto", Talk, run);
        Assert.Equal(
            ["affirmative False", "negative True", "affirmative False", "negative True"],
            kto.Select(r => $"{Speaker(r["completion"]!)} {(bool)r["label"]!}"));
        Assert.Contains("You debate as negative", (string?)kto[1]["prompt"]!.AsArray()[0]!["content"]);
        var dpo = await MemoryExport.JsonAsync("dpo", Talk, run);
        Assert.Equal(2, dpo.Count);
        Assert.All(dpo, r => Assert.Equal("""[{"role":"user","content":"What is two and two?"}]""", r["prompt"]!.ToJsonString()));
        Assert.All(dpo, r => Assert.Equal(("negative", "affirmative"), (Speaker(r["chosen"]!), Speaker(r["rejected"]!))));
        Assert.All(dpo, r => Assert.Equal((1.0, -1.0), ((double)r["score_chosen"]!, (double)r["score_rejected"]!)));
    }

    [Fact]
    public async Task Steps_are_the_speeches_of_a_seat()
    {
        var prm = await MemoryExport.JsonAsync("prm", new(), await PlayedRuns.DebateAsync());
        Assert.Equal(["[false,false]", "[true,true]"], prm.Select(r => r["labels"]!.ToJsonString()));
        Assert.All(prm, r => Assert.Equal(2, r["completions"]!.AsArray().Count));
        var samples = await MemoryExport.JsonAsync("prm", new(), await PlayedRuns.SamplesAsync());
        Assert.Equal(["[true]", "[true]", "[true]", "[false]", "[false]"], samples.Select(r => r["labels"]!.ToJsonString()));
    }

    [Fact]
    public async Task Judge_is_measured_against_the_key()
    {
        var right = Assert.Single(await MemoryExport.JsonAsync("rewardbench", new(), await PlayedRuns.DebateAsync()));
        Assert.Equal(1.0, (double)right["results"]!);
        Assert.StartsWith("What is two and two?\n\nNo, not", (string?)right["text_chosen"]);
        Assert.Equal(0.0, (double)Assert.Single(
            await MemoryExport.JsonAsync("rewardbench", new(), await PlayedRuns.DebateAsync("affirmative")))["results"]!);
        Assert.Equal(0.5, (double)Assert.Single(
            await MemoryExport.JsonAsync("rewardbench", new(), await PlayedRuns.DebateAsync("nobody")))["results"]!);
        Assert.Empty(await MemoryExport.JsonAsync("rewardbench", new(), await PlayedRuns.DebateAsync(isKeyed: false)));
    }

    [Theory]
    [InlineData("5 km", "5 m", "5 metres")]
    [InlineData("increase by 5%", "decrease by 5%", "Decrease by 5 %")]
    [InlineData("-5", "5", "five")]
    [InlineData("2\\sqrt{3}", "2\\sqrt{5}", "2√5")]
    [InlineData("5 May", "5 June", "5 June")]
    [InlineData("not 5", "5", "5.0")]
    [InlineData("Luna 9", "Surveyor 9", "Surveyor nine")]
    [InlineData("2 hours", "2 minutes", "2 min")]
    [InlineData("(1, 2)", "(2, 1)", "(2,1)")]
    [InlineData("$20", "€20", "20 euros")]
    public async Task Near_misses_of_the_majority_are_rejected(string one, string two, string three)
    {
        string[] answers = [one, two, three];
        var run = await PlayedRuns.RunAsync(
            "self-consistency", call => new($"Answer: {answers[call.Sample]}", Usage.None), false, ("samples", "3"));
        var kto = await MemoryExport.JsonAsync("kto", new() { Label = LabelRule.Majority }, run);
        Assert.Equal([false, true, true], kto.Select(r => (bool)r["label"]!));
        var dpo = await MemoryExport.JsonAsync("dpo", new() { Label = LabelRule.Majority }, run);
        Assert.All(dpo, r => Assert.Equal($"Answer: {one}", (string?)r["rejected"]));
        Assert.NotEmpty(dpo);
    }

    [Theory]
    [InlineData(LabelRule.Auto, true, "TTTFF")]
    [InlineData(LabelRule.Auto, false, "TTTFF")]
    [InlineData(LabelRule.Key, false, "")]
    [InlineData(LabelRule.Majority, true, "TTTFF")]
    [InlineData(LabelRule.Judge, true, "")]
    public async Task Samples_are_labelled_by_the_key_or_the_majority(LabelRule label, bool isKeyed, string labels)
    {
        var rows = await MemoryExport.JsonAsync("kto", new() { Label = label }, await PlayedRuns.SamplesAsync(isKeyed));
        Assert.Equal(labels, string.Concat(rows.Select(r => (bool)r["label"]! ? 'T' : 'F')));
    }

    [Fact]
    public async Task Samples_are_paired_on_their_own_prompt()
    {
        var dpo = await MemoryExport.JsonAsync("dpo", new(), await PlayedRuns.SamplesAsync());
        Assert.Equal(
            ["Sample 0.\nAnswer: 4|Sample 3.\nAnswer: 5", "Sample 1.\nAnswer: 4|Sample 4.\nAnswer: 5"],
            dpo.Select(r => $"{r["chosen"]}|{r["rejected"]}"));
        Assert.Equal((1.0, 0.0), ((double)dpo[0]["score_chosen"]!, (double)dpo[0]["score_rejected"]!));
    }

    [Fact]
    public async Task Policy_that_played_a_seat_is_told_with_its_tokens_and_its_reward()
    {
        var verl = await MemoryExport.JsonAsync("verl", new(), await PlayedRuns.DebateAsync(), await PlayedRuns.SamplesAsync());
        // Two turns of each debater, and one prompt for all samples.
        Assert.Equal([0, 1, 2, 3, 4], verl.Select(r => (int)r["extra_info"]!["index"]!));
        Assert.Equal(
            ["affirmative 0 step-12", "negative  ", "affirmative -1 step-12", "negative  ", "solver  "],
            verl.Select(r => $"{r["extra_info"]!["seat"]} {(double?)r["reward"]} {r["policy_version"]}"));
        Assert.Equal("""[5,6,7] [-0.5,-1E-09,-2.0]""",
            $"{verl[0]["response_ids"]!.ToJsonString()} {verl[0]["response_log_probs"]!.ToJsonString()}");
        Assert.Equal(("rule", "4"), ((string?)verl[0]["reward_model"]!["style"], (string?)verl[0]["reward_model"]!["ground_truth"]));
        var grpo = await MemoryExport.JsonAsync("grpo", Talk, await PlayedRuns.DebateAsync());
        Assert.Equal(4, grpo.Count);
        Assert.Equal(grpo[0]["turn"]!.ToString(), verl[0]["extra_info"]!["turn"]!.ToString());
    }

    [Fact]
    public async Task Answers_that_were_judged_are_paired_as_they_met_and_keep_their_rewards()
    {
        var run = await PlayedRuns.AnswersAsync();
        var dpo = await MemoryExport.JsonAsync("dpo", new(), run);
        Assert.Equal(["4>5", "4>6", "5>6"], dpo.Select(r => $"{((string?)r["chosen"])![^1]}>{((string?)r["rejected"])![^1]}"));
        Assert.All(dpo, r => Assert.True((double)r["score_chosen"]! > (double)r["score_rejected"]!));
        Assert.All(dpo, r => Assert.Equal("What is two and two?", (string?)r["prompt"]));
        Assert.Equal([true, false], (await MemoryExport.JsonAsync("kto", new(), run)).Select(r => (bool)r["label"]!));
        Assert.Equal([true, false, false], (await MemoryExport.JsonAsync("kto", new() { Label = LabelRule.Key }, run))
            .Select(r => (bool)r["label"]!));
        var grpo = await MemoryExport.JsonAsync("grpo", new(), run);
        Assert.Equal(["answer-1", "answer-2", "answer-3"], grpo.Select(r => (string?)r["turn"]));
        Assert.Equal(grpo.Select(r => (double)r["reward"]!).OrderDescending(), grpo.Select(r => (double)r["reward"]!));
        Assert.Equal(1.0, (double)Assert.Single(await MemoryExport.JsonAsync("rewardbench", new(), run))["results"]!);
    }

    [Fact]
    public async Task What_gives_no_rows_is_counted_with_its_reason()
    {
        var exporter = new Exporter(DatasetForms.Find("rewardbench", false), new(), PlayedRuns.Protocols);
        using var stream = new MemoryStream();
        await using var rows = await RowFileFormat.All[0].Open(stream, DatasetForms.Find("rewardbench", false).Columns(false));
        await exporter.AddRunAsync(await PlayedRuns.DebateAsync(), rows);
        await exporter.AddRunAsync(await PlayedRuns.SamplesAsync(), rows);
        await exporter.AddRunAsync(Unfinished(await PlayedRuns.DebateAsync()), rows);
        await exporter.AddRunAsync(Changed(await PlayedRuns.DebateAsync(), s => s with { Kind = "evaluation" }), rows);
        await exporter.AddRunAsync(Changed(await PlayedRuns.DebateAsync(), s => s with { Protocol = "later" }), rows);
        Assert.Equal((1L, 1L), (exporter.Counts.Rows, exporter.Counts.Sources));
        Assert.Equal(
            ["made of other deliberations 1", "no verdict yet 1",
                "nothing that is labelled and fits the form (the judge's rulings against the key) 1", "unknown protocol 1"],
            exporter.Counts.Skipped.Select(l => $"{l.Key} {l.Value}"));
    }

    private static RunRecord Unfinished(RunRecord run) => RunRecord.Read(run.Id, [.. run.Entries.SkipLast(1).Select(e => e.Entry)]);

    private static RunRecord Changed(RunRecord run, Func<RunDefinition, RunDefinition> change) => RunRecord.Read(run.Id,
    [
        JournalEntry.Seal("", 0, "start", run.StartedAt, new RunStarted(change(run.Definition))),
        .. run.Entries.Skip(1).Select(e => e.Entry),
    ]);

    private static string Speaker(JsonNode completion) =>
        ((string?)completion.AsArray().Single()!["content"])!.StartsWith("No", StringComparison.Ordinal) ? "negative" : "affirmative";
}
