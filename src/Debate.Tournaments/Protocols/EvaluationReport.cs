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
    /// <summary>Why it stopped before its end; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What a reader should know of replies that could not be used, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Creates the report; <paramref name="studies"/> are the studies of the debates by variant, if they were read.</summary>
    public static EvaluationReport FromJournal(
        IReadOnlyList<EntryBody> entries, Usage used, bool isRunning, IReadOnlyDictionary<string, DebateStudy>? studies = null)
    {
        var definition = ((RunStarted)entries[0]).Definition;
        var checker = AnswerCheckers.Get(definition.Options.Read<EvaluationOptions>().Checker);
        var finished = entries.OfType<ChildCompleted>().ToDictionary(c => c.Child.Value[(definition.Id.Value.Length + 1)..]);
        var status = JournaledStatus.Determine(entries, isRunning);
        var trials = Evaluation.CreateChildren(definition.Problem, definition.Seats, definition.Options)
            .Select(c => new Trial(c.Variant.Name, c.Child.Key, c.Problem, finished.GetValueOrDefault(c.Child.Key), checker)).ToArray();
        var predicted = CheckPredictions(trials, finished).ToLookup(p => p.Variant, p => p.Right);
        var results = Evaluation.ParseVariants(definition.Options)
            .Select(v => Summarise(v.Name, [.. trials.Where(t => t.Variant == v.Name)], status, studies?.GetValueOrDefault(v.Name)) with
            {
                SameAs = v.SameAs,
                Predictability = predicted[v.Name].Any() ? predicted[v.Name].Average(right => right ? 1.0 : 0) : null,
            }).ToArray();
        return new(definition.Id, definition.Name, definition.Seed, status, results,
            CompareVariants(results, trials), used)
        {
            Reason = (entries[^1] as RunSuspended)?.Reason,
            Warnings = [.. results.SelectMany(r => r.Replies.Explain(definition.Seats).Select(text => $"{r.Protocol}: {text}"))],
        };
    }

    /// <summary>Checks each prediction with the evaluation's checker, taking the decision as the correct answer.</summary>
    private static IEnumerable<(string Variant, bool Right)> CheckPredictions(Trial[] trials,
        Dictionary<string, ChildCompleted> finished) =>
        from trial in trials
        where trial.Child?.Verdict.Answer is not null
        let prediction = finished.GetValueOrDefault(Evaluation.PredictionKey(trial.Key))
        where prediction is not null
        let problem = trial.Problem with { Answers = [trial.Child!.Verdict.Answer!], Reference = null, WrongReference = null }
        select (trial.Variant, prediction.Verdict.Answer is { } said && trial.Checker.Check(said, problem).Correct);

    /// <summary>
    /// The results of one variant. Only an evaluation that failed has failed questions: otherwise those without a verdict are still to
    /// come.
    /// </summary>
    private static VariantResult Summarise(string name, Trial[] trials, RunStatus status, DebateStudy? study)
    {
        var done = trials.Where(t => t.Child is not null).ToArray();
        var (correct, failed) = (done.Count(t => t.Check.Correct), status == RunStatus.Failed ? trials.Length - done.Length : 0);
        var tried = done.Length + failed;
        var interval = Wilson.ComputeInterval(correct, tried);
        var used = done.Aggregate(Usage.None, (sum, t) => sum + t.Child!.Usage);
        var (cut, empty, unread, refused) =
            (Faults(ReplyFault.Cut), Faults(ReplyFault.Empty), Faults(ReplyFault.Unread), Faults(ReplyFault.Refused));
        return new(name, done.Length, correct, tried == 0 ? 0 : (double)correct / tried, interval.Low, interval.High, failed, used)
        {
            Wrong = done.Length - correct - cut - empty - unread - refused,
            Cut = cut,
            Empty = empty,
            Unread = unread,
            Refused = refused,
            Replies = ReplyCounts.FromUsage(used, failed),
            Score = done.Select(t => t.Check.Score).DefaultIfEmpty().Average(),
            Rounds = done.Select(t => (double)t.Child!.Verdict.Rounds).DefaultIfEmpty().Average(),
            Ended = new SortedDictionary<string, int>(
                done.GroupBy(t => t.Child!.Verdict.Ended ?? "").ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal),
            Contradictions = done.Count(t => t.Child!.Verdict.Notes.Any(n =>
                n.StartsWith(Mad.ContradictionPrefix, StringComparison.Ordinal))),
            Warnings = PlaceCount.Warn(done.Select(t => t.Child!.Verdict)),
            Debate = study,
        };

        int Faults(ReplyFault fault) => done.Count(t => t.Fault == fault);
    }

    private static IReadOnlyList<PairedComparison> CompareVariants(VariantResult[] results, Trial[] trials)
    {
        var outcomes = trials.Where(t => t.Child is not null).ToLookup(t => t.Variant);
        return PairedComparison.Adjust(
        [
            .. from i in Enumerable.Range(0, results.Length)
               from j in Enumerable.Range(i + 1, results.Length - i - 1)
               let b = outcomes[results[j].Protocol].ToDictionary(t => t.Problem.Key, t => t.Check.Correct)
               select PairedComparison.FromOutcomes(results[i].Protocol, results[j].Protocol, outcomes[results[i].Protocol]
                   .Where(t => b.ContainsKey(t.Problem.Key)).Select(t => (t.Check.Correct, b[t.Problem.Key]))),
        ]);
    }

    private sealed record Trial(string Variant, string Key, Problem Problem, ChildCompleted? Child, IAnswerChecker Checker)
    {
        private AnswerCheck? _check;

        /// <summary>Why the deciding reply could not be used; null where it could or there is none.</summary>
        public ReplyFault? Fault => Child?.Verdict is { Answer: null } verdict ? verdict.DecidingFault : null;

        public AnswerCheck Check =>
            _check ??= Child?.Verdict.Answer is { } answer ? Checker.Check(answer, Problem) : AnswerCheck.FromCorrect(false);
    }
}
