using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Debate.Cli.Data;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Llama;
using Debate.Models;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;
using Debate.Runtime.Runs;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>
/// <c>debate reward score</c>: rewards for the answers in a file. A row has no deadline, since nobody waits for a socket, and a bounded
/// number is under way at once. Each debate is a run in the journal, so the same command, started again, pays for no row twice; output is
/// written once it is whole.
/// </summary>
internal sealed class ScoreAnswers : Command
{
    /// <summary>How long one call waits before it is repeated; below the limit of a game of evidence.</summary>
    private static readonly TimeSpan WaitPerCall = TimeSpan.FromMinutes(20);

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "JSON Lines: {\"prompt\", \"completion\" or \"completions\", \"label\", \"baseline\", \"group_id\"}.",
    };

    private readonly Option<string?> _profile = new("--profile") { Description = "How it is rewarded: a profile of the configuration.",
        HelpName = "NAME" };

    private readonly Option<string?> _judge =
        new("--judge") { Description = "A judge that train-judge wrote: rewards evidence debates, without models.", HelpName = "FILE" };

    private readonly Option<string?> _out =
        new("--out") { Description = "A file for the rewards, one line of JSON a row, written once it is whole.", HelpName = "FILE" };

    private readonly Option<int> _concurrency = NumberOptions.Count("--concurrency", 64, "Rows under way at once.");
    private readonly EnvironmentOptions _environment = new();

    public ScoreAnswers() : base("score", "Reward the answers in a file, here or by a reward server (debate serve) at --server URL.")
    {
        Add(_file);
        foreach (var option in new Option[] { _profile, _judge, _out, _concurrency, ModelOptions.WaitForModels }) Add(option);
        _environment.AddTo(this);
        EncodingOption.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var rows = ScoreFile.Read(parse.GetRequiredValue(_file), parse);
        using var output = WholeFile.Create(parse, _out);
        using var server = CommonOptions.FindServer(parse);
        var progress = new ScoreProgress(terminal, rows.Length, TimeProvider.System);
        var job = new ScoreJob(rows, NumberOptions.Positive(parse, _concurrency), progress);
        var results = server is null ? await ScoreHereAsync(parse, job, stop) : await ScoreThereAsync(parse, server, job, stop);
        var summary = ScoreSummary.Create(results, progress);
        if (output is not null)
        {
            foreach (var result in results)
                await output.Writer.WriteLineAsync(JsonSerializer.Serialize(result, Terminal.SerializerOptions).AsMemory(), stop);
            output.Commit();
        }
        ScorePrinter.Print(terminal, output?.Name, results, summary);
        return summary.Missing.Count == 0 ? Exit.Ok : Exit.Partial;
    }

    private async Task<ScoreResult[]> ScoreThereAsync(ParseResult parse, DebateHttpClient server, ScoreJob job, CancellationToken stop)
    {
        if (parse.GetValue(_judge) is { } judge)
            throw new InputException($"--judge '{judge}': a server has judges of its own; name one of its profiles, or leave out --server");
        var (profile, seed) = (parse.GetValue(_profile), ReadSeed(parse));
        var client = new RewardClient(server, job.Progress.Report);
        var known = await client.CheckAsync(profile, stop);
        return await job.RunAsync(known, async (item, stopped) =>
        {
            try
            {
                return (await client.ScoreAsync([item], profile, seed, stopped))[0];
            }
            catch (RequestRefusedException refused)
            {
                // Key and profile are known to be good, so it is this row that the server refuses.
                return ScoreResult.FromFailure(
                    $"{RewardFailure.Rejected}", refused.Message.Replace("items[0].", "", StringComparison.Ordinal));
            }
            catch (OutageException failed) when (failed.Cause == FailureKind.Rejected)
            {
                return ScoreResult.FromFailure("ServerFailed", failed.Message);
            }
        }, stop);
    }

    private async Task<ScoreResult[]> ScoreHereAsync(ParseResult parse, ScoreJob job, CancellationToken stop)
    {
        var (folder, judge, seed) = (DataFolder.Read(parse), parse.GetValue(_judge), ReadSeed(parse));
        var profile = parse.GetValue(_profile) ?? (judge is null ? null : RewardSetup.EvidenceProfile);
        var models = ModelOptions.File(parse) is { } config
            ? ModelConfiguration.Read(Files.Read(config), config) : ModelConfiguration.Empty;
        var profiles = RewardSetup.CreateProfiles(
            models, judge is null ? null : new(judge, _environment.Name(parse), _environment.Folder(parse)));
        var found = profiles.Find(profile);
        await using var journal = folder.OpenToWrite();
        var earlier = await journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: new(TextRewardService.IdPrefix)));
        var hasAnswered = earlier.Any(run => run.Usage.Calls > 0);
        using var backends = new ModelRegistry(models, new()
        {
            CacheFolder = folder.CacheFolder,
            Local = LlamaRuntimes.Instance,
            OnRetry = notice => job.Progress.Report($"{notice}"),
            OnNotice = job.Progress.Report,
            GivesUpEarly = true,
            WaitForModels = ModelOptions.ReadWait(parse),
            HasAnswered = _ => hasAnswered,
        });
        await using var runtime = new LocalRuntime(journal, backends, DebateServices.Protocols, new() { OnBroken = BrokenRuns.Report });
        var rewards = runtime.CreateRewards(profiles);
        var known = new ScoringProfile(found.Name, found.IsEvidence, found.Opponent, found.GroupSize);
        return await job.RunAsync(known, async (item, stopped) =>
        {
            var call = new RewardCall(found.Name, item.Prompt, [.. item.Completions])
            {
                Label = item.Label, Baseline = item.Baseline, Opponent = item.Opponent, Seed = seed,
                Deadline = WaitPerCall, TellsUsageBefore = true,
            };
            var reply = await AskAsync();
            for (var before = reply.UsageBefore; reply.Trouble == RewardFailure.Deadline;)
                reply = await AskAsync() with { UsageBefore = before };
            return ToResult(reply);

            Task<RewardReply> AskAsync() => rewards.ScoreAsync(call, stopped);
        }, stop);
    }

    /// <summary>One rule for both places; a server takes no other seeds.</summary>
    private static int? ReadSeed(ParseResult parse) => parse.GetValue(CommonOptions.Seed) is { } seed
        ? Values.Whole(0, int.MaxValue).Read(CommonOptions.Seed.Name, seed.ToString(CultureInfo.InvariantCulture)) : null;

    private static ScoreResult ToResult(RewardReply reply) => new(
        reply.Outcome?.Rewards, reply.Outcome?.Probabilities,
        reply.Outcome is { Disagreements: { IsEmpty: false } both } ? both : null,
        reply.Outcome?.Contests, reply.Transcript, reply.Outcome is null ? $"{reply.Trouble}" : null, reply.Message)
    {
        Usage = reply.Usage,
        UsageBefore = reply.UsageBefore,
    };
}

