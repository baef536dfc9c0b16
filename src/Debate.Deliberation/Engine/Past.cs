namespace Debate.Deliberation.Engine;

/// <summary>The history of a run: the entries that earlier activations left in the journal, deserialised once.</summary>
internal sealed record Past(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<EntryBody> Bodies)
{
    /// <summary>Reads a journal of at least one entry.</summary>
    public static Past Of(IReadOnlyList<JournalEntry> entries) => new(entries, [.. entries.Select(e => e.Read())]);

    /// <summary>The history of a run that starts now.</summary>
    public static Past Of(JournalEntry entry, Started started) => new([entry], [started]);

    /// <summary>The definition of the run, with the seats that joined since.</summary>
    public Snapshot Snapshot { get; } = Snapshots.Of(Bodies);

    /// <summary>The completion of the run; null where the last entry is none.</summary>
    public Decided? End => Bodies[^1] as Decided;

    /// <summary>Whether the journal records neither completion nor suspension last: some process may still drive the run.</summary>
    public bool IsOpen => Bodies[^1] is not (Decided or Suspended);

    /// <summary>Number of verdicts so far: a run whose seats change after its verdict reaches another one.</summary>
    public int Ends => Bodies.Count(b => b is Decided);

    /// <summary>The budget of the last activation.</summary>
    public Budget Budget => Bodies.OfType<Epoch>().LastOrDefault()?.Budget ?? Snapshot.Budget;

    /// <summary>Number of activations after the one that started the run.</summary>
    public int Epochs => Bodies.OfType<Epoch>().Count();

    /// <summary>Number of takeovers at the end of the journal, after which nothing was recorded.</summary>
    public int EpochsWithoutProgress => Bodies.Reverse().TakeWhile(b => b is Epoch).Count();

    /// <summary>The usage so far.</summary>
    public Usage Used => UsedBefore(Bodies.Count);

    /// <summary>
    /// The line that the index must hold for this run. It changes only with entries that start, take over, suspend, reopen or complete a
    /// run.
    /// </summary>
    public RunSummary Line
    {
        get
        {
            var at = Enumerable.Range(0, Bodies.Count).Last(i => Bodies[i] is Started or Epoch or Joined or Suspended or Decided);
            var (status, used) = Bodies[at] switch
            {
                Decided end => (RunStatus.Finished, end.Usage),
                Suspended stop => (stop.Status, stop.Usage),
                Joined => (RunStatus.Interrupted, UsedBefore(at)),
                _ => (RunStatus.Running, UsedBefore(at)),
            };
            var finished = status == RunStatus.Finished ? Entries[at].Time : default(DateTimeOffset?);
            return RunSummary.Of(Snapshot, status, used, Entries[0].Time) with { Finished = finished };
        }
    }

    /// <summary>
    /// Active time: the sum of the times between entries, without the time before seats joined or an activation took over.
    /// </summary>
    public TimeSpan Active => Enumerable.Range(1, Entries.Count - 1).Where(i => Bodies[i] is not (Epoch or Joined))
        .Aggregate(TimeSpan.Zero, (sum, i) => sum + (Entries[i].Time - Entries[i - 1].Time));

    private Usage UsedBefore(int entry) => Bodies.Take(entry).Aggregate(Usage.None, (sum, body) => sum + Tally.Of(body));
}
