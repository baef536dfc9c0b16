using System.Globalization;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Records;
using Debate.Deliberation;
using Debate.Hosting;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Output;

/// <summary>Measures how debates went, from the children's own journals.</summary>
internal static class Studies
{
    /// <summary>Measures the finished children of a run that are debates; null if there are none.</summary>
    public static Task<DebateStudy?> MeasureChildrenAsync(RunView view, IEnumerable<Child> children, string checker) =>
        MeasureDebatesAsync(view, children.Where(Debates).Select(c => c.Key), checker);

    /// <summary>Measures the finished ones among the debates of a run, given by their keys; null if there are none.</summary>
    public static async Task<DebateStudy?> MeasureDebatesAsync(RunView view, IEnumerable<string> keys, string checker)
    {
        var finished = view.Run.Entries.Select(e => e.Body).OfType<ChildCompleted>().Select(c => c.Child).ToHashSet();
        var answers = AnswerCheckers.Get(checker);
        var debates = new List<StudiedDebate>();
        foreach (var child in keys.Select(key => view.Run.Id with { Value = $"{view.Run.Id}/{key}" }).Where(finished.Contains))
        {
            var entries = OrderEntries(RunRecord.Read(child, await view.Journal.ReadAsync(child)));
            if (StudiedDebate.Read(entries, DebateServices.Protocols, answers) is { } debate) debates.Add(debate);
        }
        return DebateStudy.FromDebates(debates);
    }

    /// <summary>
    /// The traceability of each variant of an evaluation: the share of all reasons stated in its decisions that appear in the recorded
    /// graphs, in [0, 1]. A variant whose decisions state no reason is omitted.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, double>> MeasureTraceabilityAsync(RunView view)
    {
        var definition = view.Run.Definition;
        var finished = view.Run.Entries.Select(e => e.Body).OfType<ChildCompleted>().Select(c => c.Child).ToHashSet();
        var sums = new SortedDictionary<string, (int Standing, int Reasons)>(StringComparer.Ordinal);
        foreach (var (variant, _, child) in Evaluation.CreateChildren(definition.Problem, definition.Seats, definition.Options))
        {
            var id = view.Run.Id.Child(child.Key);
            if (!finished.Contains(id) || Traceability.Measure(RunRecord.Read(id, await view.Journal.ReadAsync(id))) is not { } traced)
                continue;
            var (standing, reasons) = sums.GetValueOrDefault(variant.Name);
            sums[variant.Name] = (standing + traced.Traced, reasons + traced.Reasons);
        }
        return sums.ToDictionary(s => s.Key, s => (double)s.Value.Standing / s.Value.Reasons);
    }

    /// <summary>Measures one debate.</summary>
    public static DebateStudy? Measure(RunView view) =>
        DebateStudy.FromJournals([OrderEntries(view.Run)], DebateServices.Protocols,
            AnswerCheckers.Get(AnswerCheckers.Names[0]));

    /// <summary>
    /// The entries in the order of the protocol: turns that were asked for at once are stored as they came, and a study must not depend on
    /// that.
    /// </summary>
    private static EntryBody[] OrderEntries(RunRecord run) =>
        [run.Entries[0].Body, .. run.EntriesByPath.Select(e => e.Body).OfType<EffectBody>(), run.Entries[^1].Body];

    private static bool Debates(Child child)
    {
        var protocol = DebateServices.Protocols.Find(child.Protocol);
        return protocol.DefaultModel is null && protocol.Debaters(protocol.CompleteOptions(child.Options)) > 1;
    }
}

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
