namespace Debate.Tournaments;

/// <summary>Draws ratings with their intervals: a row a debater, best first, a dot with whiskers and the numbers beside it.</summary>
public static class RatingIntervalsSvg
{
    private const double Width = 720, Top = 56, RowHeight = 30, Right = 560, Margin = 20;
    private const int LongestName = 28;

    /// <summary>The drawing of the standings in their order; two drawings on one page need different ids.</summary>
    public static SvgDrawing Draw(Leaderboard board, string id = "ratings")
    {
        var standings = board.Standings;
        var bottom = Top + RowHeight * standings.Count;
        var left = 36 + 7.5 * standings.Select(line => Shown(line.Name).Length).DefaultIfEmpty(0).Max();
        var canvas = new SvgCanvas(Width, bottom + 56);
        var low = standings.Select(line => line.Low).DefaultIfEmpty(RatingScale.Base).Min() - Margin;
        var high = standings.Select(line => line.High).DefaultIfEmpty(RatingScale.Base).Max() + Margin;
        var x = new Scale(low, high, left, Right);
        Frame(canvas, x, bottom, ((left + Right) / 2, $"rating ({board.Scale})"));
        for (var i = 0; i < standings.Count; i++) Row(canvas, standings[i], x, (left - 14, Top + RowHeight * (i + 0.5)));
        return canvas.Finish(id, "Ratings with 95 % intervals", Description(standings));
    }

    private static void Frame(SvgCanvas canvas, Scale x, double bottom, (double Middle, string Text) below)
    {
        canvas.Text(20, 30, "Ratings with 95 % intervals", " font-weight=\"600\"", size: 16);
        foreach (var tick in x.Ticks())
        {
            canvas.Rule(x.Place(tick), Top, x.Place(tick), bottom);
            canvas.Text(x.Place(tick), bottom + 18, SvgCanvas.Invariant($"{tick:0.##}"), anchor: "middle");
        }
        canvas.Text(below.Middle, bottom + 42, below.Text, anchor: "middle");
    }

    private static void Row(SvgCanvas canvas, Standing line, Scale x, (double NameEnd, double Y) at)
    {
        var series = Series.Of(0);
        double low = x.Place(line.Low), high = x.Place(line.High), y = at.Y;
        canvas.Text(at.NameEnd, y + 4, Shown(line.Name), anchor: "end");
        canvas.Path(series, Cap(low, y) + Cap(high, y) + SvgCanvas.Invariant($"M{low:0.##} {y:0.##}H{high:0.##}"));
        canvas.Mark(series, x.Place(line.Rating), y, line.Name + ": " + Numbers(line));
        canvas.Text(Right + 16, y + 4, Numbers(line));
    }

    private static string Cap(double x, double y) => SvgCanvas.Invariant($"M{x:0.##} {y - 6:0.##}V{y + 6:0.##}");

    private static string Shown(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    private static string Numbers(Standing line) => SvgCanvas.Invariant($"{line.Rating:0} ({line.Low:0}–{line.High:0})");

    private static string Description(IReadOnlyList<Standing> standings) =>
        "Best first. " + string.Join("; ", standings.Select(line => $"{line.Name} {Numbers(line)}")) + ".";
}
