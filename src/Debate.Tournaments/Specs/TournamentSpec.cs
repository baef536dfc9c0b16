using System.Text.Json.Serialization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>
/// The specification of a tournament, with every field validated and every default filled in. Plain data: it is journaled, so it must
/// round-trip through System.Text.Json. Read it with <see cref="TournamentSpecReader"/>.
/// </summary>
public sealed record TournamentSpec
{
    /// <summary>The names of all formats.</summary>
    public static readonly IReadOnlyList<string> Formats = Schedules.Names;

    /// <summary>The greatest number of characters of a debater's or a judge's name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The name of the tournament, one line of at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The source of the motions.</summary>
    public required SourceSpec Source { get; init; }

    /// <summary>The name of the protocol of every match; it is not validated here.</summary>
    public required string Protocol { get; init; }

    /// <summary>The protocol's options as written ("0.50" stays "0.50"), in ordinal order of their names.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>At least two debaters with unique names, in the order written.</summary>
    public required IReadOnlyList<DebaterSpec> Debaters { get; init; }

    /// <summary>One of <see cref="Formats"/>; default round-robin.</summary>
    public string Format { get; init; } = RoundRobin.Name;

    /// <summary>The number of rounds, 1 to 1,000, for formats that let it be set; null for the format's own number.</summary>
    public int? Rounds { get; init; }

    /// <summary>
    /// The number of motions that a meeting debates in a round, 1 to 1,000; formats that do not depend on results have no rounds.
    /// </summary>
    public int MotionsPerRound { get; init; } = 1;

    /// <summary>Whether each motion is also debated with the sides swapped; otherwise once, with sides balanced over the rounds.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>Whether the seeding is drawn with the tournament's seed; otherwise it is the order of <see cref="Debaters"/>.</summary>
    public bool DrawsSeeds { get; init; }

    /// <summary>The rating estimator, one of <see cref="RatingEstimators.Names"/>.</summary>
    public string Rating { get; init; } = RatingEstimators.Default;

    /// <summary>The interval method, one of <see cref="RatingIntervals.Names"/>.</summary>
    public string Intervals { get; init; } = RatingIntervals.Names[0];

    /// <summary>The hard limits of the whole tournament; unlimited by default.</summary>
    public Budget Budget { get; init; } = Budget.Unlimited;

    /// <summary>The default model of seats that name none, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The models of the seats other than debaters.</summary>
    public SeatsSpec Seats { get; init; } = new();

    /// <summary>The judges and the canaries.</summary>
    public PanelSpec Panel { get; init; } = new();

    /// <summary>The seed of all random draws; null if the caller chooses it.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether debates whose debater's model is gone are forfeited; otherwise they wait.</summary>
    public bool ForfeitsAbsent { get; init; }

    /// <summary>The maximum number of concurrent matches, 1 to 100,000; default 200.</summary>
    public int Concurrency { get; init; } = 200;

    /// <summary>The share of unread debates from which on the result is partial, in [0, 1]; the caller's, and no field of the
    /// file.</summary>
    public double MaxUnread { get; init; } = UnreadLimit.Default;

    /// <summary>The tournament's priority at busy models; null for normal.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The maximum number of motions, at least 1; null for all.</summary>
    public int? Limit { get; init; }
}

/// <summary>The source of the motions: exactly one of maps and questions is set.</summary>
public sealed record SourceSpec
{
    /// <summary>A folder of argument maps, as written.</summary>
    public string? Maps { get; init; }

    /// <summary>A file of questions, as written.</summary>
    public string? Questions { get; init; }

    /// <summary>The maximum number of motions from one map, at least 1; default 1.</summary>
    public int MotionsPerMap { get; init; } = 1;
}

/// <summary>One debater. With neither model nor player, it is played by the tournament's model or by a player of this name.</summary>
public sealed record DebaterSpec
{
    /// <summary>The name on the leaderboard, one line of at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The debater's model, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The model's family, or null for the configured one.</summary>
    public string? Family { get; init; }

    /// <summary>The debater's persona, or null.</summary>
    public string? Persona { get; init; }

    /// <summary>How the debater's model samples; what is null is the model's own.</summary>
    public Sampling Sampling { get; init; } = new();

    /// <summary>The thoughts that it writes before each of its turns; 0 for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Thinks { get; init; }

    /// <summary>The evidence player, or null.</summary>
    public string? Player { get; init; }
}

/// <summary>A seat other than a debater's: its model, null for the tournament's, and how that samples.</summary>
public sealed record SeatSpec(string? Model)
{
    /// <summary>How the seat's model samples; what is null is the model's own.</summary>
    public Sampling Sampling { get; init; } = new();
}

/// <summary>The seats other than debaters; null for the tournament's model.</summary>
public sealed record SeatsSpec
{
    /// <summary>The moderator.</summary>
    public SeatSpec? Moderator { get; init; }

    /// <summary>The judge.</summary>
    public SeatSpec? Judge { get; init; }
}
