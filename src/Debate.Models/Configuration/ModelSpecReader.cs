using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Debate.Models;

/// <summary>Reads one entry of <c>models:</c>.</summary>
internal static class ModelSpecReader
{
    /// <summary>The kinds of simulated models as written in the configuration, in the order of <see cref="SimulatedKind"/>.</summary>
    public static readonly string[] Kinds = ["bernoulli", "debater", "judge", "scripted", "recorded", "text-judge"];

    public static ModelSpec Read(string name, YamlFields fields)
    {
        ModelSpec spec = fields.Has("simulated") ? Simulated(name, fields) : Endpoint(name, fields);
        spec = spec with
        {
            Parallel = fields.Whole("parallel", 1) ?? spec.Parallel,
            Family = fields.Text("family"),
            RequestsPerMinute = fields.Whole("requestsPerMinute", 1),
            ContextTokens = fields.Whole("contextTokens", 1),
            PricePerMillionIn = fields.Money("pricePerMillionIn") ?? 0,
            PricePerMillionOut = fields.Money("pricePerMillionOut") ?? 0,
        };
        fields.RejectUnknown();
        return spec;
    }

    private static EndpointSpec Endpoint(string name, YamlFields fields)
    {
        var endpoint = EndpointAddress.Parse(fields.RequiredText("endpoint")) ?? throw fields.Error("endpoint", EndpointAddress.Rule);
        var spec = new EndpointSpec(name, endpoint, fields.RequiredText("model"));
        return spec with
        {
            KeyVariable = fields.Text("keyVariable"),
            Temperature = fields.Number("temperature", 0, 10),
            MaxTokens = fields.Whole("maxTokens", 1),
            Timeout = Positive(fields, "timeout") ?? spec.Timeout,
            Patience = fields.Duration("patience") ?? spec.Patience,
        };
    }

    private static TimeSpan? Positive(YamlFields fields, string field)
    {
        var time = fields.Duration(field);
        return time == TimeSpan.Zero || time > TimeSpan.FromDays(1)
            ? throw fields.Error(field, "must be more than nothing and at most a day")
            : time;
    }

    private static SimulatedSpec Simulated(string name, YamlFields fields)
    {
        var kind = Array.IndexOf(Kinds, fields.Text("simulated"));
        if (kind < 0) throw fields.Error("simulated", $"must be one of {string.Join(", ", Kinds)}");
        var spec = new SimulatedSpec(name, (SimulatedKind)kind) { Latency = fields.Duration("latency") ?? TimeSpan.Zero };
        return spec.Kind switch
        {
            SimulatedKind.Scripted => Scripted(spec, fields),
            SimulatedKind.Recorded => spec with { File = Beside(fields, fields.RequiredText("file")) },
            SimulatedKind.Bernoulli => Solving(spec, fields),
            SimulatedKind.TextJudge => spec with { Accuracy = fields.Number("accuracy", 0, 1) ?? 0.9, TextTraits = TextTraits(fields) },
            _ => Solving(spec, fields) with { Traits = Traits(fields) },
        };
    }

    private static SimulatedSpec Solving(SimulatedSpec spec, YamlFields fields) => spec with
    {
        Accuracy = fields.Number("accuracy", 0, 1) ?? spec.Accuracy,
        WrongAnswers = fields.Whole("wrongAnswers", 1) ?? spec.WrongAnswers,
    };

    private static TextJudgeTraits TextTraits(YamlFields fields) => new()
    {
        Bias = fields.Number("bias", 0, 1) ?? 0,
        Length = fields.Number("lengthWeakness", 0, 1) ?? 0,
        Failures = fields.Number("failures", 0, 1) ?? 0,
        Favours = fields.Weights("favours", 1),
        Decides = fields.Read<bool>("decides", text => bool.TryParse(text, out var yes) ? yes : null, "must be true or false") ?? false,
    };

    private static DebateTraits Traits(YamlFields fields)
    {
        var usual = new DebateTraits();
        return new()
        {
            LockIn = fields.Number("lockIn", 0, 1) ?? usual.LockIn,
            Concession = fields.Numbers("concession", 4) is { } levels ? [.. levels] : usual.Concession,
            Decisiveness = fields.Number("decisiveness", 0, 1) ?? usual.Decisiveness,
            JudgeAccuracy = fields.Number("judgeAccuracy", 0, 1),
            SelfPreference = fields.Number("selfPreference", 0, 1) ?? usual.SelfPreference,
            PositionBias = fields.Number("positionBias", 0, 1) ?? usual.PositionBias,
            Verbosity = fields.Whole("verbosity", 0) ?? usual.Verbosity,
        };
    }

    private static SimulatedSpec Scripted(SimulatedSpec spec, YamlFields fields) => fields.Find("script") switch
    {
        YamlMappingNode map => spec with { Script = Script(new YamlFields(map, fields.File, $"models.{spec.Name}.script")) },
        _ => spec with { File = Beside(fields, fields.Text("script") ?? fields.RequiredText("file")) },
    };

    /// <summary>Reads the replies by seat, each a text or a list of texts.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> Script(YamlFields fields) =>
        fields.All().ToImmutableSortedDictionary(f => f.Name, f => Replies(fields, f.Name, f.Value), StringComparer.Ordinal);

    private static ImmutableArray<string> Replies(YamlFields fields, string seat, YamlNode node)
    {
        var texts = node is YamlSequenceNode list ? [.. list.Children] : new[] { node };
        return texts.Length > 0 && texts.All(t => t is YamlScalarNode { Value: not null })
            ? [.. texts.Select(t => ((YamlScalarNode)t).Value!)]
            : throw fields.Error(seat, "must be a text or a list of texts");
    }

    private static string Beside(YamlFields fields, string path) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(fields.File)) ?? "", path));
}
