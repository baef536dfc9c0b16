using System.Text;

namespace Debate.Core.Output;

/// <summary>A point of a line: x, value, and the ends of its band (equal to the value if there is none). All are finite.</summary>
public sealed record ChartPoint(double X, double Value, double Low, double High);

/// <summary>A line, from left to right; it has no gaps, so unknown points are simply left out.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<ChartPoint> Points);

/// <summary>A tick of the horizontal axis.</summary>
public sealed record ChartTick(double X, string Label);

/// <summary>A chart of lines with bands, over a horizontal axis whose ticks the caller names.</summary>
/// <param name="Title">The title.</param>
/// <param name="XAxisLabel">The label of the horizontal axis.</param>
/// <param name="Ticks">Its ticks, from left to right; at least one.</param>
/// <param name="Lines">The lines.</param>
public sealed record LineChart(string Title, string XAxisLabel, IReadOnlyList<ChartTick> Ticks, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>The chart as a drawing; two drawings on one page need different ids.</summary>
    public SvgDrawing ToSvg(string id) => LineChartSvg.Draw(this, id);
}

/// <summary>Draws a line chart: each line with its own colour, mark and dash in front of a pale band.</summary>
public static class LineChartSvg
{
    private const double Width = 720, Left = 62, Right = 692, Height = 300, Bottom = 56, LegendRow = 22;
    private const int LegendColumns = 2;

    public static SvgDrawing Draw(LineChart chart, string id)
    {
        var top = 52 + LegendRow * ((chart.Lines.Count + LegendColumns - 1) / LegendColumns);
        var canvas = new SvgCanvas(Width, top + Height + Bottom);
        var x = new HorizontalAxis(chart.Ticks);
        var points = chart.Lines.SelectMany(line => line.Points).ToArray();
        var y = new AxisScale(
            points.Select(p => p.Low).DefaultIfEmpty(0).Min(), points.Select(p => p.High).DefaultIfEmpty(1).Max(), top + Height, top);
        DrawFrame(canvas, chart, x, y, top);
        for (var i = 0; i < chart.Lines.Count; i++) DrawLine(canvas, SeriesStyle.Get(i), chart.Lines[i], x, y);
        DrawLegend(canvas, chart.Lines);
        return canvas.Finish(id, chart.Title, Describe(chart));
    }

    private static void DrawFrame(SvgCanvas canvas, LineChart chart, HorizontalAxis x, AxisScale y, double top)
    {
        canvas.Text(20, 28, chart.Title, " font-weight=\"600\"", size: 16);
        foreach (var tick in y.Ticks())
        {
            canvas.Rule(Left, y.ToPixel(tick), Right, y.ToPixel(tick));
            canvas.Text(Left - 8, y.ToPixel(tick) + 4, SvgCanvas.Invariant($"{tick:0.###}"), anchor: "end");
        }
        var floor = top + Height;
        foreach (var tick in chart.Ticks)
        {
            canvas.Rule(x.ToPixel(tick.X), floor, x.ToPixel(tick.X), floor + 5);
            canvas.Text(x.ToPixel(tick.X), floor + 20, tick.Label, anchor: "middle");
        }
        canvas.Text((Left + Right) / 2, floor + 43, chart.XAxisLabel, anchor: "middle");
    }

    private static void DrawLine(SvgCanvas canvas, SeriesStyle series, ChartLine line, HorizontalAxis x, AxisScale y)
    {
        string Along(IEnumerable<ChartPoint> points, Func<ChartPoint, double> of)
        {
            var d = new StringBuilder();
            foreach (var point in points)
                d.Append(d.Length == 0 ? "" : "L").Append(SvgCanvas.Invariant($"{x.ToPixel(point.X):0.##} {y.ToPixel(of(point)):0.##}"));
            return d.ToString();
        }
        if (line.Points.Count == 0) return;
        canvas.Band(series, $"M{Along(line.Points, p => p.High)}L{Along(line.Points.Reverse(), p => p.Low)}Z");
        canvas.Path(series, $"M{Along(line.Points, p => p.Value)}");
        foreach (var point in line.Points)
            canvas.Mark(series, x.ToPixel(point.X), y.ToPixel(point.Value), SvgCanvas.Invariant(
                $"{line.Name}: {point.Value:0.###} ({point.Low:0.###} to {point.High:0.###})"));
    }

    private static void DrawLegend(SvgCanvas canvas, IReadOnlyList<ChartLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var (x, y) = (Left + (Right - Left) / LegendColumns * (i % LegendColumns), 50 + LegendRow * (i / LegendColumns));
            canvas.Path(SeriesStyle.Get(i), SvgCanvas.Invariant($"M{x:0.##} {y:0.##}H{x + 36:0.##}"));
            canvas.Mark(SeriesStyle.Get(i), x + 18, y, lines[i].Name);
            canvas.Text(x + 44, y + 4, lines[i].Name);
        }
    }

    private static string Describe(LineChart chart) => $"Across: {chart.XAxisLabel}. " + string.Join("; ", chart.Lines.Select(line =>
        line.Points.Count == 0 ? $"{line.Name}: nothing"
            : SvgCanvas.Invariant($"{line.Name}: {line.Points[0].Value:0.###} on the left, {line.Points[^1].Value:0.###} on the right")))
        + ".";

    /// <summary>The horizontal axis, from the first tick to the last.</summary>
    private sealed class HorizontalAxis(IReadOnlyList<ChartTick> ticks)
    {
        private readonly double _low = ticks[0].X, _span = Math.Max(1e-9, ticks[^1].X - ticks[0].X);

        public double ToPixel(double at) => Left + 14 + (at - _low) / _span * (Right - Left - 28);
    }
}
