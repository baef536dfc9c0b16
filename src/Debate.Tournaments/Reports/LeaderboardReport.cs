using System.Globalization;
using System.Text;

namespace Debate.Tournaments;

/// <summary>Formats a leaderboard.</summary>
public static class LeaderboardReport
{
    /// <summary>The table: position, debater, rating, interval, rank interval, and debates won, drawn, lost.</summary>
    public static ReportTable Table(Leaderboard board)
    {
        var format = board.Standings.All(line => Math.Abs(line.Rating) < 100) ? "0.00" : "0";
        return new(
            ["#", "debater", "rating", "95 % interval", "ranks", "won", "drawn", "lost"],
            board.Standings.Select((line, i) => Row(line, i, format)).ToList());
    }

    /// <summary>The table of the effects of circumstances.</summary>
    public static ReportTable Effects(Leaderboard board) => new(
        ["circumstance", "points", "95 % interval"],
        [.. board.Effects.Select(effect => (IReadOnlyList<string>)
            [effect.Name, Text(effect.Points, "0"), $"{Text(effect.Low, "0")} to {Text(effect.High, "0")}"])]);

    /// <summary>The method of the leaderboard in one sentence.</summary>
    public static string Method(Leaderboard board) =>
        $"Rated by {board.Rating} ({board.Scale}); 95 % intervals by {board.Intervals}. Ranks are the places that the games allow.";

    /// <summary>The sections of a page; <paramref name="facts"/> is a paragraph above the table.</summary>
    public static IEnumerable<ReportSection> Sections(Leaderboard board, string facts)
    {
        yield return new("Leaderboard")
        {
            Paragraphs = [facts, Method(board)],
            Drawing = RatingIntervalsSvg.Draw(board),
            Table = Table(board),
            Notes = board.Warnings,
        };
        if (HeadToHeadSvg.Draw(board) is { } drawing) yield return new("Who beats whom") { Drawing = drawing };
        if (board.Effects.Count > 0)
            yield return new("What circumstances are worth")
            {
                Paragraphs = ["In rating points, to the debater whom they favour; the ratings are without them."],
                Table = Effects(board),
            };
    }

    /// <summary>The table in Markdown, with the warnings as a list below it.</summary>
    public static string Markdown(Leaderboard board)
    {
        var text = new StringBuilder(Table(board).ToMarkdown());
        if (board.Warnings.Count > 0) text.Append('\n');
        foreach (var warning in board.Warnings) text.Append("- ").Append(Markup.MarkdownCell(warning)).Append('\n');
        return text.ToString();
    }

    private static IReadOnlyList<string> Row(Standing line, int index, string format) =>
    [
        Text(index + 1, "0"), line.Name, Text(line.Rating, format), $"{Text(line.Low, format)}–{Text(line.High, format)}",
        line.Rank.Best == line.Rank.Worst ? Text(line.Rank.Best, "0") : $"{Text(line.Rank.Best, "0")}–{Text(line.Rank.Worst, "0")}",
        Text(line.Wins, "0"), Text(line.Draws, "0"), Text(line.Losses, "0"),
    ];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
