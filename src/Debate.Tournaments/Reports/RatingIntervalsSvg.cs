namespace Debate.Tournaments;

/// <summary>Draws ratings with their intervals: a row a debater, best first, a dot with whiskers and the numbers beside it.</summary>
public static class RatingIntervalsSvg
{
    private const double Width = 720, Top = 56, RowHeight = 30, Right = 560, Margin = 20;
    private const int MaxNameLength = 28;

    /// <summary>The drawing of the standings in their order; two drawings on one page need different ids.</summary>
    public static SvgDrawing Draw(Leaderboard board, string id = "ratings")
    {
        var standings = board.Standings;
        var bottom = Top + RowHeight * standings.Count;
        var left = 36 + 7.5 * standings.Select(line => Truncate(line.Name).Length).DefaultIfEmpty(0).Max();
        var canvas = new SvgCanvas(Width, bottom + 56);
        var low = standings.Select(line => line.Low).DefaultIfEmpty(RatingScale.Base).Min() - Margin;
        var high = standings.Select(line => line.High).DefaultIfEmpty(RatingScale.Base).Max() + Margin;
        var x = new AxisScale(low, high, left, Right);
        DrawFrame(canvas, x, bottom, ((left + Right) / 2, $"rating ({board.Scale})"));
        for (var i = 0; i < standings.Count; i++) DrawRow(canvas, standings[i], x, (left - 14, Top + RowHeight * (i + 0.5)));
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
        canvas.Text(at.NameEnd, y + 4, Truncate(line.Name), anchor: "end");
        canvas.Path(series, CapPath(low, y) + CapPath(high, y) + SvgCanvas.Invariant($"M{low:0.##} {y:0.##}H{high:0.##}"));
        canvas.Mark(series, x.ToPixel(line.Rating), y, line.Name + ": " + FormatRating(line));
        canvas.Text(Right + 16, y + 4, FormatRating(line));
    }

    private static string CapPath(double x, double y) => SvgCanvas.Invariant($"M{x:0.##} {y - 6:0.##}V{y + 6:0.##}");

    private static string Truncate(string name) => name.Length <= MaxNameLength ? name : name[..(MaxNameLength - 1)] + "…";

    private static string FormatRating(Standing line) => SvgCanvas.Invariant($"{line.Rating:0} ({line.Low:0}–{line.High:0})");

    private static string Describe(IReadOnlyList<Standing> standings) =>
        "Best first. " + string.Join("; ", standings.Select(line => $"{line.Name} {FormatRating(line)}")) + ".";
}
