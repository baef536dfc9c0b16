using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using YamlDotNet.RepresentationModel;

namespace Debate.Tournaments;

/// <summary>
/// Reads a tournament specification, YAML or JSON. Invalid input is a one-line <see cref="InputException"/> with file, line, field, value
/// and rule. Unknown fields are errors, so that a typing error never silently becomes a default.
/// </summary>
public static class TournamentSpecReader
{
    /// <summary>The specification in <paramref name="text"/>; <paramref name="file"/> is only used in messages.</summary>
    public static TournamentSpec Read(string text, string file) =>
        Read(YamlSource.Read(text, file, allowsAliases: false), allowsInline: false);

    /// <summary>
    /// The specification and the maps or questions that stand in it, in the place of the name of a folder or a file: <c>maps</c> from a
    /// name with an extension to a map's text (or to the map itself, in the YAML form), <c>questions</c> as a list.
    /// </summary>
    public static (TournamentSpec Spec, InlineSource Inline) ReadWhole(string text, string place)
    {
        var map = YamlSource.Read(text, place, allowsAliases: false);
        return (Read(map, allowsInline: true), InlineSource.Read(map.GetRequiredMap("source")));
    }

    private static TournamentSpec Read(YamlFields map, bool allowsInline)
    {
        map.AllowOnly(
            "name", "source", "protocol", "options", "debaters", "format", "rounds", "motionsPerRound", "sides", "seeding", "rating",
            "intervals", "absent", "budget", "model", "seats", "judges", "panel", "canaries", "seed", "concurrency", "limit", "priority");
        var schedule = ReadFormat(map);
        var method = ReadMethod(map);
        return new TournamentSpec
        {
            Name = map.GetRequiredName("name", 100),
            Source = ReadSource(map.GetRequiredMap("source"), allowsInline),
            Protocol = map.GetRequiredLine("protocol", 100),
            Options = map.GetMap("options")?.GetAllTexts() ?? new SortedDictionary<string, string>(StringComparer.Ordinal),
            Debaters = ReadDebaters(map),
            Format = schedule.Name,
            Rounds = ReadRounds(map, schedule),
            MotionsPerRound = HasRoundField(map, "motionsPerRound", schedule) ? map.Get("motionsPerRound", Values.Whole(1, 1_000)) ?? 1 : 1,
            BothSides = !HasRoundField(map, "sides", schedule) || map.GetWord("sides", "both", "one") == "both",
            DrawsSeeds = map.GetWord("seeding", "listed", "drawn") == "drawn",
            Rating = method.Estimator.Name,
            Intervals = method.Intervals.Name,
            Budget = map.GetMap("budget") is { } budget ? Budget.Read(budget) : Budget.Unlimited,
            Model = map.GetLine("model", 200),
            Seats = map.GetMap("seats") is { } seats ? ReadSeats(seats) : new SeatsSpec(),
            Panel = PanelSpec.Read(map),
            Seed = map.Get("seed", Values.Whole(long.MinValue, long.MaxValue)),
            ForfeitsAbsent = map.GetWord("absent", "wait", "forfeit") == "forfeit",
            Concurrency = map.Get("concurrency", Values.Whole(1, 100_000)) ?? 200,
            Priority = ReadPriority(map),
            Limit = map.Get("limit", Values.Count),
        };
    }

    private static SourceSpec ReadSource(YamlFields map, bool allowsInline)
    {
        map.AllowOnly("maps", "questions", "motionsPerMap");
        var source = new SourceSpec
        {
            Maps = allowsInline && map.Find("maps") is YamlMappingNode ? InlineSource.Name : map.GetLine("maps", 4096),
            Questions = allowsInline && map.IsList("questions") ? InlineSource.Name : map.GetLine("questions", 4096),
            MotionsPerMap = map.Get("motionsPerMap", Values.Count) ?? 1,
        };
        if (source.Maps is null == source.Questions is null) throw map.Error("must have exactly one of maps and questions");
        return source.Questions is not null && map.Has("motionsPerMap")
            ? throw map.Error("must leave out motionsPerMap, which needs maps, questions have one motion each")
            : source;
    }

