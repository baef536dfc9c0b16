using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Cli.Data;
using Debate.Client;
using Debate.Contracts;
using Debate.Hosting;
using Debate.Models;
using Debate.Silo.Web.Rewards;
using Debate.Tournaments;
using Microsoft.Extensions.DependencyInjection;

namespace Debate.Cli.Rewards;

/// <summary><c>debate reward score</c>: rewards for the answers in a file.</summary>
internal sealed class ScoreAnswers : Command
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "JSON Lines: {\"prompt\", \"completion\" or \"completions\", \"label\", \"baseline\"}.",
    };

    private readonly Option<string?> _profile = new("--profile") { Description = "How it is rewarded: a profile of the configuration.",
        HelpName = "NAME" };

    private readonly Option<string?> _judge =
        new("--judge") { Description = "A judge that train-judge wrote: rewards evidence debates, without models.", HelpName = "FILE" };

    private readonly EnvironmentOptions _environment = new();

    public ScoreAnswers() : base("score", "Reward the answers in a file, here or by a reward server (debate serve) at --server URL.")
    {
        Add(_file);
        Add(_profile);
        Add(_judge);
        _environment.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var file = parse.GetRequiredValue(_file);
        ScoreItem[] items = [.. Files.Read(file).Split('\n').Select((line, i) => (Line: line, Number: i + 1))
            .Where(l => !string.IsNullOrWhiteSpace(l.Line)).Select(l => Read(l.Line, $"{file}, line {l.Number}"))];
        using var server = RewardServers.Find(parse);
        var results = server is null
            ? await ScoreInProcessAsync(parse, items)
            : await RewardServers.CallAsync(() => server.ScoreAsync(items, parse.GetValue(_profile), stop));
        if (terminal.IsJson) terminal.WriteJson(new { results });
        else Print(terminal, results);
        return results.All(r => r.Trouble is null) ? Exit.Ok : Exit.Partial;
    }

    private async Task<IReadOnlyList<ScoreResult>> ScoreInProcessAsync(ParseResult parse, ScoreItem[] items)
    {
        var (folder, judge) = (DataFolder.Read(parse), parse.GetValue(_judge));
        var profile = parse.GetValue(_profile) ?? (judge is null ? null : RewardSetup.EvidenceProfile);
        var models = ModelOptions.File(parse) is { } config
            ? ModelConfiguration.Read(Files.Read(config), config) : ModelConfiguration.Empty;
        var profiles = RewardSetup.CreateProfiles(new("", folder.Folder, models)
        {
            RewardJudge = judge,
            RewardEnvironment = _environment.Name(parse),
            RewardEnvironmentData = _environment.Folder(parse),
        });
        profiles.Find(profile);
        await using var journal = folder.OpenToWrite();
        using var backends = new ModelRegistry(models, new()
        {
            CacheFolder = folder.CacheFolder,
            OnNotice = CommonOptions.Terminal(parse).Report,
        });
        await using var silo = await EmbeddedSilo.StartAsync(journal, backends, s => s.Services.AddSingleton(profiles));
        var replies = await silo.ScoreAsync([.. items.Select(item => new RewardCall(profile, item.Prompt, [.. item.Completions])
        {
            Label = item.Label, Baseline = item.Baseline, Seed = parse.GetValue(CommonOptions.Seed),
        })]);
        return [.. replies.Select(r => new ScoreResult(
            r.Outcome?.Rewards, r.Outcome?.Probabilities, r.Outcome is { Disagreements: { IsEmpty: false } both } ? both : null,
            r.Outcome?.Contests, r.Transcript, r.Outcome is null ? $"{r.Trouble}" : null, r.Message))];
    }

    private static ScoreItem Read(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var completions = root.TryGetProperty("completions", out var list)
                ? list.EnumerateArray().Select(c => c.GetString() ?? "").ToArray()
                : [ReadText(root, "completion") ?? ""];
            return new(ReadText(root, "prompt") ?? "", completions, ReadText(root, "label"), ReadText(root, "baseline"));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new InputException($"{place}: not an object with prompt and completion: {wrong.Message}", wrong);
        }
    }

    private static string? ReadText(JsonElement root, string field) => !root.TryGetProperty(field, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static void Print(Terminal terminal, IReadOnlyList<ScoreResult> results) => terminal.WriteTable(new ReportTable(
        ["item", "answer", "reward", "P(wins)", "order matters", "transcript"],
        [.. results.SelectMany((r, i) => r.Rewards is null
            ? [new[] { $"{i + 1}", "", "", "", "", $"{r.Trouble}: {r.Detail}" }]
            : r.Rewards.Select((reward, n) => new[]
            {
                $"{i + 1}", $"{n + 1}", FormatNumber(reward), FormatNumber(r.Probabilities![n]), r.Disagreements is { } d
                    ? FormatNumber(d[n]) : "", r.Transcript ?? "",
            }))]));

    private static string FormatNumber(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
