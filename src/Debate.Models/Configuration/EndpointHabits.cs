using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Debate.Models;

/// <summary>
/// The fields of a model's entry that say how its server differs from others: what it refuses, how it names things, what it wants beside
/// the usual request. None of them is part of a run's requests.
/// </summary>
internal static class EndpointHabits
{
    /// <summary>The names under which servers take the token limit.</summary>
    public static readonly string[] TokenLimitNames = ["max_tokens", "max_completion_tokens"];

    /// <summary>The name of vLLM's fields, for what no standard has.</summary>
    public const string Vllm = "vllm";

    /// <summary>How servers are asked to go on with a message, the usual way first.</summary>
    public static readonly string[] PrefixForms = ["final-message", Vllm];

    private static readonly string[] Roles = ["system", "developer", "user"];

    private static readonly string[] OwnFields =
        ["model", "messages", "temperature", "top_p", "max_tokens", "max_completion_tokens", "seed", "stream", "stream_options", "n",
            "stop", "continue_final_message", "add_generation_prompt"];

    private static readonly string[] OwnHeaders =
    [
        "authorization", "api-key", "accept", "content-type", "content-length", "content-encoding", "transfer-encoding", "connection",
        "host", "expect", "cookie", "x-debate-call", "x-debate-seat",
    ];

    /// <summary>Whether a temperature is sent: unless the field says false.</summary>
    public static bool SendsTemperature(YamlFields fields) => fields.Find("temperature") is not YamlScalarNode { Value: "false" };

    public static SystemRole ReadSystemRole(YamlFields fields) =>
        (SystemRole)Array.IndexOf(Roles, fields.GetWord("systemRole", Roles));

    /// <summary>Headers by name; one that we send ourselves, a key among them, is refused.</summary>
    public static ImmutableSortedDictionary<string, string> ReadHeaders(YamlFields fields)
    {
        if (fields.GetMap("headers") is not { } map) return ImmutableSortedDictionary<string, string>.Empty;
        var headers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, _) in map.EnumerateFields())
        {
            if (OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw map.Error(name, "is a header that every request has; a key is named by keyVariable");
            if (!name.All(c => char.IsAsciiLetterOrDigit(c) || "-_.!#$%&'*+^`|~".Contains(c, StringComparison.Ordinal)))
                throw map.Error(name, "is no name of a header");
            var value = map.GetRequiredText(name);
            headers[name] = value.All(c => c is >= ' ' and <= '~') ? value : throw map.Error(name, "must be printable ASCII");
        }
        return headers.ToImmutable();
    }

    /// <summary>Further fields of the request as JSON; one that we send ourselves is refused.</summary>
    public static string? ReadExtraBody(YamlFields fields)
    {
        if (fields.GetMap("extraBody") is not { } map) return null;
        var body = new JsonObject();
        foreach (var (name, value) in map.EnumerateFields())
        {
            if (OwnFields.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw map.Error(name, $"is a field that every request has; extraBody may name none of {string.Join(", ", OwnFields)}");
            body[name] = ToJson(value);
        }
        return body.Count > 0 ? body.ToJsonString() : null;
    }

    /// <summary>
    /// What the server can do beyond replying. Of log-probabilities the form must be named, as no two servers tell them alike.
    /// </summary>
    public static Abilities ReadAbilities(YamlFields fields)
    {
        var can = Abilities.None;
        foreach (var name in fields.GetTexts("can"))
            can |= AbilityNames.All.Contains(name) ? AbilityNames.Parse(name)
                : throw fields.Error("can", $"must be a list of {string.Join(", ", AbilityNames.All)}");
        var form = fields.GetText("log-probabilities");
        if (form is not null and not Vllm) throw fields.Error("log-probabilities", $"must be {Vllm}, the one form that is known");
        if (can.HasFlag(Abilities.LogProbabilities) && form is null)
            throw fields.Error("can", $"log-probabilities wants 'log-probabilities: {Vllm}' beside it, the one form that is known");
        if (can.HasFlag(Abilities.LogProbabilities) && !can.HasFlag(Abilities.Prefix))
            throw fields.Error("can", "log-probabilities wants prefix too: the text is sent as a message that is begun");
        return can;
    }

    /// <summary>Writes what differs from the usual server, so that the entry of a usual one is stored as ever.</summary>
    public static void Write(Utf8JsonWriter json, EndpointSpec endpoint)
    {
        var usual = new EndpointSpec(endpoint.Name, endpoint.Endpoint, endpoint.Model);
        if (!endpoint.SendsTemperature) json.WriteBoolean("temperature", false);
        if (endpoint.WaitForStart is { } wait) json.WriteString("waitForStart", Durations.Format(wait));
        if (endpoint.MaxTokensField != usual.MaxTokensField) json.WriteString("maxTokensField", endpoint.MaxTokensField);
        if (!endpoint.SendsSeed) json.WriteBoolean("seed", false);
        if (endpoint.SystemRole != usual.SystemRole) json.WriteString("systemRole", Roles[(int)endpoint.SystemRole]);
        if (endpoint.ApiVersion is { } version) json.WriteString("apiVersion", version);
        if (endpoint.KeepsThoughts) json.WriteString("thoughts", "keep");
        if (endpoint.Can != usual.Can)
        {
            json.WriteStartArray("can");
            foreach (var name in AbilityNames.List(endpoint.Can)) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        if (endpoint.MarksPrefix) json.WriteString("prefix", Vllm);
        if (endpoint.Can.HasFlag(Abilities.LogProbabilities)) json.WriteString("log-probabilities", Vllm);
        if (endpoint.MaxBytesPerToken != usual.MaxBytesPerToken) json.WriteNumber("maxBytesPerToken", endpoint.MaxBytesPerToken);
        if (endpoint.Headers.Count > 0)
        {
            json.WriteStartObject("headers");
            foreach (var (name, value) in endpoint.Headers) json.WriteString(name, value);
            json.WriteEndObject();
        }
        if (endpoint.ExtraBody is not { } body) return;
        json.WritePropertyName("extraBody");
        json.WriteRawValue(body);
    }

    /// <summary>YAML as JSON, by YAML 1.2's core schema: only a plain word can be a number, true, false or null.</summary>
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(f =>
            KeyValuePair.Create((f.Key as YamlScalarNode)?.Value ?? "", ToJson(f.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } plain => ToJson(plain.Value ?? ""),
        YamlScalarNode { Value: var text } => JsonValue.Create(text),
        _ => null,
    };

    private static JsonNode? ToJson(string plain) => plain switch
    {
        "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            => JsonValue.Create(number),
        _ => JsonValue.Create(plain),
    };
}
