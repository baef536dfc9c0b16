using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Models;
using Debate.Silo;

namespace Debate.Cli.Commands;

/// <summary><c>debate serve</c>: a silo that takes up what was left unfinished in the data folder.</summary>
internal sealed class ServeCommand : Command
{
    private readonly Option<string> _urls = new("--urls")
    {
        Description = "Where /health/live and /health/ready are served.",
        HelpName = "URLS",
        DefaultValueFactory = _ => ServerOptions.DefaultUrls,
    };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "A cluster to join; not there yet.", HelpName = "URL" };

    private readonly Option<string?> _gateway = new("--gateway-port")
    {
        Description = "Where Orleans clients of this machine connect; without it that of the last time, else a free one. DATA/gateway tells.",
        HelpName = "PORT",
    };

    public ServeCommand() : base("serve", "Serve the data folder: take up unfinished runs, answer health probes and Orleans clients.")
    {
        Add(_urls);
        Add(_gateway);
        Add(_cluster);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        if (parse.GetValue(_cluster) is { } cluster)
            throw new InputException($"--cluster '{cluster}': clusters come with a later version; leave it out to serve alone");
        var models = ModelOptions.File(parse) is { } file ? ModelConfiguration.Read(Files.Read(file), file) : ModelConfiguration.Empty;
        var options = new ServerOptions(parse.GetRequiredValue(_urls), DataFolder.Of(parse).Folder, models)
        {
            GatewayPort = parse.GetValue(_gateway) is { } port ? ServerOptions.ReadPort("--gateway-port", port) : null,
            ApiKey = ServerOptions.KeyOf(Environment.GetEnvironmentVariable),
        };
        Common.Terminal(parse).Note($"serving {options.Data} at {options.Urls}; Ctrl-C stops");
        await DebateServer.RunAsync(options, stop);
        return Exit.Ok;
    }
}
