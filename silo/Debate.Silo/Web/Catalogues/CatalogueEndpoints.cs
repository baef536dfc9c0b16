using System.Text.Json;
using Debate.Deliberation;
using Debate.Hosting;
using Debate.Models;
using Debate.Runtime.Telemetry;
using Debate.Silo.Web.OpenApi;

namespace Debate.Silo.Web.Catalogues;

/// <summary>What a run can be made of here: the protocols with their options, and the configured models.</summary>
internal static class CatalogueEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapCatalogues(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/protocols", () => new Catalogue<ProtocolEntry>([.. DebateServices.Protocols.All.Select(ProtocolEntry.FromDescriptor)]))
            .Needs(AccessScopes.Read).WithName("listProtocols").WithTags("catalogues")
            .WithSummary("The protocols with their options, seats and ranges.").WithExample("/v1/protocols");
        app.MapGet("/v1/hosts", (ServerOptions options, ObservedModels loads, Caller caller) => new Catalogue<HostEntry>(
                [.. options.Models.Models.Select(model => HostEntry.FromSpec(model, loads, tellsEndpoints: caller.Key?.Allows(AccessScopes.Admin) != false))]))
            .Needs(AccessScopes.Read).WithName("listHosts").WithTags("catalogues")
            .WithSummary("The configured models: what they can do and what waits for them here; where they are, for admin alone.")
            .WithExample("/v1/hosts");
    }
}

/// <summary>A list that is short and whole.</summary>
/// <param name="Items">All items.</param>
public sealed record Catalogue<T>(IReadOnlyList<T> Items);

/// <summary>A protocol, as a caller may choose it.</summary>
public sealed record ProtocolEntry
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its runs: debate, tournament, evaluation, study or reward.</summary>
    public required string Kind { get; init; }

    /// <summary>Its version with the hash of its prompts; a run of another one is read and not resumed.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Its seats under the options' defaults, debaters first; those of tournaments and evaluations follow from what they play.</summary>
    public required IReadOnlyList<string> Seats { get; init; }

    /// <summary>How many of the seats, from the first, are debaters.</summary>
    public required int Debaters { get; init; }

    /// <summary>The most calls under the options' defaults, if each reply can be read at the first attempt; 0 where that is not known.</summary>
    public required int MaxCalls { get; init; }

    /// <summary>Who sits where no model is named: a player over evidence, who needs no model; absent where a model must be named.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>Its options.</summary>
    public required IReadOnlyList<OptionEntry> Options { get; init; }

    /// <summary>The entry of a protocol.</summary>
    public static ProtocolEntry FromDescriptor(ProtocolDescriptor protocol)
    {
        var options = protocol.CompleteOptions([]);
        var isPlayed = protocol.Kind is "debate" or "study";
        return new()
        {
            Name = protocol.Name,
            Kind = protocol.Kind,
            Fingerprint = protocol.Fingerprint,
            Seats = isPlayed ? protocol.Seats(options) : [],
            Debaters = isPlayed ? protocol.Debaters(options) : 0,
            MaxCalls = isPlayed ? protocol.MaxCalls(options) : 0,
            DefaultModel = protocol.DefaultModel,
            Options = [.. protocol.Options.Select(OptionEntry.FromRule)],
        };
    }
}

/// <summary>An option of a protocol.</summary>
public sealed record OptionEntry
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What a value is: integer, number, boolean (yes or no), word (one of a few) or text.</summary>
    public required string Type { get; init; }

    /// <summary>The value where none is given, as text.</summary>
    public required string Default { get; init; }

    /// <summary>The valid values in words, as refusals quote them.</summary>
    public required string Rule { get; init; }

    /// <summary>The least value of a number; absent where there is none.</summary>
    public double? Least { get; init; }

    /// <summary>The greatest value of a number; absent where there is none.</summary>
    public double? Greatest { get; init; }

    /// <summary>The words that it may be; empty where it is no word.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public required string Meaning { get; init; }

    /// <summary>The entry of a rule.</summary>
    public static OptionEntry FromRule(OptionRule rule) => new()
    {
        Name = rule.Name, Type = rule.Type, Default = rule.Default, Rule = rule.Rule, Least = rule.Least, Greatest = rule.Greatest,
        Words = rule.Words, Meaning = rule.Meaning,
    };
}

/// <summary>A configured model.</summary>
public sealed record HostEntry
{
    /// <summary>The name by which seats call it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is simulated by the server itself.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The model's family, by which judges and debaters are kept apart; absent where it is not given.</summary>
    public string? Family { get; init; }

    /// <summary>The context window, prompt and reply together, in tokens; absent where it is not known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>The token limit of replies to seats that set none; absent for the server's default.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The most calls at once from one silo.</summary>
    public required int Parallel { get; init; }

    /// <summary>The most calls a minute, of all silos together; absent for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The price of 10^6 prompt tokens.</summary>
    public required decimal PricePerMillionIn { get; init; }

    /// <summary>The price of 10^6 generated tokens.</summary>
    public required decimal PricePerMillionOut { get; init; }

    /// <summary>What waits for it on this server.</summary>
    public required HostQueue Queue { get; init; }

    /// <summary>Where it is; for admin alone.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Its name there; for admin alone.</summary>
    public string? Model { get; init; }

    /// <summary>The environment variable that holds its key; for admin alone.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Its entry as the configuration has it, without secrets; for admin alone.</summary>
    public JsonElement? Configuration { get; init; }

    /// <summary>The entry of a model.</summary>
    /// <param name="model">Its configuration.</param>
    /// <param name="loads">What waits for models.</param>
    /// <param name="tellsEndpoints">Whether the caller may know where it is.</param>
    public static HostEntry FromSpec(ModelSpec model, ObservedModels loads, bool tellsEndpoints)
    {
        var endpoint = tellsEndpoints ? model as EndpointSpec : null;
        var (waiting, running) = loads.CountCalls(model.Name);
        return new()
        {
            Name = model.Name,
            Simulated = model is SimulatedSpec,
            Family = model.Family,
            ContextTokens = model.ContextTokens,
            MaxTokens = model.Terms.MaxTokens,
            Parallel = model.Parallel,
            RequestsPerMinute = model.RequestsPerMinute,
            PricePerMillionIn = model.PricePerMillionIn,
            PricePerMillionOut = model.PricePerMillionOut,
            Queue = new(running, waiting),
            Endpoint = endpoint?.Endpoint.ToString(),
            Model = endpoint?.Model,
            KeyVariable = endpoint?.KeyVariable,
            Configuration = tellsEndpoints ? ReadEntry(model) : null,
        };
    }

    private static JsonElement ReadEntry(ModelSpec model) =>
        JsonElement.Parse(new ModelConfiguration([model]).ToJson()).GetProperty("models").GetProperty(model.Name);
}

/// <summary>What waits for a model on one server.</summary>
/// <param name="Running">Calls that are asked now.</param>
/// <param name="Waiting">Calls that wait for a permit.</param>
public sealed record HostQueue(int Running, int Waiting);
