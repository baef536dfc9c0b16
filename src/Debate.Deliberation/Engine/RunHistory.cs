namespace Debate.Deliberation.Engine;

/// <summary>The history of a run: the entries that earlier activations left in the journal, deserialised once.</summary>
internal sealed record RunHistory(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<EntryBody> Bodies)
{
    /// <summary>Reads a journal of at least one entry.</summary>
    public static RunHistory Read(IReadOnlyList<JournalEntry> entries) => new(entries, [.. entries.Select(e => e.ReadBody())]);

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
    public Usage Used => UsedBefore(Bodies.Count);

    /// <summary>
    /// The line that the index must hold for this run. It changes only with entries that start, take over, suspend, reopen or complete a
    /// run.
    /// </summary>
    public RunSummary ExpectedSummary
    {
        get
        {
            var at = Enumerable.Range(0, Bodies.Count)
                .Last(i => Bodies[i] is RunStarted or ActivationStarted or RunChange or RunSuspended or RunCompleted);
            var (status, used) = Bodies[at] switch
            {
                RunCompleted end => (RunStatus.Finished, end.Usage),
                RunSuspended stop => (stop.Status, stop.Usage),
                RunChange => (RunStatus.Interrupted, UsedBefore(at)),
                _ => (RunStatus.Running, UsedBefore(at)),
            };
            var finished = status == RunStatus.Finished ? Entries[at].Time : default(DateTimeOffset?);
            return RunSummary.Create(Definition, status, used, Entries[0].Time) with { Finished = finished };
        }
    }

    /// <summary>
    /// Active time: the sum of the times between entries, without the time before a change of the run or before an activation took over.
    /// </summary>
    public TimeSpan ActiveDuration => Enumerable.Range(1, Entries.Count - 1).Where(i => Bodies[i] is not (ActivationStarted or RunChange))
        .Aggregate(TimeSpan.Zero, (sum, i) => sum + (Entries[i].Time - Entries[i - 1].Time));

    private Usage UsedBefore(int entry) => Bodies.Take(entry).Aggregate(Usage.None, (sum, body) => sum + UsageTotals.Sum(body));
}
