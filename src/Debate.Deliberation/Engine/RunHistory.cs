namespace Debate.Deliberation.Engine;

/// <summary>The history of a run: the entries that earlier activations left in the journal, deserialised once.</summary>
internal sealed record RunHistory(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<EntryBody> Bodies)
{
    /// <summary>Reads a journal of at least one entry.</summary>
    public static RunHistory Read(DeliberationId id, IReadOnlyList<JournalEntry> entries) =>
        new(entries, [.. entries.Select(e => e.ReadBody(id))]);

    /// <summary>The history of a run that starts now.</summary>
    public static RunHistory ForNewRun(JournalEntry entry, RunStarted started) => new([entry], [started]);

    /// <summary>The definition of the run, with the seats that joined since.</summary>
    public RunDefinition Definition { get; } = RunDefinitions.FromEntries(Bodies);

    /// <summary>The completion of the run; null where the last entry is none.</summary>
    public RunCompleted? Completion => Bodies[^1] as RunCompleted;

    /// <summary>Whether the journal records neither completion nor suspension last: some process may still drive the run.</summary>
    public bool IsOpen => Bodies[^1] is not (RunCompleted or RunSuspended);

    /// <summary>Number of verdicts so far: a run whose seats change after its verdict reaches another one.</summary>
    public int VerdictCount => Bodies.Count(b => b is RunCompleted);

    /// <summary>The budget of the last activation.</summary>
    public Budget Budget => Bodies.OfType<ActivationStarted>().LastOrDefault()?.Budget ?? Definition.Budget;

    /// <summary>Number of activations after the one that started the run.</summary>
    public int TakeoverCount => Bodies.OfType<ActivationStarted>().Count();

    /// <summary>Number of takeovers at the end of the journal, after which nothing was recorded.</summary>
    public int TakeoversWithoutProgress => Bodies.Reverse().TakeWhile(b => b is ActivationStarted).Count();

    /// <summary>The usage so far.</summary>
    public RunUsage Used => UsedBefore(Bodies.Count);

    /// <summary>
    /// The line that the index must hold for this run. It changes with entries that start, take over, suspend, reopen or complete a run,
    /// and with each reply.
    /// </summary>
    public RunSummary ExpectedSummary => SummarizeAt(Bodies.ToList().FindLastIndex(IsSummarized));

    /// <summary>
    /// The line that a build of before 2026-11-30 left in the index: it did not write one with a reply, nor what the replies used, nor how
    /// the run ended.
    /// </summary>
    public RunSummary ExpectedEarlierSummary =>
        SummarizeAt(Bodies.ToList().FindLastIndex(b => b is not ModelReplied && IsSummarized(b))) with { OwnUsage = null, Outcome = null };

    /// <summary>
    /// Active time: the sum of the times between entries, without the time before a change of the run or before an activation took over.
    /// </summary>
    public TimeSpan ActiveDuration => Enumerable.Range(1, Entries.Count - 1).Where(i => Bodies[i] is not (ActivationStarted or RunChange))
        .Aggregate(TimeSpan.Zero, (sum, i) => sum + (Entries[i].Time - Entries[i - 1].Time));

    private static bool IsSummarized(EntryBody body) =>
        body is RunStarted or ActivationStarted or RunChange or RunSuspended or RunCompleted or ModelReplied;

    private RunSummary SummarizeAt(int entry)
    {
        var before = UsedBefore(entry);
        var (status, used, outcome) = Bodies[entry] switch
        {
            RunCompleted end => (RunStatus.Finished, before with { Total = end.Usage }, OutcomeSummary.FromVerdict(end.Verdict)),
            RunSuspended stop => (stop.Status, before with { Total = stop.Usage }, OutcomeSummary.FromSuspension(stop)),
            RunChange => (RunStatus.Interrupted, before, null),
            _ => (RunStatus.Running, before.After(Bodies[entry]), default(OutcomeSummary)),
        };
        var finished = status == RunStatus.Finished ? Entries[entry].Time : default(DateTimeOffset?);
        return RunSummary.Create(Definition, status, used, Entries[0].Time) with { Finished = finished, Outcome = outcome };
    }

    private RunUsage UsedBefore(int entry) => Bodies.Take(entry).Aggregate(RunUsage.None, (used, body) => used.After(body));
}
