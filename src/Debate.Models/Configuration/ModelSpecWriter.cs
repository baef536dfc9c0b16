using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>Writes models as JSON that <see cref="ModelConfiguration.Read"/> reads.</summary>
internal static class ModelSpecWriter
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<ModelSpec> models, ProgramSection? programs = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject("models");
            foreach (var model in models) Write(json, model);
            json.WriteEndObject();
            if (programs is not null && programs != ProgramSection.Default) programs.Write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ModelSpec model)
    {
        json.WriteStartObject(model.Name);
        if (model is EndpointSpec endpoint) Write(json, endpoint);
        else if (model is GgufSpec gguf) gguf.Write(json);
        else Write(json, (SimulatedSpec)model);
        json.WriteNumber("parallel", model.Parallel);
        if (model.Family is { } family) json.WriteString("family", family);
        if (model.RequestsPerMinute is { } rate) json.WriteNumber("requestsPerMinute", rate);
        if (model is not GgufSpec && model.ContextTokens is { } context) json.WriteNumber("contextTokens", context);
        json.WriteNumber("pricePerMillionIn", model.PricePerMillionIn);
        json.WriteNumber("pricePerMillionOut", model.PricePerMillionOut);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EndpointSpec endpoint)
    {
        json.WriteString("endpoint", endpoint.Endpoint.AbsoluteUri);
        json.WriteString("model", endpoint.Model);
        if (endpoint.KeyVariable is { } variable) json.WriteString("keyVariable", variable);
        if (endpoint.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (endpoint.MaxTokens is { } max) json.WriteNumber("maxTokens", max);
        json.WriteString("timeout", Durations.Format(endpoint.Timeout));
        json.WriteString("patience", Durations.Format(endpoint.RetryWindow));
        EndpointHabits.Write(json, endpoint);
    }

    private static void Write(Utf8JsonWriter json, SimulatedSpec model)
    {
        json.WriteString("simulated", ModelSpecReader.Kinds[(int)model.Kind]);
        json.WriteString("latency", Durations.Format(model.Latency));
        if (model.Script is { } script) WriteScript(json, script);
        else if (model.Replies is { } replies) WriteReplay(json, replies);
        else if (model.File is { } file) json.WriteString("file", file);
        if (model.Scores.Count > 0) WriteNumbers(json, "scores", model.Scores);
        if (model.Kind is SimulatedKind.Scripted or SimulatedKind.Recorded) return;
        json.WriteNumber("accuracy", model.Accuracy);
        if (model.Kind is SimulatedKind.TextJudge)
        {
            Write(json, model.TextTraits);
            return;
        }
        json.WriteNumber("wrongAnswers", model.WrongAnswers);
        if (model.Kind is not SimulatedKind.Bernoulli) Write(json, model.Traits);
        if (model.Kind is SimulatedKind.Reasoner) model.Reasoning.Write(json);
    }

    private static void Write(Utf8JsonWriter json, DebateTraits traits)
    {
        json.WriteNumber("lockIn", traits.LockIn);
        json.WriteStartArray("concession");
        foreach (var level in traits.Concession) json.WriteNumberValue(level);
        json.WriteEndArray();
        json.WriteNumber("decisiveness", traits.Decisiveness);
        if (traits.JudgeAccuracy is { } accuracy) json.WriteNumber("judgeAccuracy", accuracy);
        json.WriteNumber("selfPreference", traits.SelfPreference);
        json.WriteNumber("positionBias", traits.PositionBias);
        json.WriteNumber("verbosity", traits.Verbosity);
    }

    private static void Write(Utf8JsonWriter json, TextJudgeTraits traits)
    {
        json.WriteNumber("bias", traits.PositionBias);
        json.WriteNumber("lengthWeakness", traits.LengthBias);
        json.WriteNumber("failures", traits.FailureRate);
        json.WriteBoolean("decides", traits.IsBinary);
        WriteNumbers(json, "favours", traits.PhraseWeights);
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, double>> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (phrase, number) in numbers) json.WriteNumber(phrase, number);
        json.WriteEndObject();
    }

    private static void WriteReplay(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, RecordedReply>> replies)
    {
        json.WriteStartObject("replies");
        foreach (var (path, reply) in replies)
        {
            json.WriteStartObject(path);
            json.WriteString("text", reply.Text);
            if (reply.Finish is { } finish) json.WriteString("finish", finish);
            if (reply.Thoughts is { } thoughts) json.WriteString("thoughts", thoughts);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteScript(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, ImmutableArray<string>>> script)
    {
        json.WriteStartObject("script");
        foreach (var (seat, replies) in script)
        {
            json.WriteStartArray(seat);
            foreach (var reply in replies) json.WriteStringValue(reply);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
