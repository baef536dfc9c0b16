using System.CommandLine;
using System.Runtime.InteropServices;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Journals;
using Debate.Models;
using Spectre.Console;

namespace Debate.Cli.Commands;

/// <summary>
/// <c>debate doctor</c>: what a run would need, checked without running one. It tells which variables are set, never their values.
/// </summary>
internal sealed class DoctorCommand : Command
{
    private static readonly string[] Variables = ["DEBATE_DATA", "DEBATE_SERVER", "NO_COLOR", "HTTP_PROXY", "HTTPS_PROXY"];

    private readonly ModelOptions _models = new();
    private readonly Option<bool> _call = new("--call") { Description = "Also ask each model for one token; this may cost money." };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "Also check the Redis of a cluster (DEBATE_CLUSTER).",
        HelpName = "redis://HOST:PORT",
    };

    public DoctorCommand() : base("doctor", "Check what a run needs: runtime, data folder, cluster, servers, configuration, models.")
    {
        _models.AddTo(this);
        Add(_cluster);
        Add(_call);
        SetAction((parse, stop) => RunAsync(parse, stop));
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = Common.Terminal(parse);
        var checks = new List<Finding> { Runtime(), await DataAsync(DataFolder.Of(parse)) };
        if ((parse.GetValue(_cluster) ?? Common.Variable("DEBATE_CLUSTER")) is { } redis) checks.Add(await RedisAsync(redis));
        checks.AddRange(Variables.Select(name => new Finding($"variable {name}", true, Common.Variable(name) is null ? "not set" : "set")));
        if ((parse.GetValue(Common.Server) ?? Common.Variable("DEBATE_SERVER")) is { } servers)
            checks.AddRange(await ServerChecks.OfAsync(servers));
        checks.AddRange(await ModelsAsync(parse, stop));
        Print(checks, terminal);
        return checks.TrueForAll(c => c.Ok) ? Exit.Ok : Exit.Failed;
    }

    private static Finding Runtime() => new("runtime", Environment.Version.Major >= 10,
        $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");

    private static async Task<Finding> DataAsync(DataFolder folder)
    {
        var name = $"data folder {Path.GetFullPath(folder.Folder)}";
        if (!Directory.Exists(folder.Folder)) return new(name, true, "not there yet; the first run makes it");
        try
        {
            var probe = Path.Combine(folder.Folder, $"doctor-{Environment.ProcessId}");
            await using (File.Create(probe, 1, FileOptions.DeleteOnClose)) { }
            await using var journal = folder.OpenToRead();
            var runs = await journal.ListAsync(new RunQuery());
            return new(name, true, $"writable, {runs.Count} runs; appends are synced to the disk (SQLite, synchronous = FULL)");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or InputException)
        {
            return new(name, false, trouble.Message);
        }
    }

    private static async Task<Finding> RedisAsync(string redis)
    {
        try
        {
            await using var journal = await RedisJournal.OpenAsync(redis);
            return await journal.DurabilityAsync() is { } cost
                ? new($"cluster {redis}", false, $"after a power failure {cost}; set appendonly yes and appendfsync always")
                : new($"cluster {redis}", true, "every append is synced to the disk (appendfsync always)");
        }
        catch (InputException absent)
        {
            return new($"cluster {redis}", false, absent.Message);
        }
    }

    private async Task<IReadOnlyList<Finding>> ModelsAsync(ParseResult parse, CancellationToken stop)
    {
        try
        {
            var models = await _models.ReadAsync(parse);
            var from = ModelOptions.File(parse) ?? "none; give --config FILE or put a debate.yaml here";
            var findings = new List<Finding> { new("configuration", true, from) };
            foreach (var model in models.Models) findings.Add(await ModelAsync(models, model, parse.GetValue(_call), stop));
            return findings;
        }
        catch (InputException wrong)
        {
            return [new("configuration", false, wrong.Message)];
        }
    }

    private static async Task<Finding> ModelAsync(ModelConfiguration models, ModelSpec model, bool call, CancellationToken stop)
    {
        var name = $"model {model.Name}";
        if (model is EndpointSpec { KeyVariable: { } variable } && Common.Variable(variable) is null)
            return new(name, false, $"its key variable {variable} is not set");
        var what = model is EndpointSpec endpoint ? $"{endpoint.Model} at {endpoint.Endpoint}" : "simulated";
        if (!call) return new(name, true, $"{what} (--call asks it)");
        try
        {
            using var backends = new ModelBackends(models);
            var seat = new Seat("doctor", model.Name) { Sampling = new(MaxTokens: 1) };
            ChatMessage[] chat = [new(Debate.Deliberation.Role.User, "Say yes.")];
            var reply = await backends.AskAsync(new(new("doctor"), "0", seat, chat, 0, 1, null), stop);
            return new(name, true, $"{what} replied ({reply.Usage.TokensOut} tokens)");
        }
        catch (OutageException outage)
        {
            return new(name, false, outage.Message);
        }
    }

    private static void Print(List<Finding> checks, Terminal terminal)
    {
        if (terminal.Format == OutputFormat.Json) terminal.Json(new { checks });
        else if (terminal.Format == OutputFormat.Jsonl) checks.ForEach(terminal.Json);
        else checks.ForEach(check => PrintLine(check, terminal));
    }

    private static void PrintLine(Finding check, Terminal terminal) =>
        terminal.Line($"{(check.Ok ? "ok " : "NOT")}  {check.Name}: {check.Detail}", check.Ok ? Style.Plain : new Style(Color.Red));
}
