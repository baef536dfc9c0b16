using Debate.Core.Output;
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation;
using Debate.Llama;
using Debate.Hosting;
using Debate.Models;
using Debate.Programs;
using Debate.Storage;
using Spectre.Console;

namespace Debate.Cli.Commands;

/// <summary>
/// <c>debate doctor</c>: checks what a run needs without running one. It reports which variables are set, never their values.
/// </summary>
internal sealed class DoctorCommand : Command
{
    private static readonly string[] Variables = ["DEBATE_DATA", "DEBATE_SERVER", "NO_COLOR", "HTTP_PROXY", "HTTPS_PROXY"];

    private readonly ModelOptions _models = new();
    private readonly Option<bool> _call = new("--call") { Description = "Also ask each model for a few tokens; this may cost money." };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "Also check the Redis of a cluster (DEBATE_CLUSTER).",
        HelpName = "redis://HOST:PORT/DB?prefix=NAME",
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
        var terminal = CommonOptions.Terminal(parse);
        var findings = new DoctorFindings(terminal);
        findings.Add(CheckRuntime());
        findings.Add(await CheckDataFolderAsync(DataFolder.Read(parse)));
        if ((parse.GetValue(_cluster) ?? CommonOptions.Variable("DEBATE_CLUSTER")) is { } redis) findings.Add(await CheckRedisAsync(redis));
        foreach (var name in Variables)
            findings.Add(new($"variable {name}", true, CommonOptions.Variable(name) is null ? "not set" : "set"));
        if ((parse.GetValue(CommonOptions.Server) ?? CommonOptions.Variable("DEBATE_SERVER")) is { } servers)
            foreach (var server in await ServerChecks.CheckAllAsync(servers)) findings.Add(server);
        await new ModelChecks(_models, terminal).CheckAsync(findings, parse, parse.GetValue(_call), stop);
        return findings.Complete();
    }

    private static DoctorFinding CheckRuntime() => new("runtime", Environment.Version.Major >= 10,
        $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");

    private static async Task<DoctorFinding> CheckDataFolderAsync(DataFolder folder)
    {
        var name = $"data folder {Path.GetFullPath(folder.Folder)}";
        if (!Directory.Exists(folder.Folder)) return new(name, true, "not there yet; the first run makes it");
        try
        {
            var probe = Path.Combine(folder.Folder, $"doctor-{Environment.ProcessId}");
            await using (File.Create(probe, 1, FileOptions.DeleteOnClose)) { }
            await using var journal = folder.OpenToRead();
            var runs = await journal.ListAsync(new RunQuery { Tenant = null });
            return new(name, true, $"writable, {runs.Count} runs; appends are synced to the disk (SQLite, synchronous = FULL)");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InputException)
        {
            return new(name, false, error.Message);
        }
    }

    private static async Task<DoctorFinding> CheckRedisAsync(string redis)
    {
        var name = "cluster";
        try
        {
            name = $"cluster {RedisAddress.Parse(redis)}";
            await using var journal = await RedisJournal.OpenAsync(redis);
            var promises = await journal.ReadPromisesAsync();
            if (promises.Eviction is { } eviction) return new(name, false, eviction);
            var notice = promises.EvictionNotice is { } told ? $"; {told}" : "";
            return promises.PowerFailure is { } cost
                ? new(name, false, $"after a power failure {cost}; set appendonly yes and appendfsync always{notice}")
                : new(name, true, $"every append is synced to the disk (appendfsync always){notice}");
        }
        catch (Exception absent) when (absent is InputException or RedisAwayException)
        {
            return new(name, false, absent.Message);
        }
    }
}

/// <summary>One result of <c>debate doctor</c>.</summary>
/// <param name="Name">The subject of the check.</param>
/// <param name="Ok">Whether the check passed.</param>
/// <param name="Detail">The details in one line.</param>
internal sealed record DoctorFinding(string Name, bool Ok, string Detail)
{
    /// <summary>The kind of external failure; it decides the exit code.</summary>
    [JsonIgnore]
    public FailureKind Cause { get; init; }

    /// <summary>The finding for a check that ended in an outage.</summary>
    public static DoctorFinding Unreachable(string name, OutageException outage) =>
        new(name, false, outage.Message) { Cause = outage.Cause };
}

/// <summary>The findings so far: each is printed as it arrives, except with <c>-o json</c>, which prints one document at the end.</summary>
internal sealed class DoctorFindings(Terminal terminal)
{
    private readonly List<DoctorFinding> _all = [];

