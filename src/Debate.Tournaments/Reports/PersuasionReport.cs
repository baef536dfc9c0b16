using System.Globalization;
using Debate.Core.Output;

namespace Debate.Tournaments;

/// <summary>Formats the separation of persuasion from truth.</summary>
public static class PersuasionReport
{
    private const double RatingMargin = 20;

    /// <summary>The sections of a page.</summary>
    public static IEnumerable<ReportSection> CreateSections(Persuasion persuasion)
    {
        yield return new("Persuasion and truth")
        {
            Paragraphs = [Summarise(persuasion)],
            Drawing = PersuasionSvg.Draw(persuasion, "persuasion"),
            Table = ToTable(persuasion),
        };
        yield return new("Is the judge right more often when the debaters are better?")
        {
            Paragraphs = [DescribeTrend(persuasion)],
            Drawing = CreateChart(persuasion).ToSvg("accuracy"),
            Table = CreateAccuracyTable(persuasion),
        };
    }

    /// <summary>One sentence on the judge's accuracy.</summary>
    public static string Summarise(Persuasion persuasion) =>
        $"The side that is right won {FormatWithInterval(persuasion.Accuracy)} of {FormatWhole(persuasion.Accuracy.Debates)} debates. A debater whom "
        + "the truth does not help wins as often on the incorrect side.";

    /// <summary>The table: one row a debater, best rated first.</summary>
    public static ReportTable ToTable(Persuasion persuasion) => new(
        ["debater", "won when right", "won when wrong", "gap", "95 % interval"],
        [.. persuasion.Debaters.Select(line => (IReadOnlyList<string>)
        [
            line.Name, FormatCell(line.Right), FormatCell(line.Wrong), FormatPercent(line.Gap.Value),
            $"{FormatPercent(line.Gap.Low)} to {FormatPercent(line.Gap.High)}",
        ])]);

    private static string DescribeTrend(Persuasion persuasion)
    {
        var slope = persuasion.Slope;
        var sure = slope.Low > 0 ? "rises" : slope.High < 0 ? "falls" : "does not surely change";
        return $"With 100 points more of the debaters' mean rating, the judge's accuracy {sure}: {FormatPercent(slope.Value)} "
            + $"({FormatPercent(slope.Low)} to {FormatPercent(slope.High)}).";
    }

    /// <summary>The table of the judge's accuracy, one row a debater and baseline.</summary>
    private static ReportTable CreateAccuracyTable(Persuasion persuasion) => new(
        ["debates with", "rating", "judge right", "95 % interval"],
        [
            .. persuasion.Debaters.Select(line => ToAccuracyRow(line.Name, FormatWhole(line.Rating), line.Judge)),
            .. persuasion.Baselines.Select(line => ToAccuracyRow(line.Name, "–", line.Accuracy)),
        ]);

    private static IReadOnlyList<string> ToAccuracyRow(string name, string rating, Proportion share) =>
        [name, rating, FormatCell(share), $"{FormatPercent(share.Low)} to {FormatPercent(share.High)}"];

    private static LineChart CreateChart(Persuasion persuasion)
    {
        var byRating = persuasion.Debaters.OrderBy(line => line.Rating).ToArray();
        var (low, high) = (byRating[0].Rating - RatingMargin, byRating[^1].Rating + RatingMargin);
        ChartPoint Point(double at, Proportion share) => new(at, share.Value, share.Low, share.High);
        return new(
            "Judge accuracy against debater rating", "rating of a debater who takes part",
            [.. Enumerable.Range(0, 5).Select(i => low + (high - low) * i / 4).Select(at => new ChartTick(at, FormatWhole(at)))],
            [
                new("debate", [.. byRating.Select(line => Point(line.Rating, line.Judge))]),
                .. persuasion.Baselines.Select(line => new ChartLine(line.Name, [Point(low, line.Accuracy), Point(high, line.Accuracy)])),
            ]);
    }

    private static string FormatCell(Proportion share) =>
        share.Debates == 0 ? "–" : $"{FormatPercent(share.Value)} of {FormatWhole(share.Debates)}";

    private static string FormatWithInterval(Proportion share) =>
        $"{FormatPercent(share.Value)} ({FormatPercent(share.Low)} to {FormatPercent(share.High)})";

    private static string FormatPercent(double share) => AgreementChart.FormatPercent(share, "0.0");

