using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Models;
using Debate.Silo;

namespace Debate.Cli.Commands;

/// <summary><c>debate serve</c>: a silo that resumes the unfinished runs of the data folder.</summary>
internal sealed class ServeCommand : Command
{
    private readonly Option<string?> _urls = new("--urls")
    {
        Description = "Where the HTTP API and the health probes are served; beyond this machine only with DEBATE_API_KEY set "
            + $"(DEBATE_URLS; default {ServerOptions.DefaultUrls}).",
        HelpName = "URLS",
    };
    private readonly Option<string?> _allowHost = new("--allow-host")
    {
        Description = "Names by which a server without a key may be addressed, beside 127.0.0.1, [::1] and localhost (DEBATE_ALLOW_HOST).",
        HelpName = "NAME,...",
    };

    private readonly Option<string?> _allowOrigin = new("--allow-origin")
    {
        Description = "Origins whose pages may ask the server from a browser, such as https://app.example.org (DEBATE_ALLOW_ORIGIN; default none).",
        HelpName = "ORIGIN,...",
    };
    private readonly Option<string?> _library = new("--library")
    {
        Description = "A folder of maps and question files that tournaments and evaluations sent over HTTP may name (DEBATE_LIBRARY).",
        HelpName = "DIR",
    };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "A cluster to join (DEBATE_CLUSTER): its silos share runs and journal through Redis; USER:PASSWORD@ "
            + "before HOST and rediss:// are understood, and deployments with another DB or prefix share nothing.",
        HelpName = "redis://HOST:PORT/DB?prefix=NAME",
    };

    private readonly Option<string?> _certificate = new("--cluster-certificate")
    {
        Description = "A PEM file with a certificate and its key, by which silos and Orleans clients know one another "
            + "(DEBATE_CLUSTER_CERTIFICATE; docs/security.md).",
        HelpName = "FILE",
    };

    private readonly Option<string?> _archive = new("--archive")
    {
        Description = "A folder, the same for all servers of the cluster, to which finished runs go from Redis (DEBATE_ARCHIVE).",
        HelpName = "DIR",
    };

    private readonly Option<string?> _archiveAfter = new("--archive-after")
    {
        Description = "How long after its end a run goes there (DEBATE_ARCHIVE_AFTER; default 00:10:00).",
        HelpName = "TIME",
    };

    private readonly Option<string?> _gateway = new("--gateway-port")
    {
        Description = "Where Orleans clients of this machine connect; without it that of the last time, else a free one. DATA/gateway tells.",
        HelpName = "PORT",
    };

    private readonly Option<string?> _roles = new("--roles")
    {
        Description = "What this silo does (DEBATE_ROLES; default all): web, deliberation, solver, program, model-host, model-host:NAME+NAME.",
        HelpName = "ROLE,...",
    };

    private readonly Option<string?> _inFlight = new("--in-flight")
    {
        Description = "Debates driven at once by this silo, the others wait (DEBATE_IN_FLIGHT; without it as many as come).",
        HelpName = "N",
    };

    private readonly Option<string?> _limits = new("--limits")
    {
        Description = "What a request or a key may ask at most, such as text=2MB,runs=100 (DEBATE_LIMITS; docs/http.md lists them).",
        HelpName = "NAME=N,...",
    };

    private readonly Option<string?> _turnWarning = new("--turn-warning")
    {
        Description = "From which length on a turn of a grain is a warning in the log (DEBATE_TURN_WARNING; default 1s).",
        HelpName = "TIME",
    };

    private readonly Option<string?> _judge = new("--reward-judge")
    {
        Description = "A judge of train-judge: rewards by debates over evidence (DEBATE_REWARD_JUDGE).",
        HelpName = "FILE",
    };

    private readonly Option<string?> _environment = new("--reward-environment")
    {
        Description = "What it judges about (DEBATE_REWARD_ENVIRONMENT; default sepsis-simulator).",
        HelpName = "NAME",
    };

    private readonly Option<string?> _environmentData =
        new("--reward-data") { Description = "Folder of the environment's files (DEBATE_REWARD_DATA).", HelpName = "DIR" };

    public ServeCommand() : base("serve", "Serve runs: over HTTP, to Orleans clients, alone or in a cluster; take up what was left unfinished.")
    {
        foreach (var option in Settings) Add(option);
        SetAction(RunAsync);
    }

    private IEnumerable<Option<string?>> Settings =>
        [
            _urls, _allowHost, _allowOrigin, _library, _gateway, _cluster, _certificate, _roles, _inFlight, _limits, _turnWarning, _archive,
            _archiveAfter, _judge, _environment, _environmentData,
        ];

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var models = ModelOptions.File(parse) is { } file ? ModelConfiguration.Read(Files.Read(file), file) : ModelConfiguration.Empty;
        var options = ServerOptions.Read(setting => Find(parse, setting), DataFolder.Read(parse).Folder, models);
        var terminal = CommonOptions.Terminal(parse);
        await DebateServer.RunAsync(options, urls => terminal.Report($"serving {options.Data} at {urls}; Ctrl-C stops"), stop);
        return Exit.Ok;
    }

    /// <summary>What was given for a setting: by its option, else by its variable.</summary>
    private GivenSetting? Find(ParseResult parse, string setting)
    {
        var (option, variable) = (Settings.FirstOrDefault(o => o.Name == $"--{setting}"), ServerOptions.VariableOf(setting));
        if (option is not null && parse.GetValue(option) is { } given) return new(option.Name, given);
        return CommonOptions.Variable(variable) is { } text ? new(variable, text) : null;
    }
}
