using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Models;

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

    /// <summary>Deserialises the specification; null if there is none.</summary>
    public T? GetSpecification<T>() => Specification is { } json ? json.Deserialize<T>(WireFormat.Json) : default;

    /// <summary>Reads the configuration that a run was started with.</summary>
    public static StoredConfiguration FromDefinition(RunDefinition definition)
    {
        if (definition.Configuration is not { } text) return new(ModelConfiguration.Empty);
        var json = JsonNode.Parse(text)!.AsObject();
        json.Remove("specification", out var specification);
        return new(ModelConfiguration.Read(json.ToJsonString(SerializerOptions), $"the configuration of {definition.Id}"), specification);
    }
}
