using System.Text;

namespace Debate.Tournaments;

/// <summary>
/// Draws an agreement chart: one line an arm with its own colour, mark and dash; pale whiskers are 95 % Wilson intervals; an arm with a
/// single point becomes a horizontal reference line.
/// </summary>
internal static class AgreementChartSvg
{
    private const double Width = 720, Height = 430, Left = 82, Right = 692, Top = 84, Bottom = 374;
    private const string Title = "Agreement with full information";

    internal static SvgDrawing Draw(AgreementChart curve, string id)
    {
        var canvas = new SvgCanvas(Width, Height);
        var x = new AxisScale(0, curve.Points.Select(point => point.Reveals).DefaultIfEmpty(1).Max(), Left, Right);
        var y = new AxisScale(0, 1, Bottom, Top);
        DrawFrame(canvas, curve, x, y);
        var arms = curve.Arms();
        for (var i = 0; i < arms.Count; i++)
        {
            // Arms are offset by three pixels so that whiskers at the same amount do not overlap.
            DrawArm(canvas, SeriesStyle.Get(i), curve, (curve.PointsOfArm(arms[i]), x.Shifted(3 * (i - (arms.Count - 1) / 2.0)), y));
        }
        DrawLegend(canvas, arms);
        return canvas.Finish(id, Title, Describe(curve, arms));
    }

    private static void DrawFrame(SvgCanvas canvas, AgreementChart curve, AxisScale x, AxisScale y)
    {
        canvas.Text(Left, 28, Title, " font-weight=\"600\"", size: 16);
        foreach (var tick in y.Ticks())
        {
            canvas.Rule(Left, y.ToPixel(tick), Right, y.ToPixel(tick));
            canvas.Text(Left - 8, y.ToPixel(tick) + 4, AgreementChart.FormatPercent(tick, "0"), anchor: "end");
        }
        foreach (var tick in x.Ticks())
        {
            canvas.Rule(x.ToPixel(tick), Bottom, x.ToPixel(tick), Bottom + 5);
            canvas.Text(x.ToPixel(tick), Bottom + 20, curve.FormatReveals(tick), anchor: "middle");
        }
        var unit = curve.Unit == RevealUnit.Share ? "relevant items revealed" : "number of items revealed";
        canvas.Text((Left + Right) / 2, Bottom + 43, unit, anchor: "middle");
        canvas.VerticalText(22, (Top + Bottom) / 2, "motions judged as with everything revealed");
    }

    private static void DrawArm(SvgCanvas canvas, SeriesStyle series, AgreementChart curve,
        (IReadOnlyList<CurvePoint> Points, AxisScale X, AxisScale Y) on)
    {
        foreach (var point in on.Points) canvas.Path(series, WhiskerPath(point, on.X, on.Y), pale: true);
        canvas.Path(series, on.Points.Count == 1 ? LevelPath(on.Points[0], on.Y) : PolylinePath(on.Points, on.X, on.Y));
        foreach (var point in on.Points)
            canvas.Mark(series, on.X.ToPixel(point.Reveals), on.Y.ToPixel(point.Agreement), DescribePoint(curve, point));
    }

    private static void DrawLegend(SvgCanvas canvas, IReadOnlyList<string> arms)
    {
        var x = Left;
        for (var i = 0; i < arms.Count; i++)
        {
            canvas.Path(SeriesStyle.Get(i), SvgCanvas.Invariant($"M{x:0.##} 54H{x + 36:0.##}"));
            canvas.Mark(SeriesStyle.Get(i), x + 18, 54, arms[i]);
            canvas.Text(x + 44, 58, arms[i]);
            x += 68 + 7.5 * arms[i].Length;
        }
    }

    private static string PolylinePath(IReadOnlyList<CurvePoint> points, AxisScale x, AxisScale y)
    {
        var d = new StringBuilder();
        foreach (var point in points)
        {
            d.Append(d.Length == 0 ? 'M' : 'L');
            d.Append(SvgCanvas.Invariant($"{x.ToPixel(point.Reveals):0.##} {y.ToPixel(point.Agreement):0.##}"));
        }
        return d.ToString();
    }

    private static string LevelPath(CurvePoint point, AxisScale y) =>
        SvgCanvas.Invariant($"M{Left:0.##} {y.ToPixel(point.Agreement):0.##}H{Right:0.##}");

    private static string WhiskerPath(CurvePoint point, AxisScale x, AxisScale y)
    {
        var (low, high) = AgreementInterval(point);
        return SvgCanvas.Invariant($"M{x.ToPixel(point.Reveals):0.##} {y.ToPixel(low):0.##}V{y.ToPixel(high):0.##}");
    }

    private static Interval AgreementInterval(CurvePoint point) =>
        Wilson.ComputeInterval(Math.Min(point.Agreement * point.Motions, point.Motions), point.Motions);

    private static string DescribePoint(AgreementChart curve, CurvePoint point)
    {
        var (low, high) = AgreementInterval(point);
        return $"{point.Arm}, {curve.FormatReveals(point.Reveals)} revealed: {AgreementChart.FormatPercent(point.Agreement, "0.0")} of "
            + SvgCanvas.Invariant($"{point.Motions} motions (95 % interval {100 * low:0.0} to {100 * high:0.0} %)");
    }

    private static string Describe(AgreementChart curve, IReadOnlyList<string> arms)
    {
        var ends = arms.Select(arm => curve.PointsOfArm(arm)).Select(line =>
            $"{line[0].Arm}: {AgreementChart.FormatPercent(line[0].Agreement, "0.0")} at {curve.FormatReveals(line[0].Reveals)} revealed"
            + (line.Count == 1 ? "" : $", {AgreementChart.FormatPercent(line[^1].Agreement, "0.0")} at {curve.FormatReveals(line[^1].Reveals)}"));
        return $"A line for each way of choosing evidence. {string.Join("; ", ends)}.";
    }
}
