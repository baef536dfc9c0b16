using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>
/// Whether the records of a run and all its descendants, or of a graph or rollout group, are unchanged since they were written.
/// </summary>
/// <param name="Runs">Number of runs checked.</param>
/// <param name="Entries">Number of their entries.</param>
/// <param name="Broken">The first integrity error of each run that has one, parents before their children.</param>
public sealed record Verification(int Runs, long Entries, IReadOnlyList<Breach> Broken)
{
    /// <summary>Whether there is no integrity error.</summary>
    public bool Intact => Broken.Count == 0;

    /// <summary>
    /// Verifies, while runs may go on, the hash chain of each run; that its line of the index agrees with its entries, so that a truncated
    /// end is detected; and that each child still has the verdict that its parent recorded. Throws <see cref="InputException"/> where there
    /// is no such run.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="id">The run.</param>
    /// <param name="tells">Whether the index may show the first status for a run whose entries imply the second.</param>
    public static async Task<Verification> OfAsync(IJournal journal, DeliberationId id, Func<RunStatus, RunStatus, bool> tells)
    {
        var children = (await journal.ListAsync(new RunQuery(Children: true, Under: id))).Select(r => r.Id);
        var waiting = new Queue<DeliberationId>(children.OrderBy(c => c.Value, StringComparer.Ordinal).Prepend(id));
        var (seen, verdicts, broken) = (new HashSet<DeliberationId>(), new Dictionary<DeliberationId, Deliberated>(), new List<Breach>());
        var entries = 0L;
        while (waiting.TryDequeue(out var next))
        {
            if (!seen.Add(next)) continue;
            var record = await Record.ReadAsync(journal, next);
            if (next == id && record is { Line: null, Entries: [] }) throw new InputException($"id '{id}': there is no such run");
            entries += record.Entries.Count;
            if (record.Breach(verdicts.GetValueOrDefault(next), tells) is { } breach) broken.Add(breach);
            foreach (var child in record.Children)
            {
                verdicts[child.Child] = child;
                waiting.Enqueue(child.Child);
            }
        }
        return new(seen.Count, entries, broken);
    }

    /// <summary>A run's line of the index and its entries, read at one consistent moment.</summary>
    private sealed record Record(DeliberationId Id, RunSummary? Line, bool IsListedOpen, IReadOnlyList<JournalEntry> Entries)
    {
        private readonly Breach? _crack =
            Entries.Count == 0 ? new(Id, 0, "is missing, and so are all after it") : Chain.Broken(Id, Entries);
        private Past? _past;

        /// <summary>The children whose verdicts it recorded, where its own chain is valid.</summary>
        public IEnumerable<Deliberated> Children => _crack is null && IsRun ? Past.Bodies.OfType<Deliberated>() : [];

        // Graphs and rollout groups have hash chains too, but no line of the index and no completion.
        private bool IsRun => Entries[0].Read() is Started;

        private Past Past => _past ??= Past.Of(Entries);

        // A run that goes on meanwhile is read again: its line must not be compared with entries of another moment.
        public static async Task<Record> ReadAsync(IJournal journal, DeliberationId id)
        {
            for (var line = await journal.FindAsync(id); ;)
            {
                var entries = await journal.ReadAsync(id);
                var open = (await journal.ListAsync(new RunQuery(Children: true, Unfinished: true, Under: id))).Any(r => r.Id == id);
                var again = await journal.FindAsync(id);
                if (again == line) return new(id, line, open, entries);
                line = again;
            }
        }

        public Breach? Breach(Deliberated? verdict, Func<RunStatus, RunStatus, bool> tells)
        {
            if (_crack is not null || !IsRun) return _crack;
            if (verdict is not null && !Past.Bodies.OfType<Decided>().Any(end => IsSame(end, verdict)))
                return Past.Ends == 0
                    ? Missing("its parent recorded its verdict")
                    : new(Id, Entries.Count - 1, "is not what its parent recorded");
            return Breach(Past.Line, tells);
        }

        private Breach? Breach(RunSummary said, Func<RunStatus, RunStatus, bool> tells)
        {
            if (Line is null) return new(Id, null, "is missing");
            var (told, recorded) = (StatusWord.Of(Line.Status), StatusWord.Of(said.Status));
            if (!tells(Line.Status, said.Status))
                return said.Status == RunStatus.Running
                    ? Missing($"the index says that the run is {told}")
                    : new(Id, null, $"says {told}, its entries say {recorded}");
            if (IsListedOpen == (Line.Status == RunStatus.Finished)) return new(Id, null, $"says {told} in one place and not in another");
            return Line with { Status = said.Status } == said ? null : new(Id, null, "was changed after it was written");
        }

        // An altered line and a truncated end look the same here and cannot be told apart.
        private Breach Missing(string because) => new(Id, Entries.Count, $"is missing: the journal ends before it, and {because}");

        private static bool IsSame(Decided end, Deliberated told) =>
            JournalForm.Bytes(end).AsSpan().SequenceEqual(JournalForm.Bytes(new Decided(told.Verdict, told.Usage)));
    }
}
