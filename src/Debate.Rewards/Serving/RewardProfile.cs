using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Serving;

/// <summary>How a server rewards: the judges, the options of the protocol, the shape and the opponent.</summary>
public sealed class RewardProfile
{
    private readonly RewardProfileOptions _profile;
    private readonly TextRewardOptions _reward;
    private readonly ProtocolOptions _options;

    /// <summary>Creates a profile from options; throws <see cref="InputException"/> if one is invalid.</summary>
    public RewardProfile(string name, IEnumerable<KeyValuePair<string, string>> options)
    {
        Name = name;
        var given = new ProtocolOptions(options);
        if (given.TryGetValue("judge", out var judges) && !given.ContainsKey("judges"))
            given["judges"] = SplitNames(judges).Length.ToString(CultureInfo.InvariantCulture);
        _options = given.ValidateAndComplete(
            $"rewards.profiles.{name}", [.. OptionRecords.GetRules<RewardProfileOptions>(), .. TextReward.Descriptor.Options]);
        (_profile, _reward) = (_options.Read<RewardProfileOptions>(), _options.Read<TextRewardOptions>());
        if (!IsEvidence && Judges.Length == 0)
            throw new InputException($"rewards.profiles.{name}: it needs a judge (a model) or a judge-file");
        Sampling = ReadSampling();
        Grouping = new(IsEvidence, Opponent, GroupSize);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How its models sample.</summary>
    public Sampling Sampling { get; }

    /// <summary>Whether its debates are over evidence, before a learned judge.</summary>
    public bool IsEvidence => JudgeFile.Length > 0;

    /// <summary>The file of the learned judge; empty if models judge.</summary>
    public string JudgeFile => _profile.JudgeFile;

    /// <summary>The environment of the evidence, and the folder of its files or an empty string.</summary>
    public (string Name, string Data) Environment => (_profile.Environment, _profile.EnvironmentData);

    /// <summary>Whether evidence debates are recorded.</summary>
    public bool IsRecorded => _profile.Record;

    /// <summary>The judges' models.</summary>
    public ImmutableArray<string> Judges => SplitNames(_profile.Judge);

    /// <summary>Every model that it names.</summary>
    public IEnumerable<string> Models => Judges.Concat([Debater, OpponentModel]).Where(m => m.Length > 0).Distinct();

    /// <summary>The number of answers in a group, for answers that arrive one by one.</summary>
    public int GroupSize => _profile.GroupSize;

    /// <summary>The maximum time that a caller waits.</summary>
    public TimeSpan Deadline => TimeSpan.FromSeconds(_profile.Deadline);

    /// <summary>The seed.</summary>
    public long Seed => _profile.Seed;

    /// <summary>The expression of the reward shape.</summary>
    public string Shape => _reward.Shape.Text;

    /// <summary>
    /// The shape that a request asks for, or else the profile's; throws <see cref="InputException"/> if the expression is invalid.
    /// </summary>
    public RewardShape ReadShape(string? requested) => requested is null ? _reward.Shape.Value : ShapeExpression.Parse(requested);

    /// <summary>The opponent that an answer meets.</summary>
    public string Opponent => _options["opponent"];

    /// <summary>Which answers are rewarded as a group, and whom they meet in it.</summary>
    public GroupingRule Grouping { get; }

    /// <summary>The baseline for requests that give none; null if there is none.</summary>
    public string? Baseline => _profile.Baseline.Length > 0 ? _profile.Baseline : null;

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

    private string Debater => _profile.Debater.Length > 0 ? _profile.Debater : Judges.FirstOrDefault("");

    private string OpponentModel => _profile.OpponentModel.Length > 0 ? _profile.OpponentModel : Debater;

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

/// <summary>What a reward profile says besides the options of <see cref="TextReward"/>.</summary>
public sealed record RewardProfileOptions
{
    /// <summary>The judges' models, with commas between them.</summary>
    [Option("The model that judges; several, separated by commas, make a panel.", Rule = "the name of a model")]
    public string Judge { get; init; } = "";

    /// <summary>The model that debates; empty for the first judge's.</summary>
    [Option("The model that debates; the first judge's where none is given.", Rule = "the name of a model")]
    public string Debater { get; init; } = "";

    /// <summary>The model of a checkpoint or confuser; empty for the debater's.</summary>
    [Option("The model of a checkpoint or confuser; the debater's where none is given.", Rule = "the name of a model")]
    public string OpponentModel { get; init; } = "";

    /// <summary>The answer that others meet; empty for none.</summary>
    [Option("The answer that others meet where the opponent is a baseline and the request brings none.", Rule = "a text")]
    public string Baseline { get; init; } = "";

    /// <summary>The file of a learned judge; empty where models judge.</summary>
    [Option("Makes it a profile of evidence debates, without a model.", Rule = "a file of debate reward train-judge")]
    public string JudgeFile { get; init; } = "";

    /// <summary>The environment of the evidence.</summary>
    [Option("Where evidence comes from.", Rule = "the name of an environment")]
    public string Environment { get; init; } = "sepsis-simulator";

    /// <summary>The folder of the environment's files; empty for none.</summary>
    [Option("The environment's files.", Rule = "a folder")]
    public string EnvironmentData { get; init; } = "";

    /// <summary>Whether evidence debates are kept.</summary>
    [Option("Whether evidence debates are kept, so that they can be shown.")]
    public bool Record { get; init; }

    /// <summary>Answers in a group, where they come one by one.</summary>
    [Option("How many answers to one task make a group where they come one by one.", Name = "cohort"), Range(1, 1024)]
    public int GroupSize { get; init; } = 1;

    /// <summary>Seconds that a caller waits at most.</summary>
    [Option("Seconds that a caller waits at most."), Range(1, 3600)]
    public int Deadline { get; init; } = 150;

    /// <summary>The seed of every random draw.</summary>
    [Option("Of every random draw."), Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>The temperature, as written; empty for the provider's.</summary>
    [Option("The temperature; the provider's where none is given.", Rule = "a number")]
    public string Temperature { get; init; } = "";

    /// <summary>The nucleus mass, as written; empty for the provider's.</summary>
    [Option("The nucleus mass; the provider's where none is given.", Name = "topP", Rule = "a number")]
    public string TopP { get; init; } = "";

    /// <summary>The most tokens of a reply, as written; empty for the model's, else 1024.</summary>
    [Option("The most tokens of a reply; the model's, else 1024, where none is given.", Name = "maxTokens", Rule = "a whole number")]
    public string MaxTokens { get; init; } = "";

    /// <summary>Another spelling of <see cref="MaxTokens"/>.</summary>
    [Option("Another spelling of maxTokens.", Name = "max-tokens", Rule = "a whole number")]
    public string MaxTokensInKebabCase { get; init; } = "";

    /// <summary>Where replies end, with separators between the texts.</summary>
    [Option("Where replies end.", Rule = "a text or a list of texts")]
    public string Stop { get; init; } = "";
}
