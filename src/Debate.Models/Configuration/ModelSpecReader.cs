using System.Collections.Immutable;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Readers;
using YamlDotNet.RepresentationModel;

namespace Debate.Models;

/// <summary>Reads one entry of <c>models:</c>.</summary>
internal static class ModelSpecReader
{
    /// <summary>The kinds of simulated models as written in the configuration, in the order of <see cref="SimulatedKind"/>.</summary>
    public static readonly string[] Kinds = ["bernoulli", "debater", "judge", "scripted", "recorded", "text-judge", "reasoner"];

    private static readonly ValueReader<TimeSpan> Timeout = Values.PositiveDuration(TimeSpan.FromDays(1));

    public static ModelSpec Read(string name, YamlFields fields)
    {
        // What is looked at counts as known: of two kinds in one entry the second one is refused.
        ModelSpec spec = fields.Has("gguf") ? GgufSpec.Read(name, fields)
            : fields.Has("simulated") ? ReadSimulated(name, fields)
            : fields.Has("endpoint") ? ReadEndpoint(name, fields)
            : throw fields.CreateMissingError("endpoint", "gguf", "simulated");
        spec = spec with
        {
            Parallel = fields.Get("parallel", Values.Count) ?? spec.Parallel,
            Family = fields.GetText("family"),
            RequestsPerMinute = fields.Get("requestsPerMinute", Values.Count),
            ContextTokens = spec is GgufSpec ? spec.ContextTokens : fields.Get("contextTokens", Values.Count),
            PricePerMillionIn = fields.Get("pricePerMillionIn", Values.Price) ?? 0,
            PricePerMillionOut = fields.Get("pricePerMillionOut", Values.Price) ?? 0,
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
            Temperature = EndpointHabits.SendsTemperature(fields) ? fields.Get("temperature", Values.Temperature) : null,
            SendsTemperature = EndpointHabits.SendsTemperature(fields),
            MaxTokens = fields.Get("maxTokens", Values.TokenLimit),
            Timeout = fields.Get("timeout", Timeout) ?? spec.Timeout,
            RetryWindow = fields.Get("patience", Values.Duration) ?? spec.RetryWindow,
            WaitForStart = fields.Get("waitForStart", Values.Duration),
            MaxTokensField = fields.GetWord("maxTokensField", EndpointHabits.TokenLimitNames),
            SendsSeed = fields.Get("seed", Values.Flag) ?? true,
            SystemRole = EndpointHabits.ReadSystemRole(fields),
            Headers = EndpointHabits.ReadHeaders(fields),
            ExtraBody = EndpointHabits.ReadExtraBody(fields),
            ApiVersion = fields.GetText("apiVersion"),
            KeepsThoughts = fields.GetWord("thoughts", "drop", "keep") == "keep",
            MaxBytesPerToken = fields.Get("maxBytesPerToken", Values.Count) ?? spec.MaxBytesPerToken,
            Can = EndpointHabits.ReadAbilities(fields),
            MarksPrefix = fields.GetWord("prefix", EndpointHabits.PrefixForms) == EndpointHabits.Vllm,
        };
    }

    private static SimulatedSpec ReadSimulated(string name, YamlFields fields)
    {
        var kind = Array.IndexOf(Kinds, fields.GetWord("simulated", Kinds));
        var spec = new SimulatedSpec(name, (SimulatedKind)kind) { Latency = fields.Get("latency", Values.Duration) ?? TimeSpan.Zero };
        return spec.Kind switch
        {
            SimulatedKind.Scripted =>
                ReadScripted(spec, fields) with { Scores = fields.GetValues("scores", Values.Real(double.NegativeInfinity, 0)) },
            SimulatedKind.Recorded when fields.Find("replies") is { } replies =>
                spec with { Replies = ReadReplay(new YamlFields(replies, fields.File, $"models.{name}.replies")) },
            SimulatedKind.Recorded => spec with { File = ResolvePath(fields, fields.GetRequiredText("file")) },
            SimulatedKind.Bernoulli => ReadSolver(spec, fields),
            SimulatedKind.TextJudge => spec with { Accuracy = fields.Get("accuracy", Values.Share)
                ?? 0.9, TextTraits = ReadTextTraits(fields) },
            SimulatedKind.Reasoner =>
                ReadSolver(spec, fields) with { Traits = ReadTraits(fields), Reasoning = ReasonerTraits.Read(fields) },
            _ => ReadSolver(spec, fields) with { Traits = ReadTraits(fields) },
        };
    }

    private static SimulatedSpec ReadSolver(SimulatedSpec spec, YamlFields fields) => spec with
    {
        Accuracy = fields.Get("accuracy", Values.Share) ?? spec.Accuracy,
        WrongAnswers = fields.Get("wrongAnswers", Values.Count) ?? spec.WrongAnswers,
    };

    private static TextJudgeTraits ReadTextTraits(YamlFields fields) => new()
    {
        PositionBias = fields.Get("bias", Values.Share) ?? 0,
        LengthBias = fields.Get("lengthWeakness", Values.Share) ?? 0,
        FailureRate = fields.Get("failures", Values.Share) ?? 0,
        PhraseWeights = fields.GetValues("favours", Values.Real(-1, 1)),
        IsBinary = fields.Get("decides", Values.Flag) ?? false,
    };

    private static DebateTraits ReadTraits(YamlFields fields)
    {
        var fallback = new DebateTraits();
        return new()
        {
            LockIn = fields.Get("lockIn", Values.Share) ?? fallback.LockIn,
            Concession = fields.GetShares("concession", 4) is { } levels ? [.. levels] : fallback.Concession,
            Decisiveness = fields.Get("decisiveness", Values.Share) ?? fallback.Decisiveness,
            JudgeAccuracy = fields.Get("judgeAccuracy", Values.Share),
            SelfPreference = fields.Get("selfPreference", Values.Share) ?? fallback.SelfPreference,
            PositionBias = fields.Get("positionBias", Values.Share) ?? fallback.PositionBias,
            Verbosity = fields.Get("verbosity", Values.Whole(0, int.MaxValue)) ?? fallback.Verbosity,
        };
    }

    private static SimulatedSpec ReadScripted(SimulatedSpec spec, YamlFields fields) => fields.Find("script") switch
    {
        YamlMappingNode => spec with { Script = ReadScript(fields.GetRequiredMap("script")) },
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
        var reply = new RecordedReply(fields.Find("text") is YamlScalarNode { Value: { } text } ? text
            : throw fields.Error("text", "is required"))
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
        return texts.Length > 0 && texts.All(t => YamlFields.GetScalar(t) is not null)
            ? [.. texts.Select(t => YamlFields.GetScalar(t)!)]
            : throw fields.Error(seat, "must be a text or a list of texts");
    }

    private static string ResolvePath(YamlFields fields, string path) => DataPath.Resolve(path, fields.File);
}
