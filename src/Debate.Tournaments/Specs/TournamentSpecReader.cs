using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments;

/// <summary>
/// Reads a tournament specification, YAML or JSON. Invalid input is a one-line <see cref="InputException"/> with file, line, field, value
/// and rule. Unknown fields are errors, so that a typing error never silently becomes a default.
/// </summary>
public static class TournamentSpecReader
{
    /// <summary>The specification in <paramref name="text"/>; <paramref name="file"/> is only used in messages.</summary>
    public static TournamentSpec Read(string text, string file)
    {
        var map = SpecMap.Parse(text, file);
        map.AllowOnly(
            "name", "source", "protocol", "options", "debaters", "format", "rounds", "motionsPerRound", "sides", "seeding", "rating",
            "intervals", "budget", "model", "seats", "judges", "panel", "canaries", "seed", "concurrency", "limit", "priority");
        var schedule = ReadFormat(map);
        var method = ReadMethod(map);
        return new TournamentSpec
        {
            Name = map.RequiredLine("name", 100),
            Source = ReadSource(map.RequiredMap("source")),
            Protocol = map.RequiredLine("protocol", 100),
            Options = map.Map("options")?.Texts() ?? new SortedDictionary<string, string>(StringComparer.Ordinal),
            Debaters = ReadDebaters(map),
            Format = schedule.Name,
            Rounds = ReadRounds(map, schedule),
            MotionsPerRound = HasRoundField(map, "motionsPerRound", schedule) ? (int)(map.Integer("motionsPerRound", 1, 1_000) ?? 1) : 1,
            BothSides = !HasRoundField(map, "sides", schedule) || map.OneOf("sides", "both", "one") == "both",
            DrawsSeeds = map.OneOf("seeding", "listed", "drawn") == "drawn",
            Rating = method.Estimator.Name,
            Intervals = method.Intervals.Name,
            Budget = map.Map("budget") is { } budget ? ReadBudget(budget) : Budget.Unlimited,
            Model = map.Line("model", 200),
            Seats = map.Map("seats") is { } seats ? ReadSeats(seats) : new SeatsSpec(),
            Panel = PanelSpec.Read(map),
            Seed = map.Integer("seed", long.MinValue, long.MaxValue),
            Concurrency = (int)(map.Integer("concurrency", 1, 100_000) ?? 200),
            Priority = ReadPriority(map),
            Limit = (int?)map.Integer("limit", 1, int.MaxValue),
        };
    }

    private static SourceSpec ReadSource(SpecMap map)
    {
        map.AllowOnly("maps", "questions", "motionsPerMap");
        var source = new SourceSpec
        {
            Maps = map.Line("maps", 4096),
            Questions = map.Line("questions", 4096),
            MotionsPerMap = (int)(map.Integer("motionsPerMap", 1, int.MaxValue) ?? 1),
        };
        if (source.Maps is null == source.Questions is null) throw map.CreateError("must have exactly one of maps and questions");
        return source.Questions is not null && map.Has("motionsPerMap")
            ? throw map.CreateError("motionsPerMap needs maps, questions have one motion each")
            : source;
    }

    private static List<DebaterSpec> ReadDebaters(SpecMap map)
    {
        var debaters = new List<DebaterSpec>();
        foreach (var entry in map.RequiredList("debaters"))
        {
            var debater = ReadDebater(entry);
            if (debaters.Any(other => other.Name == debater.Name)) throw entry.CreateError(debater.Name, "must not name a debater twice");
            debaters.Add(debater);
        }
        if (debaters.Count < 2) throw map.CreateError("debaters", $"{debaters.Count} given", "a tournament needs at least 2");
        return debaters;
    }

    private static DebaterSpec ReadDebater(SpecEntry entry)
    {
        if (entry.Map is not { } map) return new DebaterSpec { Name = entry.Line(64) };
        map.AllowOnly("name", "model", "family", "persona", "temperature", "player");
        return new DebaterSpec
        {
            Name = map.RequiredLine("name", 64),
            Model = map.Line("model", 200),
            Family = map.Line("family", 100),
            Persona = map.Text("persona"),
            Temperature = (double?)map.Number("temperature", 0, 2),
            Player = map.Line("player", 100),
        };
    }

    private static ISchedule ReadFormat(SpecMap map) =>
        Schedules.Get(map.OneOf("format", [.. TournamentSpec.Formats]));

    private static int? ReadRounds(SpecMap map, ISchedule schedule) => !map.Has("rounds") || schedule.HasConfigurableRounds
        ? (int?)map.Integer("rounds", 1, 1_000)
        : throw map.CreateError("rounds", "", $"the rounds of {schedule.Name} follow from its debaters");

    /// <summary>Whether a field that is only valid for formats with rounds is given; an error for other formats.</summary>
    private static bool HasRoundField(SpecMap map, string field, ISchedule schedule) => map.Has(field) && (schedule.DependsOnResults
        ? true
        : throw map.CreateError(field, "", $"is for formats in rounds; {schedule.Name} has no rounds and debates on both sides"));

    private static Priority? ReadPriority(SpecMap map) => map.Line("priority", 100) switch
    {
        null => null,
        "low" => Priority.Low,
        "normal" => Priority.Normal,
        "high" => Priority.High,
        var other => throw map.CreateError("priority", other, "must be one of: low, normal, high"),
    };

    private static RatingMethod ReadMethod(SpecMap map)
    {
        var (rating, intervals) = (map.Line("rating", 100), map.Line("intervals", 100));
        if (rating is not null && !RatingEstimators.Names.Contains(rating))
            throw map.CreateError("rating", rating, $"must be one of: {string.Join(", ", RatingEstimators.Names)}");
        if (intervals is not null && !RatingIntervals.Names.Contains(intervals))
            throw map.CreateError("intervals", intervals, $"must be one of: {string.Join(", ", RatingIntervals.Names)}");
        // Both names are known, so the only remaining error is an incompatible combination.
        var estimator = RatingEstimators.Get(rating ?? RatingEstimators.Default);
        if (intervals is not null && RatingIntervals.Get(intervals).FindIncompatibility(estimator) is { } refusal)
            throw map.CreateError("intervals", intervals, $"must suit the rating: {refusal}");
        return RatingMethod.FromNames(rating, intervals);
    }

    private static Budget ReadBudget(SpecMap map)
    {
        map.AllowOnly("calls", "tokens", "cost", "time");
        var (calls, tokens) = (map.Integer("calls", long.MinValue, long.MaxValue), map.Integer("tokens", long.MinValue, long.MaxValue));
        var budget = new Budget(calls, tokens, map.Number("cost", decimal.MinValue, decimal.MaxValue), map.Time("time"));
        return budget.FindError() is { } error ? throw map.CreateError(error.Field, error.Value, error.Rule) : budget;
    }

    private static SeatsSpec ReadSeats(SpecMap map)
    {
        map.AllowOnly("moderator", "judge");
        return new SeatsSpec { Moderator = map.Line("moderator", 200), Judge = map.Line("judge", 200) };
    }
}
