namespace Debate.Deliberation.Engine;

/// <summary>What earlier activations left in the journal, read once.</summary>
internal sealed record Past(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<EntryBody> Bodies)
{
    /// <summary>Reads a journal of at least one entry.</summary>
    public static Past Of(IReadOnlyList<JournalEntry> entries) => new(entries, [.. entries.Select(e => e.Read())]);

    /// <summary>The past of a run that starts now.</summary>
    public static Past Of(JournalEntry entry, Started started) => new([entry], [started]);

    /// <summary>What decides the run.</summary>
    public Snapshot Snapshot { get; } = Snapshots.Of(Bodies);

    /// <summary>How it ended; null where it did not.</summary>
    public Decided? End => Bodies[^1] as Decided;

    /// <summary>Whether nothing says that it stands still: somebody may drive it.</summary>
    public bool IsOpen => Bodies[^1] is not (Decided or Suspended);

    /// <summary>Verdicts that it came to before somebody joined, or at last.</summary>
    public int Ends => Bodies.Count(b => b is Decided);

    /// <summary>The budget that the last activation was given.</summary>
    public Budget Budget => Bodies.OfType<Epoch>().LastOrDefault()?.Budget ?? Snapshot.Budget;

    /// <summary>Activations after the one that started the run.</summary>
    public int Epochs => Bodies.OfType<Epoch>().Count();

    /// <summary>Activations at the end of the journal after which nothing was recorded.</summary>
    public int EpochsWithoutProgress => Bodies.Reverse().TakeWhile(b => b is Epoch).Count();

    /// <summary>What was used.</summary>
    public Usage Used => UsedBefore(Bodies.Count);

    /// <summary>The line that the index must have: it changes with entries that begin, suspend, reopen or end a run alone.</summary>
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

    /// <summary>Active time: what lies between entries, but for the time before somebody joined or an activation took over.</summary>
    public TimeSpan Active => Enumerable.Range(1, Entries.Count - 1).Where(i => Bodies[i] is not (Epoch or Joined))
        .Aggregate(TimeSpan.Zero, (sum, i) => sum + (Entries[i].Time - Entries[i - 1].Time));

    private Usage UsedBefore(int entry) => Bodies.Take(entry).Aggregate(Usage.None, (sum, body) => sum + Tally.Of(body));
}
