using System.Globalization;

namespace Debate.Tournaments;

/// <summary>Formats the separation of persuasion from truth.</summary>
public static class PersuasionReport
{
    private const double Margin = 20;

    /// <summary>The sections of a page.</summary>
    public static IEnumerable<ReportSection> Sections(Persuasion persuasion)
    {
        yield return new("Persuasion and truth")
        {
            Paragraphs = [Summary(persuasion)],
            Drawing = PersuasionSvg.Draw(persuasion, "persuasion"),
            Table = Table(persuasion),
        };
        yield return new("Is the judge right more often when the debaters are better?")
        {
            Paragraphs = [Trend(persuasion)],
            Drawing = Curve(persuasion).ToSvg("accuracy"),
            Table = Accuracies(persuasion),
        };
    }

    /// <summary>One sentence on the judge's accuracy.</summary>
    public static string Summary(Persuasion persuasion) =>
        $"The side that is right won {Text(persuasion.Accuracy)} of {Whole(persuasion.Accuracy.Debates)} debates. A debater whom "
        + "the truth does not help wins as often on the incorrect side.";

    /// <summary>The table: one row a debater, best rated first.</summary>
    public static ReportTable Table(Persuasion persuasion) => new(
        ["debater", "won when right", "won when wrong", "gap", "95 % interval"],
        [.. persuasion.Debaters.Select(line => (IReadOnlyList<string>)
        [
            line.Name, Cell(line.Right), Cell(line.Wrong), Percent(line.Gap.Value), $"{Percent(line.Gap.Low)} to {Percent(line.Gap.High)}",
        ])]);

    private static string Trend(Persuasion persuasion)
    {
        var slope = persuasion.Slope;
        var sure = slope.Low > 0 ? "rises" : slope.High < 0 ? "falls" : "does not surely change";
        return $"With 100 points more of the debaters' mean rating, the judge's accuracy {sure}: {Percent(slope.Value)} "
            + $"({Percent(slope.Low)} to {Percent(slope.High)}).";
    }

    /// <summary>The table of the judge's accuracy, one row a debater and baseline.</summary>
    private static ReportTable Accuracies(Persuasion persuasion) => new(
        ["debates with", "rating", "judge right", "95 % interval"],
        [
            .. persuasion.Debaters.Select(line => Accuracy(line.Name, Whole(line.Rating), line.Judge)),
            .. persuasion.Baselines.Select(line => Accuracy(line.Name, "–", line.Accuracy)),
        ]);

    private static IReadOnlyList<string> Accuracy(string name, string rating, Share share) =>
        [name, rating, Cell(share), $"{Percent(share.Low)} to {Percent(share.High)}"];

    private static LineChart Curve(Persuasion persuasion)
    {
        var byRating = persuasion.Debaters.OrderBy(line => line.Rating).ToArray();
        var (low, high) = (byRating[0].Rating - Margin, byRating[^1].Rating + Margin);
        ChartPoint Point(double at, Share share) => new(at, share.Value, share.Low, share.High);
        return new(
            "Judge accuracy against debater rating", "rating of a debater who takes part",
            [.. Enumerable.Range(0, 5).Select(i => low + (high - low) * i / 4).Select(at => new ChartTick(at, Whole(at)))],
            [
                new("debate", [.. byRating.Select(line => Point(line.Rating, line.Judge))]),
                .. persuasion.Baselines.Select(line => new ChartLine(line.Name, [Point(low, line.Accuracy), Point(high, line.Accuracy)])),
            ]);
    }

    private static string Cell(Share share) => share.Debates == 0 ? "–" : $"{Percent(share.Value)} of {Whole(share.Debates)}";

    private static string Text(Share share) => $"{Percent(share.Value)} ({Percent(share.Low)} to {Percent(share.High)})";

    private static string Percent(double share) => AgreementCurve.Percent(share, "0.0");

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