/// <summary>The rows of a file and how they are worked off.</summary>
internal sealed record ScoreJob(IReadOnlyList<ScoreRow> Rows, int Concurrency, ScoreProgress Progress)
{
    /// <summary>Scores all rows or groups of rows, a bounded number at once; the results are in the order of the rows.</summary>
    /// <param name="profile">How they are rewarded; null if that is not known, so that no rows form groups.</param>
    /// <param name="score">Scores one row or group; an exception ends the job.</param>
    /// <param name="stop">Ends the job.</param>
    public async Task<ScoreResult[]> RunAsync(
        ScoringProfile? profile, Func<ScoreItem, CancellationToken, Task<ScoreResult>> score, CancellationToken stop)
    {
        var results = new ScoreResult[Rows.Count];
        var units = ScoreUnit.Plan(Rows, profile ?? new("", Evidence: false, "", 1));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = stop };
        try
        {
            await Progress.ShowWhileAsync(() => Parallel.ForEachAsync(units, options, async (unit, stopped) =>
            {
                var scored = unit.Incomplete is { } why ? ScoreResult.FromFailure($"{RewardFailure.Incomplete}", why)
                    : await score(unit.Item, stopped);
                foreach (var (place, row) in unit.Rows.Index()) Progress.Add(results[row] = unit.SelectRow(scored, place));
            }));
            return results;
        }
        catch (Exception ended) when (ended is OutageException or OperationCanceledException)
        {
            Progress.Report($"{Progress.Done} of {Rows.Count} rows were done; the same command goes on with the others");
            throw;
        }
    }
}

