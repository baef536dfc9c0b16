using Debate.Core.Output;

namespace Debate.Tournaments;

/// <summary>A line of an <see cref="IntervalChart"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value, within its interval.</param>
/// <param name="Interval">The interval.</param>
/// <param name="Text">The numbers in words, beside the line and in its tooltip.</param>
public sealed record IntervalLine(string Name, double Value, Interval Interval, string Text);

/// <summary>Draws values with their intervals: a row each, a dot with whiskers, and the numbers beside it.</summary>
/// <param name="Title">The title.</param>
/// <param name="Axis">What the numbers are.</param>
/// <param name="Lines">The lines, from the top.</param>
/// <param name="Range">What the axis spans at least.</param>
public sealed record IntervalChart(string Title, string Axis, IReadOnlyList<IntervalLine> Lines, Interval Range)
{
    private const double Width = 720, Top = 56, RowHeight = 30, Right = 560;
    private const int MaxNameLength = 28;

    /// <summary>What the lines are in general, such as their order; for screen readers.</summary>
    public string Description { get; init; } = "";

    /// <summary>The text of a tick of the axis.</summary>
    public Func<double, string> FormatTick { get; init; } = tick => SvgCanvas.Invariant($"{tick:0.##}");

    /// <summary>The drawing; two drawings on one page need different ids.</summary>
    public SvgDrawing ToSvg(string id)
    {
        var bottom = Top + RowHeight * Lines.Count;
        var left = 36 + 7.5 * Lines.Select(line => SvgCanvas.Shorten(line.Name, MaxNameLength).Length).DefaultIfEmpty(0).Max();
        var canvas = new SvgCanvas(Width, bottom + 56);
        var x = new AxisScale(Range.Low, Range.High, left, Right);
        DrawFrame(canvas, x, bottom, (left + Right) / 2);
        foreach (var (i, line) in Lines.Index()) DrawRow(canvas, line, x, (left - 14, Top + RowHeight * (i + 0.5)));
        return canvas.Finish(id, Title, $"{Description}{string.Join("; ", Lines.Select(line => $"{line.Name} {line.Text}"))}.");
    }

    private void DrawFrame(SvgCanvas canvas, AxisScale x, double bottom, double middle)
    {
        canvas.Text(20, 30, Title, " font-weight=\"600\"", size: 16);
        foreach (var tick in x.Ticks())
        {
            canvas.Rule(x.ToPixel(tick), Top, x.ToPixel(tick), bottom);
            canvas.Text(x.ToPixel(tick), bottom + 18, FormatTick(tick), anchor: "middle");
        }
        canvas.Text(middle, bottom + 42, Axis, anchor: "middle");
    }

    private static void DrawRow(SvgCanvas canvas, IntervalLine line, AxisScale x, (double NameEnd, double Y) at)
    {
        var series = SeriesStyle.Get(0);
        double low = x.ToPixel(line.Interval.Low), high = x.ToPixel(line.Interval.High), y = at.Y;
        canvas.Text(at.NameEnd, y + 4, SvgCanvas.Shorten(line.Name, MaxNameLength), anchor: "end");
        canvas.Path(series, CapPath(low, y) + CapPath(high, y) + SvgCanvas.Invariant($"M{low:0.##} {y:0.##}H{high:0.##}"));
        canvas.Mark(series, x.ToPixel(line.Value), y, $"{line.Name}: {line.Text}");
        canvas.Text(Right + 16, y + 4, line.Text);
    }

    private static string CapPath(double x, double y) => SvgCanvas.Invariant($"M{x:0.##} {y - 6:0.##}V{y + 6:0.##}");
}
