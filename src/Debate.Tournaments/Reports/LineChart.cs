namespace Debate.Tournaments;

/// <summary>A point of a line: where, what, and the ends of its band (equal to the value where there is none). All finite.</summary>
public sealed record ChartPoint(double At, double Value, double Low, double High);

/// <summary>A line, from left to right; it breaks nowhere, so that points which are not known are simply left out.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<ChartPoint> Points);

/// <summary>A mark below a chart.</summary>
public sealed record ChartTick(double At, string Label);

/// <summary>Lines with bands around them, over one axis whose ticks the caller names.</summary>
/// <param name="Title">The title.</param>
/// <param name="Across">What the horizontal axis is.</param>
/// <param name="Ticks">Its ticks, from left to right; at least one.</param>
/// <param name="Lines">The lines.</param>
public sealed record LineChart(string Title, string Across, IReadOnlyList<ChartTick> Ticks, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>The chart as a drawing; two drawings on one page need different ids.</summary>
    public SvgDrawing ToSvg(string id) => LineChartSvg.Draw(this, id);
}