    /// <summary>Adds a finding and prints it.</summary>
    public void Add(DoctorFinding found)
    {
        _all.Add(found);
        if (terminal.Format == OutputFormat.Jsonl) terminal.WriteJson(found);
        else if (!terminal.IsJson)
            terminal.WriteHanging(found.Ok ? "ok   " : "NOT  ", $"{found.Name}: {found.Detail}", found.Ok ? Style.Plain : new Style(Color.Red));
    }

    /// <summary>Prints the JSON document, if one is due, and returns the exit code: that of an external failure if there is one.</summary>
    public int Complete()
    {
        if (terminal.Format == OutputFormat.Json) terminal.WriteJson(new { checks = _all });
        return _all.Where(f => !f.Ok).Select(f => Exit.CodeOf(f.Cause)).Append(Exit.Ok).Max();
    }
}

/// <summary>The checks of <c>debate doctor</c> on the configuration and its models.</summary>
internal sealed class ModelChecks(ModelOptions options, Terminal terminal)
{
    // Some servers refuse a limit of one.
    private const int MaxTokens = 16;

    /// <summary>How long a model may take to say yes, where --wait-for-models says nothing.</summary>
    private static readonly TimeSpan MaxReplyTime = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Checks the configuration, then each model; with <paramref name="call"/> it calls all models in parallel and reports each as it
    /// replies.
    /// </summary>
    public async Task CheckAsync(DoctorFindings findings, ParseResult parse, bool call, CancellationToken stop)
    {
        try
        {
            var models = await options.ReadAsync(parse);
            using var backends = new ModelRegistry(models, new()
            {
                Local = LlamaRuntimes.Instance,
                OnRetry = notice => terminal.Report($"{notice}"),
                GivesUpEarly = true,
                WaitForModels = ModelOptions.ReadWait(parse),
            });
            findings.Add(new("configuration", true, SourceOf(parse)));
            if (CommonOptions.FindServer(parse) is null)
                foreach (var found in await ProgramChecks.CheckAllAsync(models, stop)) findings.Add(found);
            if (call && models.Models.Count > 0) terminal.Report($"asking {string.Join(", ", models.Models.Select(m => m.Name))}");
            var limit = ModelOptions.ReadWait(parse) ?? MaxReplyTime;
            var asked = models.Models.Select(model => call ? CheckCallAsync(backends, model, limit, stop)
                : Task.FromResult(CheckConfiguration(backends, model)));
            await foreach (var found in Task.WhenEach([.. asked])) findings.Add(await found);
        }
        catch (InputException wrong)
        {
            findings.Add(new("configuration", false, wrong.Message));
        }
        catch (OutageException outage)
        {
            findings.Add(DoctorFinding.Unreachable("configuration", outage));
        }
    }

    private static string SourceOf(ParseResult parse) =>
        CommonOptions.FindServer(parse) is { } server ? $"that of {server.Address}"
        : ModelOptions.File(parse) ?? "none; give --config FILE or put a debate.yaml here";

    private static DoctorFinding CheckConfiguration(ModelRegistry backends, ModelSpec model) =>
        FindMissing(backends, model) ?? new(Name(model), true, $"{Describe(backends, model)} (--call asks it)");

    private static async Task<DoctorFinding> CheckCallAsync(
        ModelRegistry backends, ModelSpec model, TimeSpan limit, CancellationToken stop)
    {
        if (FindMissing(backends, model) is { } missing) return missing;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(limit);
        try
        {
            var seat = new Seat("doctor", model.Name) { Sampling = new(MaxTokens: MaxTokens) };
            ChatMessage[] chat = [new(Debate.Deliberation.Role.User, "Say yes.")];
            var reply = await backends.AskAsync(new(new("doctor"), "0", seat, chat, 0, 1, null), patience.Token);
            var untrue = model is EndpointSpec ? await AbilityChecks.FindUntrueAsync(backends, seat, patience.Token) : null;
            return new(Name(model), untrue is null, $"{Describe(backends, model)} replied ({untrue ?? DescribeReply(reply)})");
        }
        catch (OutageException outage)
        {
            return DoctorFinding.Unreachable(Name(model), outage);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            var why = $"no reply within {Durations.Describe(limit)}; one whose model is still being loaded takes longer";
            return new(Name(model), false, $"{Describe(backends, model)}: {why}: --wait-for-models 10m") { Cause = FailureKind.Unreachable };
        }
    }