    private static List<DebaterSpec> ReadDebaters(YamlFields map)
    {
        var debaters = new List<DebaterSpec>();
        foreach (var entry in map.GetRequiredList("debaters"))
        {
            var debater = ReadDebater(entry);
            if (debaters.Any(other => Nfc.Normalize(other.Name) == Nfc.Normalize(debater.Name)))
                throw entry.Error(debater.Name, "must not name a debater twice");
            debaters.Add(debater);
        }
        if (debaters.Count < 2) throw map.Error("debaters", $"must name at least 2, and names {debaters.Count}");
        return debaters;
    }

    private static DebaterSpec ReadDebater(YamlItem entry)
    {
        if (entry.Map is not { } map) return new DebaterSpec { Name = entry.GetName(TournamentSpec.MaxNameLength) };
        map.AllowOnly(["name", "model", "family", "persona", "player", "thinks", .. Sampling.Names]);
        return new DebaterSpec
        {
            Name = map.GetRequiredName("name", TournamentSpec.MaxNameLength),
            Model = map.GetLine("model", 200),
            Family = map.GetLine("family", 100),
            Persona = map.GetText("persona"),
            Sampling = Sampling.Read(map),
            Player = map.GetLine("player", 100),
            Thinks = map.Get("thinks", Values.Thinks) ?? 0,
        };
    }

    private static ISchedule ReadFormat(YamlFields map) =>
        Schedules.Get(map.GetWord("format", [.. TournamentSpec.Formats]));

    private static int? ReadRounds(YamlFields map, ISchedule schedule) => !map.Has("rounds") || schedule.HasConfigurableRounds
        ? map.Get("rounds", Values.Whole(1, 1_000))
        : throw map.Error("rounds", $"must be left out: the rounds of {schedule.Name} follow from its debaters");

    /// <summary>Whether a field that is only valid for formats with rounds is given; an error for other formats.</summary>
    private static bool HasRoundField(YamlFields map, string field, ISchedule schedule) => map.Has(field) && (schedule.DependsOnResults
        ? true
        : throw map.Error(field, $"must be left out: it is for formats in rounds, and {schedule.Name} debates on both sides once"));

    private static Priority? ReadPriority(YamlFields map) =>
        map.Has("priority") ? Enum.Parse<Priority>(map.GetWord("priority", "low", "normal", "high"), ignoreCase: true) : null;

    private static RatingMethod ReadMethod(YamlFields map)
    {
        var rating = map.Has("rating") ? map.GetWord("rating", RatingEstimators.Names) : null;
        var intervals = map.Has("intervals") ? map.GetWord("intervals", RatingIntervals.Names) : null;
        // Both names are known, so the only remaining error is an incompatible combination.
        var estimator = RatingEstimators.Get(rating ?? RatingEstimators.Default);
        if (intervals is not null && RatingIntervals.Get(intervals).FindIncompatibility(estimator) is { } refusal)
            throw map.Error("intervals", $"must suit the rating: {refusal}");
        return RatingMethod.FromNames(rating, intervals);
    }

    private static SeatsSpec ReadSeats(YamlFields map)
    {
        map.AllowOnly("moderator", "judge");
        return new SeatsSpec { Moderator = ReadSeat(map, "moderator"), Judge = ReadSeat(map, "judge") };
    }

    /// <summary>A seat: the name of its model, or a map with the model and its sampling.</summary>
    private static SeatSpec? ReadSeat(YamlFields map, string seat)
    {
        if (map.Find(seat) is not YamlMappingNode) return map.GetLine(seat, 200) is { } model ? new SeatSpec(model) : null;
        var fields = map.GetRequiredMap(seat);
        fields.AllowOnly(["model", .. Sampling.Names]);
        return new SeatSpec(fields.GetLine("model", 200)) { Sampling = Sampling.Read(fields) };
    }
}
