using System.Globalization;

namespace Debate.Tournaments;

/// <summary>Formats the separation of persuasion from truth.</summary>
public static class PersuasionReport
{
    private const double RatingMargin = 20;

    /// <summary>The sections of a page.</summary>
    public static IEnumerable<ReportSection> CreateSections(Persuasion persuasion)
    {
        yield return new("Persuasion and truth")
        {
            Paragraphs = [Summarise(persuasion)],
            Drawing = PersuasionSvg.Draw(persuasion, "persuasion"),
            Table = ToTable(persuasion),
        };
        yield return new("Is the judge right more often when the debaters are better?")
        {
            Paragraphs = [DescribeTrend(persuasion)],
            Drawing = CreateChart(persuasion).ToSvg("accuracy"),
            Table = CreateAccuracyTable(persuasion),
        };
    }

    /// <summary>One sentence on the judge's accuracy.</summary>
    public static string Summarise(Persuasion persuasion) =>
        $"The side that is right won {FormatWithInterval(persuasion.Accuracy)} of {FormatWhole(persuasion.Accuracy.Debates)} debates. A debater whom "
        + "the truth does not help wins as often on the incorrect side.";

    /// <summary>The table: one row a debater, best rated first.</summary>
    public static ReportTable ToTable(Persuasion persuasion) => new(
        ["debater", "won when right", "won when wrong", "gap", "95 % interval"],
        [.. persuasion.Debaters.Select(line => (IReadOnlyList<string>)
        [
            line.Name, FormatCell(line.Right), FormatCell(line.Wrong), FormatPercent(line.Gap.Value),
            $"{FormatPercent(line.Gap.Low)} to {FormatPercent(line.Gap.High)}",
        ])]);

    private static string DescribeTrend(Persuasion persuasion)
    {
        var slope = persuasion.Slope;
        var sure = slope.Low > 0 ? "rises" : slope.High < 0 ? "falls" : "does not surely change";
        return $"With 100 points more of the debaters' mean rating, the judge's accuracy {sure}: {FormatPercent(slope.Value)} "
            + $"({FormatPercent(slope.Low)} to {FormatPercent(slope.High)}).";
    }

    /// <summary>The table of the judge's accuracy, one row a debater and baseline.</summary>
    private static ReportTable CreateAccuracyTable(Persuasion persuasion) => new(
        ["debates with", "rating", "judge right", "95 % interval"],
        [
            .. persuasion.Debaters.Select(line => ToAccuracyRow(line.Name, FormatWhole(line.Rating), line.Judge)),
            .. persuasion.Baselines.Select(line => ToAccuracyRow(line.Name, "–", line.Accuracy)),
        ]);

    private static IReadOnlyList<string> ToAccuracyRow(string name, string rating, Proportion share) =>
        [name, rating, FormatCell(share), $"{FormatPercent(share.Low)} to {FormatPercent(share.High)}"];

    private static LineChart CreateChart(Persuasion persuasion)
    {
        var byRating = persuasion.Debaters.OrderBy(line => line.Rating).ToArray();
        var (low, high) = (byRating[0].Rating - RatingMargin, byRating[^1].Rating + RatingMargin);
        ChartPoint Point(double at, Proportion share) => new(at, share.Value, share.Low, share.High);
        return new(
            "Judge accuracy against debater rating", "rating of a debater who takes part",
            [.. Enumerable.Range(0, 5).Select(i => low + (high - low) * i / 4).Select(at => new ChartTick(at, FormatWhole(at)))],
            [
                new("debate", [.. byRating.Select(line => Point(line.Rating, line.Judge))]),
                .. persuasion.Baselines.Select(line => new ChartLine(line.Name, [Point(low, line.Accuracy), Point(high, line.Accuracy)])),
            ]);
    }

    private static string FormatCell(Proportion share) =>
        share.Debates == 0 ? "–" : $"{FormatPercent(share.Value)} of {FormatWhole(share.Debates)}";

    private static string FormatWithInterval(Proportion share) =>
        $"{FormatPercent(share.Value)} ({FormatPercent(share.Low)} to {FormatPercent(share.High)})";

    private static string FormatPercent(double share) => AgreementChart.FormatPercent(share, "0.0");

    private static string FormatWhole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
