using System.Globalization;
using System.Text;
using Debate.Core.Input;
using Debate.Core.Output;

namespace Debate.Tournaments;

/// <summary>
/// One point of an agreement curve. An agreement outside [0, 1] and a negative count are an <see cref="InputException"/>.
/// </summary>
/// <param name="Reveals">The amount revealed: a share in [0, 1] or a number of items, by the chart's unit.</param>
/// <param name="Arm">How evidence was chosen: debate, one-sided, random, none, or a custom name.</param>
/// <param name="Agreement">The share of motions judged as with everything revealed, 0 to 1.</param>
/// <param name="Motions">The number of motions the share is taken over.</param>
public sealed record CurvePoint(double Reveals, string Arm, double Agreement, int Motions)
{
    /// <summary>The amount revealed, 0 or more.</summary>
    public double Reveals { get; } =
        Reveals >= 0 && double.IsFinite(Reveals) ? Reveals : throw CreateError(Arm, "reveals", Reveals, "0 or more");

    /// <summary>The share of motions, 0 to 1.</summary>
    public double Agreement { get; } = Agreement is >= 0 and <= 1 ? Agreement
        : throw CreateError(Arm, "agreement", Agreement, "from 0 to 1");

    /// <summary>The number of motions, 0 or more.</summary>
    public int Motions { get; } = Motions >= 0 ? Motions : throw CreateError(Arm, "motions", Motions, "0 or more");

    private static InputException CreateError(string arm, string field, double value, string rule) =>
        new(FormattableString.Invariant($"curve '{arm}': {field} {value} must be {rule}"));
}

/// <summary>The unit of the amounts revealed.</summary>
public enum RevealUnit
{
    /// <summary>Shares of the relevant items, 0 to 1.</summary>
    Share,

    /// <summary>Numbers of items.</summary>
    Items,
}

/// <summary>
/// "Agreement with full information": how often the judge decides after some reveals as it does after all of them, one line an arm.
/// </summary>
/// <param name="Points">At most one point for each arm and number of reveals, in any order.</param>
/// <param name="Unit">The unit of <see cref="CurvePoint.Reveals"/>.</param>
public sealed record AgreementChart(IReadOnlyList<CurvePoint> Points, RevealUnit Unit = RevealUnit.Share)
{
    private static readonly string[] StandardArms = ["debate", "one-sided", "random", "none"];

    /// <summary>The arms: debate, one-sided, random, none first, then others by name.</summary>
    public IReadOnlyList<string> Arms() => Points.Select(point => point.Arm).Distinct(StringComparer.Ordinal)
        .OrderBy(arm => (uint)Array.IndexOf(StandardArms, arm)).ThenBy(arm => arm, StringComparer.Ordinal).ToList();

    /// <summary>The points of one arm from left to right.</summary>
    public IReadOnlyList<CurvePoint> PointsOfArm(string arm) =>
        Points.Where(point => point.Arm == arm).OrderBy(point => point.Reveals).ToList();

    /// <summary>
    /// The table: one row for each amount revealed, one column an arm ("–" for a missing point), and the number of motions.
    /// </summary>
    public ReportTable ToTable()
    {
        var arms = Arms();
        var rows = Points.GroupBy(point => point.Reveals).OrderBy(row => row.Key).Select(row => ToRow(row.Key, row.ToList(), arms))
            .ToList();
        return new ReportTable([Unit == RevealUnit.Share ? "revealed" : "items revealed", .. arms, "motions"], rows);
    }

    /// <summary>The curve as a drawing with 95 % Wilson whiskers; two drawings on one page need different ids.</summary>
    public SvgDrawing ToSvg(string id = "agreement") => AgreementChartSvg.Draw(this, id);

    /// <summary>Formats an amount revealed: "50 %" or "12".</summary>
    internal string FormatReveals(double reveals) =>
        Unit == RevealUnit.Share ? FormatPercent(reveals, "0.#") : reveals.ToString("0.##", CultureInfo.InvariantCulture);

    internal static string FormatPercent(double share, string format) =>
        (100 * share).ToString(format, CultureInfo.InvariantCulture) + " %";

    private IReadOnlyList<string> ToRow(double reveals, List<CurvePoint> points, IReadOnlyList<string> arms)
    {
        var cells = arms.Select(arm => points.Find(point => point.Arm == arm) is { } point ? FormatPercent(point.Agreement, "0.0") : "–");
        return [FormatReveals(reveals), .. cells, FormatMotions(points.Min(point => point.Motions), points.Max(point => point.Motions))];
    }

    private static string FormatMotions(int min, int max) =>
        min == max ? min.ToString(CultureInfo.InvariantCulture) : FormattableString.Invariant($"{min}–{max}");
}

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
