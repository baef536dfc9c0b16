using System.Globalization;
using Debate.Deliberation.Projections;

namespace Debate.Cli.Output;

/// <summary>Formats a study of debates as a few lines of text.</summary>
internal static class StudyText
{
    /// <summary>The lines, one for each measure that has a value.</summary>
    public static IEnumerable<string> Describe(DebateStudy study)
    {
        if (study.Diversity is { } diversity) yield return $"diversity of turns (100 - self-BLEU): {FormatNumber(diversity, "0.0")}";
        if (study.Disagreement.Count > 0)
            yield return "disagreement: "
                + string.Join(", ", study.Disagreement.Select(d => $"round {FormatNumber(d.Round)} {FormatNumber(d.Share, "0.00")}"));
        if (study.Changes.Count > 0)
            yield return $"answers changed: {string.Join("; ", study.Changes.GroupBy(c => c.Round).Select(Changes))}";
        yield return $"rounds: {string.Join(", ", study.Rounds.Select(r => $"{FormatNumber(r.Rounds)} in {FormatNumber(r.Debates)}"))}";
        yield return $"won by seat: {Wins(study.BySeat)}; by model: {Wins(study.ByModel)}";
    }

    private static string Changes(IGrouping<int, RoundChanges> round) =>
        $"round {FormatNumber(round.Key)} {FormatNumber(round.Sum(c => c.WrongToRight))} wrong to right, "
        + $"{FormatNumber(round.Sum(c => c.RightToWrong))} right to wrong";

    private static string Wins(IEnumerable<Wins> wins) => string.Join(", ", wins.Select(w => $"{w.Name} {FormatNumber(w.Won)}"));

    private static string FormatNumber(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);
}
