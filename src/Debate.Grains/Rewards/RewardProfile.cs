using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation;
using Debate.Rewards.Texts;

namespace Debate.Grains.Rewards;

/// <summary>How a server rewards: the judges, the options of the protocol, the shape and the opponent.</summary>
public sealed class RewardProfile
{
    private static readonly OptionRule[] ProfileOptions =
    [
        OptionRule.Text("judge", "", "the name of a model", "The model that judges; several, separated by commas, make a panel."),
        OptionRule.Text("debater", "", "the name of a model", "The model that debates; the first judge's where none is given."),
        OptionRule.Text("opponent-model", "", "the name of a model",
            "The model of a checkpoint or confuser; the debater's where none is given."),
        OptionRule.Text("baseline", "", "a text",
            "The answer that others meet where the opponent is a baseline and the request brings none."),
        OptionRule.Text("judge-file", "", "a file of debate reward train-judge",
            "Makes it a profile of evidence debates, without a model."),
        OptionRule.Text("environment", "sepsis-simulator", "the name of an environment", "Where evidence comes from."),
        OptionRule.Text("environment-data", "", "a folder", "The environment's files."),
        OptionRule.OneOf("record", "Whether evidence debates are kept, so that they can be shown.", "no", "yes"),
        OptionRule.Number("cohort", 1, 1, 1024, "How many answers to one task make a group where they come one by one."),
        OptionRule.Number("deadline", 150, 1, 3600, "Seconds that a caller waits at most."),
        OptionRule.Number("seed", 0, 0, int.MaxValue, "Of every random draw."),
        OptionRule.Text("temperature", "", "a number", "The temperature; the provider's where none is given."),
        OptionRule.Text("topP", "", "a number", "The nucleus mass; the provider's where none is given."),
        OptionRule.Text("maxTokens", "", "a whole number", "The most tokens of a reply; the model's, else 1024, where none is given."),
        OptionRule.Text("max-tokens", "", "a whole number", "Another spelling of maxTokens."),
        OptionRule.Text("stop", "", "a text or a list of texts", "Where replies end."),
    ];

    private readonly ProtocolOptions _options;

