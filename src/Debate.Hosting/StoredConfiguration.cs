using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Models;
using Debate.Tournaments.Planning;
using Debate.Tournaments.Protocols;

namespace Debate.Hosting;

/// <summary>
/// The configuration stored in a root run's definition, so that the run can be resumed from the data folder alone: its models without
/// secrets, and a specification.
/// </summary>
/// <param name="Models">The models that the run may use.</param>
/// <param name="Specification">The specification of a tournament or an evaluation, in its own schema; null for a debate.</param>
public sealed record StoredConfiguration(ModelConfiguration Models, JsonNode? Specification = null)
{
    private static readonly JsonSerializerOptions SerializerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON that is stored.</summary>
    public string ToJson()
    {
        var json = JsonNode.Parse(Models.ToJson())!.AsObject();
        if (Specification is not null) json["specification"] = Specification.DeepClone();
        return json.ToJsonString(SerializerOptions);
    }

    /// <summary>With a typed specification.</summary>
    public StoredConfiguration WithSpecification<T>(T specification) =>
        this with { Specification = JsonSerializer.SerializeToNode(specification, WireFormat.Json) };

    /// <summary>What was stored of a tournament's specification. Journals of earlier builds hold the list of what was skipped
    /// alone.</summary>
    public StoredTournament GetTournament() => Specification switch
    {
        null => new(null, []),
        JsonArray skipped => new(null, skipped.Deserialize<SkippedMotion[]>(WireFormat.Json)!),
        var stored => stored.Deserialize<StoredTournament>(WireFormat.Json)!,
    };

    /// <summary>What was stored of an evaluation's specification; null in journals that kept none.</summary>
    public StoredEvaluation? GetEvaluation() => Specification?.Deserialize<StoredEvaluation>(WireFormat.Json);

    /// <summary>Reads the configuration that a run was started with.</summary>
    public static StoredConfiguration FromDefinition(RunDefinition definition)
    {
        if (definition.Configuration is not { } text) return new(ModelConfiguration.Empty);
        var json = JsonNode.Parse(text)!.AsObject();
        json.Remove("specification", out var specification);
        return new(ModelConfiguration.Read(json.ToJsonString(SerializerOptions), $"the configuration of {definition.Id}"), specification);
    }
}

/// <summary>The configured models, as plans see them.</summary>
/// <param name="models">The models.</param>
public sealed class ConfiguredModels(ModelConfiguration models) : IKnownModels
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. models.Models.Select(m => m.Name)];

    /// <inheritdoc/>
    public string Find(string name) => models.Find(name).Name;

    /// <inheritdoc/>
    public string? GetFamily(string name) => models.Models.FirstOrDefault(m => m.Name == name) is not { } model ? null
        : model.Family ?? models.Models.Where(model.IsSameModel).Select(m => m.Family).FirstOrDefault(family => family is not null);

    /// <inheritdoc/>
    public string Identify(string name) => models.Models.FirstOrDefault(m => m.Name == name) is not { } model ? name
        : models.Models.First(model.IsSameModel).Name;
}
