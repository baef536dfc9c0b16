using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Cli.Data;
using Debate.Cli.Driving;
using Debate.Client;
using Debate.Deliberation.Evidence.Players;
using Debate.Models;

namespace Debate.Cli.Input;

/// <summary>The source of models: a configuration file, or an endpoint given on the command line.</summary>
internal sealed class ModelOptions
{
    private static readonly string[] Defaults = ["debate.yaml", "debate.yml", "debate.json"];

    private readonly Option<string?> _model =
        new("--model")
        {
            Description = "The model of every seat that names none, one of those in debate.yaml. To try things without a key, an entry "
                + $"there may be {{ simulated: KIND }}: {string.Join("; ", SimulatedSpec.Purposes.Select(k => $"{k.Kind} {k.Purpose}"))}.",
            HelpName = "NAME",
        };
    private readonly Option<string?> _endpoint =
        new("--endpoint") { Description = "For a quick try: an OpenAI-compatible URL that serves --model.", HelpName = "URL" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_endpoint);
        command.Add(WaitForModels);
    }

    /// <summary>How long to wait for an endpoint that has never answered.</summary>
    public static Option<string?> WaitForModels { get; } = new("--wait-for-models")
    {
        Description = "How long to wait for a model's server that is not there yet, such as 10m (5 s where nothing is said).",
        HelpName = "TIME",
    };

    /// <summary>The value of <see cref="WaitForModels"/>; null where it is not given, or the command does not have it.</summary>
    public static TimeSpan? ReadWait(ParseResult parse) =>
        parse.GetResult(WaitForModels) is not null && parse.GetValue(WaitForModels) is { } given
            ? Values.Duration.Read(WaitForModels.Name, given) : null;

    /// <summary>
    /// The models that the command may use: the server's own models if it runs on a server. Throws <see cref="InputException"/> for an
    /// invalid file.
    /// </summary>
    public async Task<ModelConfiguration> ReadAsync(ParseResult parse)
    {
        if (CommonOptions.FindServer(parse) is { } server) return await ReadFromServerAsync(parse, server);
        var configured = File(parse) is { } file ? ModelConfiguration.Read(Files.Read(file), file) : ModelConfiguration.Empty;
        if (parse.GetValue(_endpoint) is not { } endpoint) return configured;
        var model = parse.GetValue(_model)
            ?? throw new InputException($"--endpoint '{endpoint}': it needs --model NAME, the model's name there");
        return configured.Merge(ModelConfiguration.ForEndpoint(endpoint, model));
    }

    /// <summary>
    /// The models of <c>--config</c> for a run that goes on; null where it is not given: what lies in a folder by default mends nothing.
    /// </summary>
    public static GivenModels? ReadMended(ParseResult parse) => parse.GetValue(CommonOptions.Config) is { } given
        ? new(given, ModelConfiguration.Read(Files.Read(DataPath.Resolve(given)), given)) : null;

    private static readonly string[] HostFields =
        ["family", "contextTokens", "maxTokens", "parallel", "requestsPerMinute", "pricePerMillionIn", "pricePerMillionOut"];

    private async Task<ModelConfiguration> ReadFromServerAsync(ParseResult parse, DebateHttpClient server)
    {
        if (parse.GetValue(_endpoint) is { } endpoint)
            throw new InputException($"--endpoint '{endpoint}': a server asks its own models only; leave it out, or --server");
        var hosts = await server.FindAsync<JsonElement>("v1/hosts");
        var models = new JsonObject();
        foreach (var host in hosts.GetProperty("items").EnumerateArray())
            models[host.GetProperty("name").GetString()!] = host.TryGetProperty("configuration", out var entry)
                ? JsonNode.Parse(entry.GetRawText()) : DescribeHidden(host);
        return ModelConfiguration.Read(new JsonObject { ["models"] = models }.ToJsonString(), $"models of {server.Address}");
    }

    // Without the scope admin a server does not tell where its models are. It puts its own in their place, whatever is sent; what counts
    // for a plan is told.
    private static JsonObject DescribeHidden(JsonElement host)
    {
        var entry = new JsonObject { ["endpoint"] = "http://hidden.invalid/v1", ["model"] = host.GetProperty("name").GetString() };
        foreach (var field in HostFields)
            if (host.TryGetProperty(field, out var value)) entry[field] = JsonNode.Parse(value.GetRawText());
        return entry;
    }

    /// <summary>The model that the command line names; null if it names none.</summary>
    public string? Given(ParseResult parse, ModelConfiguration models) =>
        parse.GetValue(_model) is { } given ? models.Find(given).Name : null;

    /// <summary>The player that the command line names for every seat; null if it names none. An endpoint plays no evidence.</summary>
    public string? Player(ParseResult parse) => parse.GetValue(_endpoint) is not { } endpoint
        ? parse.GetValue(_model) is { } name ? EvidencePlayers.Find(name).Name : null
        : throw new InputException($"--endpoint '{endpoint}': no model is asked over evidence; --seat pro=NAME names a player, one of "
            + string.Join(", ", EvidencePlayers.Names));

    /// <summary>The model for seats that name none: the given one, else the only configured one; null if there are several.</summary>
    public string? Default(ParseResult parse, ModelConfiguration models)
    {
        if (Given(parse, models) is { } given) return given;
        if (models.Models.Count == 0)
            throw new InputException(
                "no models are configured; give --endpoint URL --model NAME, or --config FILE (or a debate.yaml here) with models:, where "
                + "sim: { simulated: debater } is one for a try without a key");
        return models.Models.Count == 1 ? models.Models.Single().Name : null;
    }

    /// <summary>The configuration file in effect; null if there is none.</summary>
    public static string? File(ParseResult parse) =>
        (parse.GetValue(CommonOptions.Config) ?? CommonOptions.Variable("DEBATE_CONFIG")) is { } given ? DataPath.Resolve(given)
        : Defaults.Concat(Defaults.Select(name => Path.Combine(DataFolder.Read(parse).Folder, name)))
        .FirstOrDefault(System.IO.File.Exists);
}