    /// <summary>Creates a profile from options; throws <see cref="InputException"/> if one is invalid.</summary>
    public RewardProfile(string name, IEnumerable<KeyValuePair<string, string>> options)
    {
        Name = name;
        var given = new ProtocolOptions(options);
        if (given.TryGetValue("judge", out var judges) && !given.ContainsKey("judges"))
            given["judges"] = SplitNames(judges).Length.ToString(CultureInfo.InvariantCulture);
        _options = given.ValidateAndComplete($"rewards.profiles.{name}", [.. ProfileOptions, .. TextReward.Descriptor.Options]);
        if (!IsEvidence && Judges.Length == 0)
            throw new InputException($"rewards.profiles.{name}: it needs a judge (a model) or a judge-file");
        Sampling = ReadSampling();
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How its models sample.</summary>
    public Sampling Sampling { get; }

    /// <summary>Whether its debates are over evidence, before a learned judge.</summary>
    public bool IsEvidence => JudgeFile.Length > 0;

    /// <summary>The file of the learned judge; empty if models judge.</summary>
    public string JudgeFile => _options["judge-file"];

    /// <summary>The environment of the evidence, and the folder of its files or an empty string.</summary>
    public (string Name, string Data) Environment => (_options["environment"], _options["environment-data"]);

    /// <summary>Whether evidence debates are recorded.</summary>
    public bool IsRecorded => _options["record"] == "yes";

    /// <summary>The judges' models.</summary>
    public ImmutableArray<string> Judges => SplitNames(_options["judge"]);

    /// <summary>Every model that it names.</summary>
    public IEnumerable<string> Models => Judges.Concat([Debater, OpponentModel]).Where(m => m.Length > 0).Distinct();

    /// <summary>The number of answers in a group, for answers that arrive one by one.</summary>
    public int GroupSize => _options.Number("cohort");

    /// <summary>The maximum time that a caller waits.</summary>
    public TimeSpan Deadline => TimeSpan.FromSeconds(_options.Number("deadline"));

    /// <summary>The seed.</summary>
    public long Seed => _options.Number("seed");

    /// <summary>The expression of the reward shape.</summary>
    public string Shape => _options.Text("shape");

    /// <summary>The opponent that an answer meets.</summary>
    public string Opponent => _options.Text("opponent");

    /// <summary>The baseline for requests that give none; null if there is none.</summary>
    public string? Baseline => _options["baseline"] is { Length: > 0 } text ? text : null;

    /// <summary>Gets the protocol's options, with a request's overrides.</summary>
    public ProtocolOptions GetProtocolOptions(string? shape, string? opponent)
    {
        var options = new ProtocolOptions(TextReward.Descriptor.Options.Select(r => KeyValuePair.Create(r.Name, _options[r.Name])));
        if (shape is not null) options["shape"] = shape;
        if (opponent is not null) options["opponent"] = opponent;
        return TextReward.Descriptor.CompleteOptions(options);
    }

    /// <summary>Creates the protocol's seats with their models.</summary>
    public ImmutableArray<Seat> CreateSeats(ProtocolOptions options) =>
        [.. TextReward.Descriptor.Seats(options).Select(seat => new Seat(seat, GetModel(seat))
    {
        Sampling = Sampling,
    })];

    private string Debater => _options["debater"] is { Length: > 0 } model ? model : Judges.FirstOrDefault("");

    private string OpponentModel => _options["opponent-model"] is { Length: > 0 } model ? model : Debater;

    private Sampling ReadSampling()
    {
        var sampling = new Sampling();
        foreach (var name in new[] { "max-tokens" }.Concat(Sampling.Names))
            foreach (var text in _options[name].Split(Sampling.StopSeparator).Where(t => t.Length > 0))
                sampling = sampling.With($"rewards.profiles.{Name}.", name == "max-tokens" ? "maxTokens" : name, text);
        return sampling;
    }

    private string GetModel(string seat) => seat switch
    {
        "pro" or "con" => Debater,
        "opponent" => OpponentModel,
        "judge" => Judges[0],
        _ => Judges[(int.Parse(seat.AsSpan(seat.IndexOf('-', StringComparison.Ordinal) + 1),
            CultureInfo.InvariantCulture) - 1) % Judges.Length],
    };

    private static ImmutableArray<string> SplitNames(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

/// <summary>The reward profiles of a silo; without profiles it rewards nothing.</summary>
/// <param name="profiles">The profiles.</param>
/// <param name="fallback">The profile of requests that name none; null for the only profile.</param>
/// <param name="desks">The services of evidence profiles, by profile name.</param>
public sealed class RewardProfiles(
    IReadOnlyCollection<RewardProfile> profiles, string? fallback, IReadOnlyDictionary<string, EvidenceRewardService> desks)
{
    /// <summary>No profile.</summary>
    public static RewardProfiles None { get; } = new([], null, new Dictionary<string, EvidenceRewardService>());

    /// <summary>All profiles.</summary>
    public IReadOnlyCollection<RewardProfile> All => profiles;

    /// <summary>Finds a profile by name, or the default for null; throws <see cref="InputException"/> if there is none.</summary>
    public RewardProfile Find(string? name)
    {
        if (profiles.Count == 0)
            throw new InputException("profile: nothing is rewarded here; the configuration needs rewards:, or name a judge of train-judge "
                + "(score --judge FILE, serve --reward-judge FILE)");
        var wanted = name ?? fallback ?? (profiles.Count == 1
            ? profiles.First().Name : throw new InputException($"profile: name one of {Names}"));
        return profiles.FirstOrDefault(p => p.Name == wanted) ?? throw new InputException($"profile '{wanted}': not one of {Names}");
    }

    /// <summary>Gets the service of an evidence profile.</summary>
    public EvidenceRewardService GetEvidenceService(RewardProfile profile) => desks[profile.Name];

    private string Names => string.Join(", ", profiles.Select(p => p.Name));
}
