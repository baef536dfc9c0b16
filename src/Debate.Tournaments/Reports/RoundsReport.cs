using System.Globalization;
using Debate.Core.Output;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>Formats rounds and rankings.</summary>
public static class RoundsReport
{
    /// <summary>
    /// The table of rounds, one row a meeting or bye: round, debaters, and the points of both; a dash marks an unfinished meeting.
    /// </summary>
    public static ReportTable ToTable(IReadOnlyList<RoundReport> rounds) => new(
        ["round", "meeting", "points"],
        [.. rounds.SelectMany(r => r.Meetings.Select(m => ToRow(r.Name, m)).Concat(r.Byes.Select(b => ToByeRow(r.Name, b))))]);

    /// <summary>
    /// The table of a ranking: position, debater, points, and the opponents' points or the round of elimination if the format has them.
    /// </summary>
    public static ReportTable ToTable(IReadOnlyList<FinalPlace> places)
    {
        var isElimination = places.All(p => p.Opposition is null);
        return new(
            ["place", "debater", "points", isElimination ? "out in" : "opponents' points"],
            [
                .. places.Select(p => new[]
                {
                    p.Position is { } place ? FormatNumber(place) : "–", p.Name, FormatNumber(p.Points),
                    p.Opposition is { } o ? FormatNumber(o) : p.Out ?? "",
                }),
            ]);
    }

    private static string[] ToRow(string round, MeetingReport m)
    {
        var settled = m.Finished + m.Forfeited;
        var points = settled == 0 ? "–" : $"{FormatNumber(m.PointsOfA)} : {FormatNumber(m.PointsOfB)}";
        if (m.NotJudged > 0) points += $" ({FormatNumber(m.NotJudged)} not judged)";
        if (m.Forfeited > 0) points += m.Finished == 0 ? " (forfeit)" : $" ({FormatNumber(m.Forfeited)} by forfeit)";
        return [round, $"{m.A} – {m.B}", settled > 0 && settled < m.Debates ? points + " ..." : points];
    }

    private static string[] ToByeRow(string round, string name) => [round, $"{name} (bye)", ""];

    private static string FormatNumber(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
