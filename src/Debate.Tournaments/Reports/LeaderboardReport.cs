using System.Globalization;
using Debate.Core.Output;

namespace Debate.Tournaments;

/// <summary>Formats a leaderboard.</summary>
public static class LeaderboardReport
{
    /// <summary>
    /// The table: position, debater, rating, interval, rank interval, and debates won, drawn, lost; where some were judged by nobody or
    /// forfeited, how many. Who has no rated game has no position, rating or rank.
    /// </summary>
    public static ReportTable ToTable(Leaderboard board)
    {
        var format = board.Standings.All(line => Math.Abs(line.Rating) < 100) ? "0.00" : "0";
        string[] unjudged = board.Standings.Any(line => line.NotJudged is not null) ? ["not judged"] : [];
        string[] forfeits = board.Standings.Any(line => line.WonByForfeit is not null) ? ["forfeits"] : [];
        return new(
            ["#", "debater", "rating", "95 % interval", "ranks", "won", "drawn", "lost", .. unjudged, .. forfeits],
            board.Standings.Select((line, i) => (IReadOnlyList<string>)
                [
                    .. ToRow(line, i, format), .. unjudged.Select(_ => FormatNumber(line.NotJudged ?? 0, "0")), .. forfeits.Select(_ => FormatForfeits(line)),
                ]).ToList());
    }

    /// <summary>The table of the effects of circumstances.</summary>
    public static ReportTable ToEffectsTable(Leaderboard board) => new(
        ["circumstance", "points", "95 % interval"],
        [.. board.Effects.Select(effect => (IReadOnlyList<string>)
            [effect.Name, FormatNumber(effect.Points, "0"), $"{FormatNumber(effect.Low, "0")} to {FormatNumber(effect.High, "0")}"])]);

    /// <summary>The method of the leaderboard in one sentence.</summary>
    public static string DescribeMethod(Leaderboard board) =>
        $"Rated by {board.Rating} ({board.Scale}); 95 % intervals by {board.Intervals}. Ranks are the places that the games allow, "
        + "all of them together with 95 %.";

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

    /// <summary>Such as <c>3 won</c>, <c>1 won, 2 lost</c>, or a dash.</summary>
    private static string FormatForfeits(Standing line)
    {
        string[] parts =
        [
            .. line.WonByForfeit is > 0 and var won ? [$"{FormatNumber(won, "0")} won"] : Array.Empty<string>(),
            .. line.LostByForfeit is > 0 and var lost ? [$"{FormatNumber(lost, "0")} lost"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? "–" : string.Join(", ", parts);
    }

    private static IReadOnlyList<string> ToRow(Standing line, int index, string format) =>
    [
        .. line.Rank is { } rank
            ? [
                FormatNumber(index + 1, "0"), line.Name, FormatNumber(line.Rating, format),
                $"{FormatNumber(line.Low, format)}–{FormatNumber(line.High, format)}",
                FormatNumber(rank.Best, "0") + (rank.Best == rank.Worst ? "" : $"–{FormatNumber(rank.Worst, "0")}"),
            ]
            : new[] { "–", line.Name, "–", "–", "–" },
        FormatNumber(line.Wins, "0"), FormatNumber(line.Draws, "0"), FormatNumber(line.Losses, "0"),
    ];

    private static string FormatNumber(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

/// <summary>Draws ratings with their intervals: a row a debater, best first, a dot with whiskers and the numbers beside it.</summary>
public static class RatingIntervalsSvg
{
    private const double Width = 720, Top = 56, RowHeight = 30, Right = 560, Margin = 20;
    private const int MaxNameLength = 28;

    /// <summary>The drawing of the standings in their order; two drawings on one page need different ids.</summary>
    public static SvgDrawing Draw(Leaderboard board, string id = "ratings")
    {
        Standing[] standings = [.. board.Standings.Where(line => line.Rank is not null)];
        var bottom = Top + RowHeight * standings.Length;
        var left = 36 + 7.5 * standings.Select(line => SvgCanvas.Shorten(line.Name, MaxNameLength).Length).DefaultIfEmpty(0).Max();
        var canvas = new SvgCanvas(Width, bottom + 56);
        var low = standings.Select(line => line.Low).DefaultIfEmpty(RatingScale.Base).Min() - Margin;
        var high = standings.Select(line => line.High).DefaultIfEmpty(RatingScale.Base).Max() + Margin;
        var x = new AxisScale(low, high, left, Right);
        DrawFrame(canvas, x, bottom, ((left + Right) / 2, $"rating ({board.Scale})"));
        for (var i = 0; i < standings.Length; i++) DrawRow(canvas, standings[i], x, (left - 14, Top + RowHeight * (i + 0.5)));
        return canvas.Finish(id, "Ratings with 95 % intervals", Describe(standings));
    }

    private static void DrawFrame(SvgCanvas canvas, AxisScale x, double bottom, (double Middle, string Text) below)
    {
        canvas.Text(20, 30, "Ratings with 95 % intervals", " font-weight=\"600\"", size: 16);
        foreach (var tick in x.Ticks())
        {
            canvas.Rule(x.ToPixel(tick), Top, x.ToPixel(tick), bottom);
            canvas.Text(x.ToPixel(tick), bottom + 18, SvgCanvas.Invariant($"{tick:0.##}"), anchor: "middle");
        }
        canvas.Text(below.Middle, bottom + 42, below.Text, anchor: "middle");
    }

    private static void DrawRow(SvgCanvas canvas, Standing line, AxisScale x, (double NameEnd, double Y) at)
    {
        var series = SeriesStyle.Get(0);
        double low = x.ToPixel(line.Low), high = x.ToPixel(line.High), y = at.Y;
        canvas.Text(at.NameEnd, y + 4, SvgCanvas.Shorten(line.Name, MaxNameLength), anchor: "end");
        canvas.Path(series, CapPath(low, y) + CapPath(high, y) + SvgCanvas.Invariant($"M{low:0.##} {y:0.##}H{high:0.##}"));
        canvas.Mark(series, x.ToPixel(line.Rating), y, line.Name + ": " + FormatRating(line));
        canvas.Text(Right + 16, y + 4, FormatRating(line));
    }

    private static string CapPath(double x, double y) => SvgCanvas.Invariant($"M{x:0.##} {y - 6:0.##}V{y + 6:0.##}");

    private static string FormatRating(Standing line) => SvgCanvas.Invariant($"{line.Rating:0} ({line.Low:0}–{line.High:0})");

    private static string Describe(IReadOnlyList<Standing> standings) =>
        "Best first. " + string.Join("; ", standings.Select(line => $"{line.Name} {FormatRating(line)}")) + ".";
}
