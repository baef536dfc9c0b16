using System.Text.Json.Serialization;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Protocols;

/// <summary>The results of one variant.</summary>
/// <param name="Protocol">The variant's name.</param>
/// <param name="Questions">Questions with a verdict.</param>
/// <param name="Correct">How many of them were answered correctly.</param>
/// <param name="Accuracy">The share of the right answers among all questions that were tried, in [0, 1]: failed ones are not right.</param>
/// <param name="Low">Lower end of the 95 % Wilson interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Failed">Questions that were tried and have no verdict.</param>
/// <param name="Usage">The usage of its deliberations.</param>
public sealed record VariantResult(
    string Protocol, int Questions, int Correct, double Accuracy, double Low, double High, int Failed, Usage Usage)
{
    /// <summary>The names of other arms of the sweep that are the same configuration, which is run once.</summary>
    public IReadOnlyList<string> SameAs { get; init; } = [];

    /// <summary>The mean number of calls for a question that has a verdict.</summary>
    public double CallsEach { get; init; }

    /// <summary>Whether that number is its own: nothing of it could be set so that it makes as many as the others.</summary>
    public bool HasOwnCalls { get; init; }

    /// <summary>Questions answered wrongly, or left open by a decision that was read.</summary>
    public int Wrong { get; init; }

    /// <summary>Questions whose deciding reply had no answer or not the form that was asked for.</summary>
    public int Unread { get; init; }

    /// <summary>Questions whose deciding reply was cut at its token limit.</summary>
    public int Cut { get; init; }

    /// <summary>Questions whose deciding reply was empty.</summary>
    public int Empty { get; init; }

    /// <summary>Questions whose deciding reply was a refusal.</summary>
    public int Refused { get; init; }

    /// <summary>What became of its calls.</summary>
    public ReplyCounts Replies { get; init; } = ReplyCounts.FromUsage(Usage.None);

    /// <summary>The questions whose deciding reply was not read, because it was cut, empty or without an answer.</summary>
    [JsonIgnore]
    public int NotRead => Unread + Cut + Empty;

    /// <summary>The mean score of the checker, from 0 to 100.</summary>
    public double Score { get; init; }

    /// <summary>The mean number of rounds.</summary>
    public double Rounds { get; init; }

    /// <summary>The number of deliberations by the way they ended.</summary>
    public IReadOnlyDictionary<string, int> Ended { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The number of verdicts that support a side which did not give the answer.</summary>
    public int Contradictions { get; init; }

    /// <summary>What casts doubt on its results, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How often a second seat predicted the decision from the record alone, in [0, 1]; null if not measured.</summary>
    public double? Predictability { get; init; }

    /// <summary>The share of the decisions' reasons that are in the recorded graph, in [0, 1]; null if not measured.</summary>
    public double? Traceability { get; init; }

    /// <summary>The study of the variant's debates; null if it does not debate.</summary>
    public DebateStudy? Debate { get; init; }
}

/// <summary>The report of an evaluation, computed from its journal so far.</summary>
public sealed record EvaluationReport(
    DeliberationId Id, string Name, long Seed, RunStatus Status,
    IReadOnlyList<VariantResult> Results, IReadOnlyList<PairedComparison> Paired, Usage Usage)
{
    /// <summary>The most calls for a question of the variants that could be given so many; 0 where nothing is known of it.</summary>
    public int Calls { get; init; }

    /// <summary>Why it stopped before its end; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What a reader should know of replies that could not be used, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The questions that have a result, each with each protocol; null where they were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvaluationRow>? Rows { get; init; }

    /// <summary>Creates the report, a sum over <see cref="EvaluationRow"/>s.</summary>
    /// <param name="entries">The entries of the evaluation's journal.</param>
    /// <param name="used">The usage so far.</param>
    /// <param name="isRunning">Whether somebody drives it now.</param>
    /// <param name="studies">The studies of the debates by variant, if they were read.</param>
    public static EvaluationReport FromJournal(
        IReadOnlyList<EntryBody> entries, Usage used, bool isRunning, IReadOnlyDictionary<string, DebateStudy>? studies = null)
    {
        var definition = ((RunStarted)entries[0]).Definition;
        var rows = EvaluationRow.FromJournal(entries, isRunning).ToArray();
        var byVariant = rows.ToLookup(row => row.Variant, StringComparer.Ordinal);
        var predicted = CheckPredictions(rows, entries, definition).ToLookup(p => p.Variant, p => p.Right);
        var results = Evaluation.ParseVariants(definition.Options)
            .Select(v => Summarise(v.Name, [.. byVariant[v.Name]], studies?.GetValueOrDefault(v.Name)) with
            {
                SameAs = v.SameAs,
                HasOwnCalls = v.HasOwnCalls,
                Predictability = predicted[v.Name].Any() ? predicted[v.Name].Average(right => right ? 1.0 : 0) : null,
            }).ToArray();
        return new(definition.Id, definition.Name, definition.Seed, JournaledStatus.Determine(entries, isRunning), results,
            CompareVariants(results, byVariant), used)
        {
            Calls = definition.Options.Read<EvaluationOptions>().Calls,
            Reason = (entries[^1] as RunSuspended)?.Reason,
            Warnings = [.. results.SelectMany(r => r.Replies.Explain(definition.Seats).Select(text => $"{r.Protocol}: {text}"))],
            Rows = [.. rows.Where(row => row.Status != RowStatus.Open)],
        };
    }

    /// <summary>Checks each prediction with the evaluation's checker, taking the decision as the correct answer.</summary>
    private static IEnumerable<(string Variant, bool Right)> CheckPredictions(
        EvaluationRow[] rows, IReadOnlyList<EntryBody> entries, RunDefinition definition)
    {
        var checker = AnswerCheckers.Get(definition.Options.Read<EvaluationOptions>().Checker);
        var start = definition.Id.Value.Length + 1;
        var finished = entries.OfType<ChildCompleted>().ToDictionary(c => c.Child.Value[start..], c => c.Verdict, StringComparer.Ordinal);
        return
            from row in rows
            where row.Answer is not null
            let prediction = finished.GetValueOrDefault(Evaluation.PredictionKey(row.ChildKey))
            where prediction is not null
            let problem = row.Problem with { Answers = [row.Answer!], Reference = null, WrongReference = null }
            select (row.Variant, prediction.Answer is { } said && checker.Check(said, problem).Correct);
    }

    private static VariantResult Summarise(string name, EvaluationRow[] rows, DebateStudy? study)
    {
        var done = rows.Where(row => row.Verdict is not null).ToArray();
        var (correct, failed) = (Count(RowStatus.Right), Count(RowStatus.Failed));
        var tried = done.Length + failed;
        var interval = Wilson.ComputeInterval(correct, tried);
        var used = done.Aggregate(Usage.None, (sum, row) => sum + row.Usage);
        return new(name, done.Length, correct, tried == 0 ? 0 : (double)correct / tried, interval.Low, interval.High, failed, used)
        {
            CallsEach = done.Length == 0 ? 0 : (double)used.Calls / done.Length,
            Wrong = Count(RowStatus.Wrong),
            Cut = Count(RowStatus.Cut),
            Empty = Count(RowStatus.Empty),
            Unread = Count(RowStatus.Unread),
            Refused = Count(RowStatus.Refused),
            Replies = ReplyCounts.FromUsage(used, failed),
            Score = done.Select(row => row.Score).DefaultIfEmpty().Average(),
            Rounds = done.Select(row => (double)row.Verdict!.Rounds).DefaultIfEmpty().Average(),
            Ended = new SortedDictionary<string, int>(
                done.GroupBy(row => row.Verdict!.Ended ?? "").ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal),
            Contradictions = done.Count(row => row.Verdict!.Notes.Any(n =>
                n.StartsWith(Mad.ContradictionPrefix, StringComparison.Ordinal))),
            Warnings = PlaceCount.Warn(done.Select(row => row.Verdict!)),
            Debate = study,
        };

        int Count(RowStatus status) => rows.Count(row => row.Status == status);
    }

    private static IReadOnlyList<PairedComparison> CompareVariants(VariantResult[] results, ILookup<string, EvaluationRow> rows) =>
        PairedComparison.Adjust(
        [
            .. from i in Enumerable.Range(0, results.Length)
               from j in Enumerable.Range(i + 1, results.Length - i - 1)
               select PairedComparison.FromOutcomes(results[i].Protocol, results[j].Protocol, rows[results[i].Protocol]
                   .Zip(rows[results[j].Protocol]).Where(pair => pair is { First.Verdict: not null, Second.Verdict: not null })
                   .Select(pair => (pair.First.Correct, pair.Second.Correct))),
        ]);
}
