using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

namespace Debate.Models;

/// <summary>
/// The models that a run may use, by name. It is stored with the run, so it can parse what it writes and holds no secret.
/// </summary>
public sealed class ModelConfiguration
{
    private readonly SortedDictionary<string, ModelSpec> _models = new(StringComparer.Ordinal);

    /// <summary>Creates a configuration of these models; throws <see cref="InputException"/> for a duplicate name.</summary>
    public ModelConfiguration(IEnumerable<ModelSpec> models)
    {
        foreach (var model in models)
        {
            if (model.Name == ExternalSeat.Model)
                throw new InputException($"models.{model.Name}: the name stands for seats that are played from outside; choose another");
            if (Canaries.FindByModel(model.Name) is not null)
                throw new InputException($"models.{model.Name}: the name is a canary's; choose another");
            if (!_models.TryAdd(model.Name, model)) throw new InputException($"models.{model.Name}: the name comes twice");
        }
    }

    /// <summary>No models.</summary>
    public static ModelConfiguration Empty { get; } = new([]);

    /// <summary>All models, by name.</summary>
    public IReadOnlyCollection<ModelSpec> Models => _models.Values;

    /// <summary>The section on rewards; <see cref="RewardSection.None"/> if the file has none.</summary>
    public RewardSection Rewards { get; init; } = RewardSection.None;

    /// <summary>The budget of each debate that is asked as a model, the section <c>chat: { budget: ... }</c>; unlimited if there is none.</summary>
    public Budget ChatBudget { get; init; } = Budget.Unlimited;

    /// <summary>What programs may run, the section <c>programs:</c>.</summary>
    public ProgramSection Programs { get; init; } = ProgramSection.Default;

    /// <summary>Finds a model by name; throws <see cref="InputException"/> if there is none.</summary>
    public ModelSpec Find(string name) => _models.TryGetValue(name, out var model) || CanaryModel.Specs.TryGetValue(name, out model)
        ? model
        : throw new InputException(_models.Count == 0
            ? $"model '{name}': no models are configured; give --config FILE, or --endpoint URL with --model NAME"
            : $"model '{name}': there is none of that name; {Suggestions.DidYouMean(name, _models.Keys)}there are {string.Join(", ", _models.Keys)}");

    /// <summary>
    /// A run's seats with their sampling settled: the token limit of a seat that sets none is its model's. Throws
    /// <see cref="InputException"/> for a setting out of range, or a reply that no context of the model can hold.
    /// </summary>
    public RunDefinition ResolveSampling(RunDefinition definition) =>
        definition with { Seats = [.. definition.Seats.Select(seat => seat with { Sampling = ResolveSampling(seat) })] };

    /// <summary>A seat's sampling, settled.</summary>
    public Sampling ResolveSampling(Seat seat)
    {
        var (sampling, model) = (seat.Sampling.Validated($"seats.{seat.Name}.sampling."), _models.GetValueOrDefault(seat.Model));
        var limit = sampling.MaxTokens ?? model?.Terms.MaxTokens;
        return limit > model?.ContextTokens
            ? throw new ValidationError("maxTokens", $"{limit}",
                $"must fit into the context of model '{model.Name}', {model.ContextTokens} tokens")
                .ToException($"seats.{seat.Name}.sampling.")
            : sampling.Resolved(limit);
    }

    /// <summary>Merges two configurations; if both define a name, the other's model wins.</summary>
    public ModelConfiguration Merge(ModelConfiguration other) =>
        new(other.Models.Concat(Models.Where(m => !other._models.ContainsKey(m.Name))))
        {
            Rewards = Rewards,
            ChatBudget = ChatBudget,
            Programs = Programs,
        };

    /// <summary>
    /// One endpoint on the user's own machine, without a key and named after its model; throws <see cref="InputException"/> for a bad URL.
    /// </summary>
    public static ModelConfiguration ForEndpoint(string endpoint, string model) =>
        new([new EndpointSpec(model, EndpointAddress.Parse(endpoint) ?? throw new InputException(
            $"--endpoint '{OneLine.Format(endpoint, 60)}': {EndpointAddress.Rule}"), model)]);

    /// <summary>Reads YAML or JSON with a map of <c>models:</c>; an <see cref="InputException"/> names file, line and rule.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="fileName">The file's name, for messages; relative paths in the file are resolved against its folder.</param>
    public static ModelConfiguration Read(string text, string fileName)
    {
        var top = YamlSource.Read(text, fileName, allowsAliases: true);
        var models = top.GetRequiredMap("models");
        var rewards = top.GetMap("rewards") is { } section ? RewardSection.Read(section) : RewardSection.None;
        var chat = top.GetMap("chat") is { } asked ? ReadChatBudget(asked) : Budget.Unlimited;
        var programs = top.GetMap("programs") is { } runner ? ProgramSection.Read(runner) : ProgramSection.Default;
        top.RejectUnknown();
        return new(models.Names.Select(name => ModelSpecReader.Read(name, models.GetRequiredMap(name))))
        {
            Rewards = rewards,
            ChatBudget = chat,
            Programs = programs,
        };
    }

    private static Budget ReadChatBudget(YamlFields section)
    {
        section.AllowOnly("budget");
        return section.GetMap("budget") is { } budget ? Budget.Read(budget) : Budget.Unlimited;
    }

    /// <summary>The configuration as JSON that <see cref="Read"/> reads, without secrets.</summary>
    public string ToJson() => ModelSpecWriter.Write(Models, Programs);
}

/// <summary>
/// The section <c>rewards:</c> of a configuration: named profiles, each a map of options as text, and the default profile. The rewards
/// service interprets the options.
/// </summary>
/// <param name="DefaultProfile">The profile of requests that name none; null for the only profile.</param>
/// <param name="MaxRequests">Maximum concurrent requests, beyond which requests are refused; null for the default.</param>
/// <param name="Profiles">The options of each profile.</param>
/// <param name="Folder">The folder of the file, against which relative paths are resolved.</param>
public sealed record RewardSection(
    string? DefaultProfile, int? MaxRequests, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Profiles, string Folder)
{
    /// <summary>No section.</summary>
    public static RewardSection None { get; } = new(null, null, new Dictionary<string, IReadOnlyDictionary<string, string>>(), "");

    internal static RewardSection Read(YamlFields fields)
    {
        var profiles = new SortedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (fields.GetMap("profiles") is { } map)
            foreach (var name in map.Names) profiles[name] = ReadOptions(map.GetRequiredMap(name));
        var (fallback, queue) = (fields.GetText("default"), fields.Get("queue", Values.Count));
        fields.RejectUnknown();
        if (fallback is not null && !profiles.ContainsKey(fallback))
            throw fields.Error("default", Values.OneOf([.. profiles.Keys]).CreateError("default", fallback).Rule);
        return new(fallback, queue, profiles, Path.GetDirectoryName(Path.GetFullPath(fields.File)) ?? "");
    }

    /// <summary>A profile's options as texts.</summary>
    private static SortedDictionary<string, string> ReadOptions(YamlFields fields)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in fields.Names)
            options[name] = name != "stop" || !fields.IsList(name) ? fields.GetText(name)!
            : string.Join(Sampling.StopSeparator, fields.GetTexts(name));
        return options;
    }
}
