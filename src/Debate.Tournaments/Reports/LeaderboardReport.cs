using System.Globalization;
using System.Text;

namespace Debate.Tournaments;

/// <summary>The leaderboard for readers.</summary>
public static class LeaderboardReport
{
    /// <summary>Place, debater, rating, interval and debates won, drawn, lost; whole rating points.</summary>
    public static ReportTable Table(Leaderboard board) => new(
        ["#", "debater", "rating", "95 % interval", "won", "drawn", "lost"],
        board.Standings.Select(Row).ToList());

    /// <summary>The table in Markdown, with the warnings as a list below it.</summary>
    public static string Markdown(Leaderboard board)
    {
        var text = new StringBuilder(Table(board).ToMarkdown());
        if (board.Warnings.Count > 0) text.Append('\n');
        foreach (var warning in board.Warnings) text.Append("- ").Append(Markup.MarkdownCell(warning)).Append('\n');
        return text.ToString();
    }

    private static IReadOnlyList<string> Row(Standing line, int index) =>
    [
        Whole(index + 1), line.Name, Whole(line.Rating), $"{Whole(line.Low)}–{Whole(line.High)}",
        Whole(line.Wins), Whole(line.Draws), Whole(line.Losses),
    ];

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
