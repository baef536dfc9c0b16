using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Models;

namespace Debate.Hosting;

/// <summary>
/// What a root's snapshot keeps so that it can be resumed from the data folder alone: models without secrets, and a specification.
/// </summary>
/// <param name="Models">The models that it may use.</param>
/// <param name="Specification">What a tournament or an evaluation was told, in its own form; null for a debate.</param>
public sealed record StoredConfiguration(ModelConfiguration Models, JsonNode? Specification = null)
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As it is stored.</summary>
    public string ToJson()
    {
        var json = JsonNode.Parse(Models.ToJson())!.AsObject();
        if (Specification is not null) json["specification"] = Specification.DeepClone();
        return json.ToJsonString(Form);
    }

    /// <summary>The specification as a type; null where there is none.</summary>
    public T? SpecificationAs<T>() => Specification is { } json ? json.Deserialize<T>(WireFormat.Json) : default;

    /// <summary>What a run was started with.</summary>
    public static StoredConfiguration Of(Snapshot snapshot)
    {
        if (snapshot.Configuration is not { } text) return new(ModelConfiguration.Empty);
        var json = JsonNode.Parse(text)!.AsObject();
        json.Remove("specification", out var specification);
        return new(ModelConfiguration.Read(json.ToJsonString(Form), $"the configuration of {snapshot.Id}"), specification);
    }
}
