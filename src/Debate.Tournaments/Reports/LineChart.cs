namespace Debate.Tournaments;

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
