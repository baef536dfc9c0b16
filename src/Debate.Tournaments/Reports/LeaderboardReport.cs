using System.Globalization;
using System.Text;

namespace Debate.Tournaments;

/// <summary>Formats a leaderboard.</summary>
public static class LeaderboardReport
{
    /// <summary>The table: position, debater, rating, interval, rank interval, and debates won, drawn, lost.</summary>
    public static ReportTable ToTable(Leaderboard board)
    {
        var format = board.Standings.All(line => Math.Abs(line.Rating) < 100) ? "0.00" : "0";
        return new(
            ["#", "debater", "rating", "95 % interval", "ranks", "won", "drawn", "lost"],
            board.Standings.Select((line, i) => ToRow(line, i, format)).ToList());
    }

    /// <summary>The table of the effects of circumstances.</summary>
    public static ReportTable ToEffectsTable(Leaderboard board) => new(
        ["circumstance", "points", "95 % interval"],
        [.. board.Effects.Select(effect => (IReadOnlyList<string>)
            [effect.Name, FormatNumber(effect.Points, "0"), $"{FormatNumber(effect.Low, "0")} to {FormatNumber(effect.High, "0")}"])]);

    /// <summary>The method of the leaderboard in one sentence.</summary>
    public static string DescribeMethod(Leaderboard board) =>
        $"Rated by {board.Rating} ({board.Scale}); 95 % intervals by {board.Intervals}. Ranks are the places that the games allow.";

    /// <summary>The sections of a page; <paramref name="facts"/> is a paragraph above the table.</summary>
    public static IEnumerable<ReportSection> CreateSections(Leaderboard board, string facts)
    {
        yield return new("Leaderboard")
        {
            Paragraphs = [facts, DescribeMethod(board)],
            Drawing = RatingIntervalsSvg.Draw(board),
            Table = ToTable(board),
            Notes = board.Warnings,
        };
        if (HeadToHeadSvg.Draw(board) is { } drawing) yield return new("Who beats whom") { Drawing = drawing };
        if (board.Effects.Count > 0)
            yield return new("What circumstances are worth")
            {
                Paragraphs = ["In rating points, to the debater whom they favour; the ratings are without them."],
                Table = ToEffectsTable(board),
            };
    }

    /// <summary>The table in Markdown, with the warnings as a list below it.</summary>
    public static string ToMarkdown(Leaderboard board)
    {
        var text = new StringBuilder(ToTable(board).ToMarkdown());
        if (board.Warnings.Count > 0) text.Append('\n');
        foreach (var warning in board.Warnings) text.Append("- ").Append(MarkdownText.EscapeCell(warning)).Append('\n');
        return text.ToString();
    }

    private static IReadOnlyList<string> ToRow(Standing line, int index, string format) =>
    [
        FormatNumber(index + 1, "0"), line.Name, FormatNumber(line.Rating, format),
        $"{FormatNumber(line.Low, format)}–{FormatNumber(line.High, format)}",
        line.Rank.Best == line.Rank.Worst ? FormatNumber(line.Rank.Best, "0")
        : $"{FormatNumber(line.Rank.Best, "0")}–{FormatNumber(line.Rank.Worst, "0")}",
        FormatNumber(line.Wins, "0"), FormatNumber(line.Draws, "0"), FormatNumber(line.Losses, "0"),
    ];

    private static string FormatNumber(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