    private static string FormatWhole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}

/// <summary>
/// Draws persuasion against truth: a row a debater, best rated first, with its win rate on the correct and on the incorrect side and a bar
/// between them. A long bar to the right marks a debater who wins more often when right.
/// </summary>
internal static class PersuasionSvg
{
    private const double Width = 720, Top = 84, RowHeight = 34, Right = 600;
    private const int MaxNameLength = 28;
    private const string Title = "Wins on the correct and on the incorrect side";

    internal static SvgDrawing Draw(Persuasion persuasion, string id)
    {
        var bottom = Top + RowHeight * persuasion.Debaters.Count;
        var left = 36 + 7.5 * persuasion.Debaters.Max(line => SvgCanvas.Shorten(line.Name, MaxNameLength).Length);
        var canvas = new SvgCanvas(Width, bottom + 56);
        var x = new AxisScale(0, 1, left, Right);
        canvas.Text(20, 28, Title, " font-weight=\"600\"", size: 16);
        DrawLegend(canvas, left);
        foreach (var tick in x.Ticks())
        {
            canvas.Rule(x.ToPixel(tick), Top, x.ToPixel(tick), bottom);
            canvas.Text(x.ToPixel(tick), bottom + 18, AgreementChart.FormatPercent(tick, "0"), anchor: "middle");
        }
        canvas.Text((left + Right) / 2, bottom + 42, "share of debates won (whiskers: 95 % intervals)", anchor: "middle");
        for (var i = 0; i < persuasion.Debaters.Count; i++)
            DrawRow(canvas, persuasion.Debaters[i], x, (left - 14, Top + RowHeight * (i + 0.5)));
        return canvas.Finish(id, Title, Describe(persuasion));
    }

    private static void DrawLegend(SvgCanvas canvas, double left)
    {
        canvas.Mark(SeriesStyle.Get(0), left + 6, 54, "correct side");
        canvas.Text(left + 18, 58, "on the correct side");
        canvas.Mark(SeriesStyle.Get(1), left + 176, 54, "incorrect side");
        canvas.Text(left + 188, 58, "on the incorrect side");
    }

    private static void DrawRow(SvgCanvas canvas, Persuader line, AxisScale x, (double NameEnd, double Y) at)
    {
        canvas.Text(at.NameEnd, at.Y + 4, SvgCanvas.Shorten(line.Name, MaxNameLength), anchor: "end");
        var series = SeriesStyle.Get(line.Gap.Value >= 0 ? 0 : 1);
        if (line.Right.Debates > 0 && line.Wrong.Debates > 0)
            canvas.Path(series with { Dashes = "" }, SvgCanvas.Invariant(
                $"M{x.ToPixel(line.Wrong.Value):0.##} {at.Y:0.##}H{x.ToPixel(line.Right.Value):0.##}"));
        DrawSide(canvas, SeriesStyle.Get(1), line.Wrong, x, (at.Y + 3, $"{line.Name} on the incorrect side"));
        DrawSide(canvas, SeriesStyle.Get(0), line.Right, x, (at.Y - 3, $"{line.Name} on the correct side"));
        canvas.Text(Right + 16, at.Y + 4, "gap " + FormatSigned(line.Gap.Value));
    }

    private static void DrawSide(SvgCanvas canvas, SeriesStyle series, Proportion share, AxisScale x, (double Y, string Label) at)
    {
        if (share.Debates == 0) return;
        canvas.Path(series, SvgCanvas.Invariant($"M{x.ToPixel(share.Low):0.##} {at.Y:0.##}H{x.ToPixel(share.High):0.##}"), pale: true);
        canvas.Mark(series, x.ToPixel(share.Value), at.Y, SvgCanvas.Invariant(
            $"{at.Label}: {100 * share.Value:0.0} % of {share.Debates} ({100 * share.Low:0.0} to {100 * share.High:0.0})"));
    }

    private static string FormatSigned(double share) => SvgCanvas.Invariant($"{100 * share:+0;-0;0} %");

    private static string Describe(Persuasion persuasion)
    {
        var lines = persuasion.Debaters.Select(line => SvgCanvas.Invariant(
            $"{line.Name}: {100 * line.Right.Value:0} % on the correct side, {100 * line.Wrong.Value:0} % on the other"));
        return $"Best rated first. {string.Join("; ", lines)}.";
    }
}
