using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments;

/// <summary>
/// A tournament as its author describes it, every field checked and every default filled in. Plain data: it is journaled, so it goes
/// through System.Text.Json unchanged. Read one with <see cref="TournamentSpecReader"/>.
/// </summary>
public sealed record TournamentSpec
{
    /// <summary>The formats that exist.</summary>
    public static readonly IReadOnlyList<string> Formats = [.. Schedules.All.Select(s => s.Name)];

    /// <summary>The name of the tournament, one line of at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where the motions come from.</summary>
    public required SourceSpec Source { get; init; }

    /// <summary>The name of the protocol that every match plays; whether it exists is for the protocols to say.</summary>
    public required string Protocol { get; init; }

    /// <summary>The protocol's options as written ("0.50" stays "0.50"), in ordinal order of their names.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>At least two debaters, no name twice, in the order written.</summary>
    public required IReadOnlyList<DebaterSpec> Debaters { get; init; }

    /// <summary>One of <see cref="Formats"/>; round-robin unless told otherwise.</summary>
    public string Format { get; init; } = RoundRobin.Name;

    /// <summary>Rounds to play, 1 to 1,000, where the format leaves that open; null for the format's own number.</summary>
    public int? Rounds { get; init; }

    /// <summary>Motions that two who meet debate in a round, 1 to 1,000; formats that wait for no result have no rounds.</summary>
    public int MotionsPerRound { get; init; } = 1;

    /// <summary>Whether each motion is debated with the sides swapped too; else once, with the sides balanced over the rounds.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>Whether seeds are drawn from the tournament's seed; else they are the order of <see cref="Debaters"/>.</summary>
    public bool DrawsSeeds { get; init; }

    /// <summary>What rates the debaters, one of <see cref="RatingEstimators.Names"/>.</summary>
    public string Rating { get; init; } = RatingEstimators.Default;

    /// <summary>What the intervals of the ratings are by, one of <see cref="RatingIntervals.Names"/>.</summary>
    public string Intervals { get; init; } = RatingIntervals.Names[0];

    /// <summary>The hard limits of the whole tournament; nothing is limited unless told otherwise.</summary>
    public Budget Budget { get; init; } = Budget.Unlimited;

    /// <summary>The model of every seat that names none, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The models of the seats that are no debaters.</summary>
    public SeatsSpec Seats { get; init; } = new();

    /// <summary>The seed of everything random, or null: then the caller decides.</summary>
    public long? Seed { get; init; }

    /// <summary>The most matches in flight at once, 1 to 100,000; 200 unless told otherwise.</summary>
    public int Concurrency { get; init; } = 200;

    /// <summary>How much of a busy model the tournament gets; normal where null.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The most motions to debate, at least 1, or null for all.</summary>
    public int? Limit { get; init; }
}

/// <summary>Where motions come from: exactly one of the two is set.</summary>
public sealed record SourceSpec
{
    /// <summary>A folder of argument maps, as written.</summary>
    public string? Maps { get; init; }

    /// <summary>A file of questions, as written.</summary>
    public string? Questions { get; init; }

    /// <summary>The most motions taken from one map, at least 1; 1 unless told otherwise.</summary>
    public int MotionsPerMap { get; init; } = 1;
}

/// <summary>One debater. With neither model nor player, the tournament's model or a player of this name speaks.</summary>
public sealed record DebaterSpec
{
    /// <summary>The name on the leaderboard, one line of at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The model that speaks for this debater, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Who the debater is told to be, or null.</summary>
    public string? Persona { get; init; }

    /// <summary>The sampling temperature, 0 to 2, or null for the model's own.</summary>
    public double? Temperature { get; init; }

    /// <summary>The evidence player, or null.</summary>
    public string? Player { get; init; }
}

/// <summary>The models of the seats that are no debaters; null is the tournament's model.</summary>
public sealed record SeatsSpec
{
    /// <summary>The moderator's model.</summary>
    public string? Moderator { get; init; }

    /// <summary>The judge's model.</summary>
    public string? Judge { get; init; }
}
