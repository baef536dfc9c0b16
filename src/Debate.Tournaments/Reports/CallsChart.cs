using System.Globalization;
using Debate.Core.Output;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>A variant of an evaluation: how often it is right, and what that costs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Calls">Calls for a question, above 0.</param>
/// <param name="Accuracy">The share of right answers, in [0, 1].</param>
/// <param name="Interval">Its 95 % interval.</param>
public sealed record CallsPoint(string Name, double Calls, double Accuracy, Interval Interval);

/// <summary>
/// Accuracy against calls: a mark with whiskers for each variant, at its calls for a question. What is better stands higher, what is cheaper
/// further left; calls are in powers of two, as twice as many cost twice as much wherever one is.
/// </summary>
/// <param name="Points">The variants, in the order of the report.</param>
public sealed record CallsChart(IReadOnlyList<CallsPoint> Points)
{
    private const double Width = 720, Left = 74, Right = 692, Top = 56, Bottom = 346, LegendTop = 404, LegendRow = 22, LegendColumn = 330;
    private const int MaxNameLength = 40;
    private const string Title = "Accuracy against calls";

    /// <summary>The chart of a report; variants without a verdict are left out.</summary>
    public static CallsChart FromReport(EvaluationReport report) => new(
    [
        .. report.Results.Where(r => r.CallsEach > 0)
            .Select(r => new CallsPoint(r.Protocol, r.CallsEach, r.Accuracy, new(r.Low, r.High))),
    ]);

    /// <summary>The drawing; two drawings on one page need different ids.</summary>
    public SvgDrawing ToSvg(string id)
    {
        var canvas = new SvgCanvas(Width, LegendTop + LegendRow * ((Points.Count + 1) / 2) + 8);
        var (least, most) = (Points.Select(p => p.Calls).DefaultIfEmpty(1).Min(), Points.Select(p => p.Calls).DefaultIfEmpty(1).Max());
        // Whole powers of two around all of them, and at least one step.
        var (first, last) = ((int)Math.Floor(Math.Log2(least)), (int)Math.Ceiling(Math.Log2(most)));
        if (last == first) last++;
        var y = new AxisScale(0, 1, Bottom, Top);
        canvas.Text(20, 30, Title, " font-weight=\"600\"", size: 16);
        foreach (var tick in y.Ticks())
        {
            canvas.Rule(Left, y.ToPixel(tick), Right, y.ToPixel(tick));
            canvas.Text(Left - 8, y.ToPixel(tick) + 4, AgreementChart.FormatPercent(tick, "0"), anchor: "end");
        }
        for (var power = first; power <= last; power++)
        {
            canvas.Rule(ToPixel(Math.Pow(2, power)), Top, ToPixel(Math.Pow(2, power)), Bottom);
            canvas.Text(ToPixel(Math.Pow(2, power)), Bottom + 18, FormatCalls(Math.Pow(2, power)), anchor: "middle");
        }
        canvas.Text((Left + Right) / 2, Bottom + 40, "calls for a question", anchor: "middle");
        foreach (var (i, point) in Points.Index()) Draw(canvas, SeriesStyle.Get(i), point, (ToPixel(point.Calls), y), i);
        return canvas.Finish(id, Title, $"{string.Join("; ", Points.Select(Describe))}.");

        double ToPixel(double calls) => Left + (Math.Log2(calls) - first) / (last - first) * (Right - Left);
    }

    private static void Draw(SvgCanvas canvas, SeriesStyle series, CallsPoint point, (double X, AxisScale Y) at, int number)
    {
        var (low, high) = (at.Y.ToPixel(point.Interval.Low), at.Y.ToPixel(point.Interval.High));
        canvas.Path(series, SvgCanvas.Invariant($"M{at.X:0.##} {low:0.##}V{high:0.##}"), pale: true);
        canvas.Mark(series, at.X, at.Y.ToPixel(point.Accuracy), Describe(point));
        // Marks repeat after five variants: the number tells them apart.
        canvas.Text(at.X + 8, at.Y.ToPixel(point.Accuracy) - 6, Format(number + 1), size: 11);
        var (x, y) = (Left + LegendColumn * (number % 2), LegendTop + LegendRow * (number / 2));
        canvas.Mark(series, x, y, point.Name);
        canvas.Text(x + 12, y + 4, $"{Format(number + 1)}  {SvgCanvas.Shorten(point.Name, MaxNameLength)}");
    }

    private static string Describe(CallsPoint point) => $"{point.Name}: {AgreementChart.FormatPercent(point.Accuracy, "0.0")} at "
        + SvgCanvas.Invariant($"{FormatCalls(point.Calls)} calls (95 % {100 * point.Interval.Low:0.0} to {100 * point.Interval.High:0.0} %)");

    private static string FormatCalls(double calls) => calls.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
