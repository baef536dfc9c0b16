using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary><c>debate reward score</c>: what a reward server gives for the answers in a file.</summary>
internal sealed class ScoreAnswers : Command
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "JSON Lines: {\"prompt\", \"completion\" or \"completions\", \"label\", \"baseline\"}.",
    };

    private readonly Option<string?> _profile = new("--profile") { Description = "How the server rewards; its usual way.", HelpName = "NAME" };

    public ScoreAnswers() : base("score", "Reward the answers in a file, by a reward server (debate serve) at --server URL.")
    {
        Add(_file);
        Add(_profile);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var address = parse.GetValue(Common.Server) ?? Common.Variable("DEBATE_SERVER")
            ?? throw new InputException("--server: give the URL of a reward server, which debate serve starts");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw new InputException($"--server '{address}': it must be an http URL");
        var terminal = new Terminal(Enum.Parse<OutputFormat>(parse.GetRequiredValue(Common.Output), ignoreCase: true));
        var file = parse.GetRequiredValue(_file);
        ScoreItem[] items = [.. Files.Read(file).Split('\n').Select((line, i) => (Line: line, Number: i + 1))
            .Where(l => !string.IsNullOrWhiteSpace(l.Line)).Select(l => Read(l.Line, $"{file}, line {l.Number}"))];
        var results = await ScoredAsync(server, items, parse.GetValue(_profile), stop);
        if (terminal.IsJson) terminal.Json(new { results });
        else Print(terminal, results);
        return results.All(r => r.Trouble is null) ? Exit.Ok : Exit.Partial;
    }

    private static async Task<IReadOnlyList<ScoreResult>> ScoredAsync(
        Uri server, IReadOnlyList<ScoreItem> items, string? profile, CancellationToken stop)
    {
        using var client = new RewardClient(server, Common.Variable("DEBATE_API_KEY"));
        try
        {
            return await client.ScoreAsync(items, profile, stop);
        }
        catch (RewardServerException trouble)
        {
            throw new ToolException(trouble.Status switch
            {
                null => Exit.Unreachable,
                HttpStatusCode.Unauthorized => Exit.Unauthorised,
                HttpStatusCode.BadRequest => Exit.Usage,
                _ => Exit.Failed,
            }, trouble.Message);
        }
    }

    private static ScoreItem Read(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var completions = root.TryGetProperty("completions", out var list)
                ? list.EnumerateArray().Select(c => c.GetString() ?? "").ToArray()
                : [Text(root, "completion") ?? ""];
            return new(Text(root, "prompt") ?? "", completions, Text(root, "label"), Text(root, "baseline"));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new InputException($"{place}: not an object with prompt and completion: {wrong.Message}", wrong);
        }
    }

    private static string? Text(JsonElement root, string field) => !root.TryGetProperty(field, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static void Print(Terminal terminal, IReadOnlyList<ScoreResult> results) => terminal.Table(new ReportTable(
        ["item", "answer", "reward", "P(wins)", "order matters", "transcript"],
        [.. results.SelectMany((r, i) => r.Rewards is null
            ? [new[] { $"{i + 1}", "", "", "", "", $"{r.Trouble}: {r.Detail}" }]
            : r.Rewards.Select((reward, n) => new[]
            {
                $"{i + 1}", $"{n + 1}", Text(reward), Text(r.Probabilities![n]), r.Disagreements is { } d ? Text(d[n]) : "", r.Transcript ?? "",
            }))]));

    private static string Text(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
