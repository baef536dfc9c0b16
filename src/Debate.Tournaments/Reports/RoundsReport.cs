using System.Globalization;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>Formats rounds and rankings.</summary>
public static class RoundsReport
{
    /// <summary>
    /// The table of rounds, one row a meeting or bye: round, debaters, and the points of both; a dash marks an unfinished meeting.
    /// </summary>
    public static ReportTable Table(IReadOnlyList<RoundReport> rounds) => new(
        ["round", "meeting", "points"],
        [.. rounds.SelectMany(r => r.Meetings.Select(m => Line(r.Name, m)).Concat(r.Byes.Select(b => Bye(r.Name, b))))]);

    /// <summary>
    /// The table of a ranking: position, debater, points, and the opponents' points or the round of elimination if the format has them.
    /// </summary>
    public static ReportTable Table(IReadOnlyList<Place> places)
    {
        var isElimination = places.All(p => p.Opposition is null);
        return new(
            ["place", "debater", "points", isElimination ? "out in" : "opponents' points"],
            [.. places.Select(p => new[] { Text(p.Position), p.Name, Text(p.Points), p.Opposition is { } o ? Text(o) : p.Out ?? "" })]);
    }

    private static string[] Line(string round, MeetingReport m)
    {
        var points = m.Finished == 0 ? "–" : $"{Text(m.PointsOfA)} : {Text(m.PointsOfB)}";
        return [round, $"{m.A} – {m.B}", m.Finished > 0 && m.Finished < m.Debates ? points + " ..." : points];
    }

    private static string[] Bye(string round, string name) => [round, $"{name} (bye)", ""];

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