    private static string DescribeReply(ModelReply reply)
    {
        string?[] parts =
        [
            $"{reply.Usage.TokensOut} tokens{(reply.Usage.Estimated > 0 ? ", estimated: its server does not count them" : "")}",
            reply.Thoughts is null ? null : "it thinks before it speaks, so give it room: maxTokens",
            reply.Unsent is { } unsent ? $"asked without {unsent}, which its server refuses" : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    /// <summary>What a model lacks: its key, or what would run it in this process; null for nothing.</summary>
    private static DoctorFinding? FindMissing(ModelRegistry backends, ModelSpec model)
    {
        if (model is EndpointSpec { KeyVariable: { } variable } && CommonOptions.Variable(variable) is null)
            return new(Name(model), false, $"its key variable {variable} is not set");
        try
        {
            backends.CheckLocal([model.Name]);
            return null;
        }
        catch (InputException wrong)
        {
            return new(Name(model), false, wrong.Message);
        }
    }

    private static string Name(ModelSpec model) => $"model {model.Name}";

    private static string Describe(ModelRegistry backends, ModelSpec model) => model switch
    {
        EndpointSpec endpoint => $"{endpoint.Model} at {endpoint.Endpoint}",
        GgufSpec gguf => $"{gguf.File}: {backends.Describe(gguf)}",
        SimulatedSpec simulated => $"simulated: {SimulatedSpec.DescribePurpose(simulated.Kind)}",
        _ => "",
    };
}

/// <summary>The checks of <c>debate doctor</c> on what runs programs: each language runs one, and one that must not get its way.</summary>
internal static class ProgramChecks
{
    private static readonly (string Language, string Source, string Expected)[] Trials =
    [
        (ProgramCall.JavaScript, "typeof process + typeof require + 6 * 7", "undefinedundefined42"),
        (ProgramCall.Python, """
            import os, socket
            got = []
            for name, attempt in (("fork", os.fork), ("network", socket.socket), ("write", lambda: open("/tmp/x", "w"))):
                for _ in range(50 if name == "fork" else 1):
                    try:
                        if attempt() == 0: os._exit(0)
                        got.append(name)
                    except OSError:
                        pass
            print(got, 6 * 7)
            """, "[] 42"),
    ];

    /// <summary>Checks JavaScript, and Python where the configuration wants it.</summary>
    public static async Task<IReadOnlyList<DoctorFinding>> CheckAllAsync(ModelConfiguration models, CancellationToken stop)
    {
        await using var programs = models.Programs.CreateRunner();
        var findings = new List<DoctorFinding>();
        foreach (var trial in Trials.Where(t => t.Language != ProgramCall.Python || models.Programs.RunsPython))
            findings.Add(await CheckAsync(programs, trial.Language, trial.Source, trial.Expected, stop));
        return findings;
    }

    private static async Task<DoctorFinding> CheckAsync(
        ProcessPrograms programs, string language, string source, string expected, CancellationToken stop)
    {
        var name = $"programs in {language}";
        if (programs.FindObstacle(language) is { } obstacle) return new(name, false, obstacle);
        try
        {
            var result = await programs.RunAsync(new("doctor"), new(language, source), stop);
            return result is { End: ProgramEnd.Done } && result.Output == expected
                ? new(name, true, "run in a sandbox; no new process, network or file was to be had")
                : new(name, false, $"a program did not end as it should ({result.End}): {result.Error ?? result.Output}");
        }
        catch (OutageException outage)
        {
            return DoctorFinding.Unreachable(name, outage);
        }
    }
}

/// <summary>The checks of <c>debate doctor</c> on the servers that the command line names.</summary>
internal static class ServerChecks
{
    /// <summary>Checks that each server is ready: a member of its cluster whose journal responds.</summary>
    public static async Task<IReadOnlyList<DoctorFinding>> CheckAllAsync(string addresses)
    {
        var findings = new List<DoctorFinding>();
        foreach (var address in addresses.Split(',', StringSplitOptions.TrimEntries)) findings.Add(await CheckAsync(address));
        return findings;
    }

    private static async Task<DoctorFinding> CheckAsync(string address)
    {
        var name = $"server {Secrets.HideUser(address)}";
        try
        {
            using var server = new DebateHttpClient(address, CommonOptions.ApiKey, RetryPolicy.Once);
            var isReady = await server.Server.IsReadyAsync();
            return new(name, isReady, isReady ? "ready" : "it has no /health/ready");
        }
        catch (OutageException outage)
        {
            return DoctorFinding.Unreachable(name, outage);
        }
        catch (Exception wrong) when (wrong is InputException or RequestRefusedException)
        {
            return new(name, false, wrong.Message);
        }
    }
}
