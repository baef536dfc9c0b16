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
        ModelSpec spec = fields.Has("simulated") ? ReadSimulated(name, fields) : ReadEndpoint(name, fields);
        spec = spec with
        {
            Parallel = fields.GetWholeNumber("parallel", 1) ?? spec.Parallel,
            Family = fields.GetText("family"),
            RequestsPerMinute = fields.GetWholeNumber("requestsPerMinute", 1),
            ContextTokens = fields.GetWholeNumber("contextTokens", 1),
            PricePerMillionIn = fields.GetMoney("pricePerMillionIn") ?? 0,
            PricePerMillionOut = fields.GetMoney("pricePerMillionOut") ?? 0,
        };
        fields.RejectUnknown();
        return spec;
    }

    private static EndpointSpec ReadEndpoint(string name, YamlFields fields)
    {
        var endpoint = EndpointAddress.Parse(fields.GetRequiredText("endpoint")) ?? throw fields.Error("endpoint", EndpointAddress.Rule);
        var spec = new EndpointSpec(name, endpoint, fields.GetRequiredText("model"));
        return spec with
        {
            KeyVariable = fields.GetText("keyVariable"),
            Temperature = fields.GetNumber("temperature", 0, 10),
            MaxTokens = fields.GetWholeNumber("maxTokens", 1),
            Timeout = ReadPositiveDuration(fields, "timeout") ?? spec.Timeout,
            RetryWindow = fields.GetDuration("patience") ?? spec.RetryWindow,
        };
    }

    private static TimeSpan? ReadPositiveDuration(YamlFields fields, string field)
    {
        var time = fields.GetDuration(field);
        return time == TimeSpan.Zero || time > TimeSpan.FromDays(1)
            ? throw fields.Error(field, "must be more than nothing and at most a day")
            : time;
    }

    private static SimulatedSpec ReadSimulated(string name, YamlFields fields)
    {
        var kind = Array.IndexOf(Kinds, fields.GetText("simulated"));
        if (kind < 0) throw fields.Error("simulated", $"must be one of {string.Join(", ", Kinds)}");
        var spec = new SimulatedSpec(name, (SimulatedKind)kind) { Latency = fields.GetDuration("latency") ?? TimeSpan.Zero };
        return spec.Kind switch
        {
            SimulatedKind.Scripted => ReadScripted(spec, fields),
            SimulatedKind.Recorded when fields.Find("replies") is { } replies =>
                spec with { Replies = ReadReplay(new YamlFields(replies, fields.File, $"models.{name}.replies")) },
            SimulatedKind.Recorded => spec with { File = ResolvePath(fields, fields.GetRequiredText("file")) },
            SimulatedKind.Bernoulli => ReadSolver(spec, fields),
            SimulatedKind.TextJudge => spec with { Accuracy = fields.GetNumber("accuracy", 0, 1)
                ?? 0.9, TextTraits = ReadTextTraits(fields) },
            _ => ReadSolver(spec, fields) with { Traits = ReadTraits(fields) },
        };
    }

    private static SimulatedSpec ReadSolver(SimulatedSpec spec, YamlFields fields) => spec with
    {
        Accuracy = fields.GetNumber("accuracy", 0, 1) ?? spec.Accuracy,
        WrongAnswers = fields.GetWholeNumber("wrongAnswers", 1) ?? spec.WrongAnswers,
    };

    private static TextJudgeTraits ReadTextTraits(YamlFields fields) => new()
    {
        PositionBias = fields.GetNumber("bias", 0, 1) ?? 0,
        LengthBias = fields.GetNumber("lengthWeakness", 0, 1) ?? 0,
        FailureRate = fields.GetNumber("failures", 0, 1) ?? 0,
        PhraseWeights = fields.GetWeights("favours", 1),
        IsBinary = fields.GetValue<bool>("decides", text => bool.TryParse(text, out var yes) ? yes : null, "must be true or false")
        ?? false,
    };

    private static DebateTraits ReadTraits(YamlFields fields)
    {
        var fallback = new DebateTraits();
        return new()
        {
            LockIn = fields.GetNumber("lockIn", 0, 1) ?? fallback.LockIn,
            Concession = fields.GetNumbers("concession", 4) is { } levels ? [.. levels] : fallback.Concession,
            Decisiveness = fields.GetNumber("decisiveness", 0, 1) ?? fallback.Decisiveness,
            JudgeAccuracy = fields.GetNumber("judgeAccuracy", 0, 1),
            SelfPreference = fields.GetNumber("selfPreference", 0, 1) ?? fallback.SelfPreference,
            PositionBias = fields.GetNumber("positionBias", 0, 1) ?? fallback.PositionBias,
            Verbosity = fields.GetWholeNumber("verbosity", 0) ?? fallback.Verbosity,
        };
    }

    private static SimulatedSpec ReadScripted(SimulatedSpec spec, YamlFields fields) => fields.Find("script") switch
    {
        YamlMappingNode map => spec with { Script = ReadScript(new YamlFields(map, fields.File, $"models.{spec.Name}.script")) },
        _ => spec with { File = ResolvePath(fields, fields.GetText("script") ?? fields.GetRequiredText("file")) },
    };

    /// <summary>Reads the replies by seat, each a text or a list of texts.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> ReadScript(YamlFields fields) =>
        fields.EnumerateFields().ToImmutableSortedDictionary(f => f.Name, f => ReadReplies(fields, f.Name, f.Value),
            StringComparer.Ordinal);

    /// <summary>Reads recorded replies by path: {text, finish, thoughts}.</summary>
    private static ImmutableSortedDictionary<string, RecordedReply> ReadReplay(YamlFields fields) =>
        fields.EnumerateFields().ToImmutableSortedDictionary(
            f => f.Name, f => ReadReply(new YamlFields(f.Value, fields.File, $"replies.{f.Name}")), StringComparer.Ordinal);

    private static RecordedReply ReadReply(YamlFields fields)
    {
        var reply = new RecordedReply(fields.Find("text") is YamlScalarNode { Value: { } text } ? text : throw fields.Error("text", "is required"))
        {
            Finish = fields.GetText("finish"),
            Thoughts = fields.GetText("thoughts"),
        };
        fields.RejectUnknown();
        return reply;
    }

    private static ImmutableArray<string> ReadReplies(YamlFields fields, string seat, YamlNode node)
    {
        var texts = node is YamlSequenceNode list ? [.. list.Children] : new[] { node };
        return texts.Length > 0 && texts.All(t => t is YamlScalarNode { Value: not null })
            ? [.. texts.Select(t => ((YamlScalarNode)t).Value!)]
            : throw fields.Error(seat, "must be a text or a list of texts");
    }

    private static string ResolvePath(YamlFields fields, string path) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(fields.File)) ?? "", path));
}
