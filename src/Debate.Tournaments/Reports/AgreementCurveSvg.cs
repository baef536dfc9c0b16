using System.Text;

namespace Debate.Tournaments;

/// <summary>
/// Draws an agreement chart: one line an arm with its own colour, mark and dash; pale whiskers are 95 % Wilson intervals; an arm with a
/// single point becomes a horizontal reference line.
/// </summary>
internal static class AgreementCurveSvg
{
    private const double Width = 720, Height = 430, Left = 82, Right = 692, Top = 84, Bottom = 374;
    private const string Title = "Agreement with full information";

    internal static SvgDrawing Draw(AgreementCurve curve, string id)
    {
        var canvas = new SvgCanvas(Width, Height);
        var x = new Scale(0, curve.Points.Select(point => point.Reveals).DefaultIfEmpty(1).Max(), Left, Right);
        var y = new Scale(0, 1, Bottom, Top);
        Frame(canvas, curve, x, y);
        var arms = curve.Arms();
        for (var i = 0; i < arms.Count; i++)
        {
            // Arms are offset by three pixels so that whiskers at the same amount do not overlap.
            Arm(canvas, Series.Of(i), curve, (curve.Line(arms[i]), x.Moved(3 * (i - (arms.Count - 1) / 2.0)), y));
        }
        Legend(canvas, arms);
        return canvas.Finish(id, Title, Description(curve, arms));
    }

    private static void Frame(SvgCanvas canvas, AgreementCurve curve, Scale x, Scale y)
    {
        canvas.Text(Left, 28, Title, " font-weight=\"600\"", size: 16);
        foreach (var tick in y.Ticks())
        {
            canvas.Rule(Left, y.Place(tick), Right, y.Place(tick));
            canvas.Text(Left - 8, y.Place(tick) + 4, AgreementCurve.Percent(tick, "0"), anchor: "end");
        }
        foreach (var tick in x.Ticks())
        {
            canvas.Rule(x.Place(tick), Bottom, x.Place(tick), Bottom + 5);
            canvas.Text(x.Place(tick), Bottom + 20, curve.Shown(tick), anchor: "middle");
        }
        var unit = curve.Unit == RevealUnit.Share ? "relevant items revealed" : "number of items revealed";
        canvas.Text((Left + Right) / 2, Bottom + 43, unit, anchor: "middle");
        canvas.Vertical(22, (Top + Bottom) / 2, "motions judged as with everything revealed");
    }

    private static void Arm(SvgCanvas canvas, Series series, AgreementCurve curve, (IReadOnlyList<CurvePoint> Points, Scale X, Scale Y) on)
    {
        foreach (var point in on.Points) canvas.Path(series, Whisker(point, on.X, on.Y), pale: true);
        canvas.Path(series, on.Points.Count == 1 ? Level(on.Points[0], on.Y) : Polyline(on.Points, on.X, on.Y));
        foreach (var point in on.Points)
            canvas.Mark(series, on.X.Place(point.Reveals), on.Y.Place(point.Agreement), Label(curve, point));
    }

    private static void Legend(SvgCanvas canvas, IReadOnlyList<string> arms)
    {
        var x = Left;
        for (var i = 0; i < arms.Count; i++)
        {
            canvas.Path(Series.Of(i), SvgCanvas.Invariant($"M{x:0.##} 54H{x + 36:0.##}"));
            canvas.Mark(Series.Of(i), x + 18, 54, arms[i]);
            canvas.Text(x + 44, 58, arms[i]);
            x += 68 + 7.5 * arms[i].Length;
        }
    }

    private static string Polyline(IReadOnlyList<CurvePoint> points, Scale x, Scale y)
    {
        var d = new StringBuilder();
        foreach (var point in points)
        {
            d.Append(d.Length == 0 ? 'M' : 'L');
            d.Append(SvgCanvas.Invariant($"{x.Place(point.Reveals):0.##} {y.Place(point.Agreement):0.##}"));
        }
        return d.ToString();
    }

    private static string Level(CurvePoint point, Scale y) =>
        SvgCanvas.Invariant($"M{Left:0.##} {y.Place(point.Agreement):0.##}H{Right:0.##}");

    private static string Whisker(CurvePoint point, Scale x, Scale y)
    {
        var (low, high) = Interval(point);
        return SvgCanvas.Invariant($"M{x.Place(point.Reveals):0.##} {y.Place(low):0.##}V{y.Place(high):0.##}");
    }

    private static Interval Interval(CurvePoint point) =>
        Wilson.Of(Math.Min(point.Agreement * point.Motions, point.Motions), point.Motions);

    private static string Label(AgreementCurve curve, CurvePoint point)
    {
        var (low, high) = Interval(point);
        return $"{point.Arm}, {curve.Shown(point.Reveals)} revealed: {AgreementCurve.Percent(point.Agreement, "0.0")} of "
            + SvgCanvas.Invariant($"{point.Motions} motions (95 % interval {100 * low:0.0} to {100 * high:0.0} %)");
    }

    private static string Description(AgreementCurve curve, IReadOnlyList<string> arms)
    {
        var ends = arms.Select(arm => curve.Line(arm)).Select(line =>
            $"{line[0].Arm}: {AgreementCurve.Percent(line[0].Agreement, "0.0")} at {curve.Shown(line[0].Reveals)} revealed"
            + (line.Count == 1 ? "" : $", {AgreementCurve.Percent(line[^1].Agreement, "0.0")} at {curve.Shown(line[^1].Reveals)}"));
        return $"A line for each way of choosing evidence. {string.Join("; ", ends)}.";
    }
}
