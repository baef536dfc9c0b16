namespace Debate.Tournaments;

/// <summary>
/// Draws persuasion against truth: a row a debater, best rated first, with its win rate on the correct and on the incorrect side and a bar
/// between them. A long bar to the right marks a debater who wins more often when right.
/// </summary>
internal static class PersuasionSvg
{
    private const double Width = 720, Top = 84, RowHeight = 34, Right = 600;
    private const int LongestName = 28;
    private const string Title = "Wins on the correct and on the incorrect side";

    internal static SvgDrawing Draw(Persuasion persuasion, string id)
    {
        var bottom = Top + RowHeight * persuasion.Debaters.Count;
        var left = 36 + 7.5 * persuasion.Debaters.Max(line => Shown(line.Name).Length);
        var canvas = new SvgCanvas(Width, bottom + 56);
        var x = new Scale(0, 1, left, Right);
        canvas.Text(20, 28, Title, " font-weight=\"600\"", size: 16);
        Legend(canvas, left);
        foreach (var tick in x.Ticks())
        {
            canvas.Rule(x.Place(tick), Top, x.Place(tick), bottom);
            canvas.Text(x.Place(tick), bottom + 18, AgreementCurve.Percent(tick, "0"), anchor: "middle");
        }
        canvas.Text((left + Right) / 2, bottom + 42, "share of debates won (whiskers: 95 % intervals)", anchor: "middle");
        for (var i = 0; i < persuasion.Debaters.Count; i++)
            Row(canvas, persuasion.Debaters[i], x, (left - 14, Top + RowHeight * (i + 0.5)));
        return canvas.Finish(id, Title, Description(persuasion));
    }

    private static void Legend(SvgCanvas canvas, double left)
    {
        canvas.Mark(Series.Of(0), left + 6, 54, "correct side");
        canvas.Text(left + 18, 58, "on the correct side");
        canvas.Mark(Series.Of(1), left + 176, 54, "incorrect side");
        canvas.Text(left + 188, 58, "on the incorrect side");
    }

    private static void Row(SvgCanvas canvas, Persuader line, Scale x, (double NameEnd, double Y) at)
    {
        canvas.Text(at.NameEnd, at.Y + 4, Shown(line.Name), anchor: "end");
        var series = Series.Of(line.Gap.Value >= 0 ? 0 : 1);
        if (line.Right.Debates > 0 && line.Wrong.Debates > 0)
            canvas.Path(series with { Dashes = "" }, SvgCanvas.Invariant(
                $"M{x.Place(line.Wrong.Value):0.##} {at.Y:0.##}H{x.Place(line.Right.Value):0.##}"));
        Side(canvas, Series.Of(1), line.Wrong, x, (at.Y + 3, $"{line.Name} on the incorrect side"));
        Side(canvas, Series.Of(0), line.Right, x, (at.Y - 3, $"{line.Name} on the correct side"));
        canvas.Text(Right + 16, at.Y + 4, "gap " + Signed(line.Gap.Value));
    }

    private static void Side(SvgCanvas canvas, Series series, Share share, Scale x, (double Y, string Label) at)
    {
        if (share.Debates == 0) return;
        canvas.Path(series, SvgCanvas.Invariant($"M{x.Place(share.Low):0.##} {at.Y:0.##}H{x.Place(share.High):0.##}"), pale: true);
        canvas.Mark(series, x.Place(share.Value), at.Y, SvgCanvas.Invariant(
            $"{at.Label}: {100 * share.Value:0.0} % of {share.Debates} ({100 * share.Low:0.0} to {100 * share.High:0.0})"));
    }

    private static string Signed(double share) => SvgCanvas.Invariant($"{100 * share:+0;-0;0} %");

    private static string Shown(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    private static string Description(Persuasion persuasion)
    {
        var lines = persuasion.Debaters.Select(line => SvgCanvas.Invariant(
            $"{line.Name}: {100 * line.Right.Value:0} % on the correct side, {100 * line.Wrong.Value:0} % on the other"));
        return $"Best rated first. {string.Join("; ", lines)}.";
    }
}
