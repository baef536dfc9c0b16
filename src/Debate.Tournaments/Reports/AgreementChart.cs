using System.Globalization;

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

    /// <summary><see cref="ToTable"/> in Markdown.</summary>
    public string ToMarkdown() => ToTable().ToMarkdown();

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