/// <summary>How many rows have rewards, and why others have none.</summary>
/// <param name="Rows">All rows.</param>
/// <param name="Rewarded">Rows with rewards.</param>
/// <param name="Missing">The causes for which others have none, in the order in which they first occur.</param>
/// <param name="Usage">What the runs of all rows have used, each once.</param>
/// <param name="PaidNow">What of it this command has paid.</param>
/// <param name="PaidBefore">What was paid before: by the same command earlier, or by whoever asked for the same rewards.</param>
internal sealed record ScoreSummary(
    int Rows, int Rewarded, IReadOnlyList<MissingRewards> Missing, Usage Usage, Usage PaidNow, Usage PaidBefore)
{
    /// <summary>Sums up results.</summary>
    public static ScoreSummary Create(IReadOnlyList<ScoreResult> results, ScoreProgress progress)
    {
        var missing = results.Select((result, i) => (result.Trouble, result.Detail, Item: i + 1)).Where(r => r.Trouble is not null)
            .GroupBy(r => r.Trouble!, StringComparer.Ordinal)
            .Select(g => new MissingRewards(g.Key, g.Count(), g.First().Item, g.First().Detail ?? ""));
        return new(results.Count, results.Count(r => r.Trouble is null), [.. missing], progress.Usage, progress.Usage - progress.Before,
            progress.Before);
    }
}

/// <summary>Rows without rewards for one cause.</summary>
/// <param name="Trouble">The cause in one word.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="First">The first of them, from 1.</param>
/// <param name="Detail">What happened to that one.</param>
internal sealed record MissingRewards(string Trouble, int Rows, int First, string Detail);

/// <summary>Prints rewards: as JSON, or as a table for people; what is missing and why on stderr too.</summary>
internal static class ScorePrinter
{
    public static void Print(Terminal terminal, string? file, IReadOnlyList<ScoreResult> results, ScoreSummary summary)
    {
        if (terminal.IsJson && file is null) terminal.WriteJson(new { results, summary });
        else if (terminal.IsJson) terminal.WriteJson(new { @out = file, summary });
        else
        {
            if (file is null) terminal.WriteTable(ToTable(results));
            var cost = ScoreProgress.DescribeCost(summary.Usage, summary.PaidBefore) is { Length: > 0 } known ? $"; {known}" : "";
            var place = file is null ? "" : $" in {file}";
            terminal.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{summary.Rewarded} of {summary.Rows} rows have their rewards{place}{cost}"));
        }
        foreach (var (trouble, rows, first, detail) in summary.Missing)
            terminal.Report(string.Create(
                CultureInfo.InvariantCulture, $"! {rows} rows have no reward, {trouble}: the first is item {first}: {detail}"));
    }

    private static ReportTable ToTable(IReadOnlyList<ScoreResult> results) => new(
        ["item", "answer", "reward", "P(wins)", "order matters", "transcript"],
        [.. results.SelectMany((r, i) => r.Rewards is null
            ? [new[] { $"{i + 1}", "", "", "", "", $"{r.Trouble}: {r.Detail}" }]
            : r.Rewards.Select((reward, n) => new[]
            {
                $"{i + 1}", $"{n + 1}", FormatNumber(reward), FormatNumber(r.Probabilities![n]), r.Disagreements is { } d
                    ? FormatNumber(d[n]) : "", r.Transcript ?? "",
            }))]);

    private static string FormatNumber(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
