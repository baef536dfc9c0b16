using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>
/// Whether the records of a run and all its descendants, or of a graph or rollout group, are unchanged since they were written.
/// </summary>
/// <param name="Runs">Number of runs checked.</param>
/// <param name="Entries">Number of their entries.</param>
/// <param name="Errors">The first integrity error of each run that has one, parents before their children.</param>
public sealed record Verification(int Runs, long Entries, IReadOnlyList<IntegrityError> Errors)
{
    /// <summary>Whether there is no integrity error.</summary>
    public bool Intact => Errors.Count == 0;

    /// <summary>
    /// Verifies, while runs may go on, the hash chain of each run; that its line of the index agrees with its entries, so that a truncated
    /// end is detected; and that each child still has the verdict that its parent recorded. Throws <see cref="InputException"/> where there
    /// is no such run.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="id">The run.</param>
    /// <param name="allowsStatus">Whether the index may show the first status for a run whose entries imply the second.</param>
    public static async Task<Verification> VerifyAsync(IJournal journal, DeliberationId id, Func<RunStatus, RunStatus, bool> allowsStatus)
    {
        var children = (await journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: id))).Select(r => r.Id);
        var waiting = new Queue<DeliberationId>(children.OrderBy(c => c.Value, StringComparer.Ordinal).Prepend(id));
        var (seen, verdicts, broken) = (new HashSet<DeliberationId>(), new Dictionary<DeliberationId, ChildCompleted>(),
            new List<IntegrityError>());
        var entries = 0L;
        while (waiting.TryDequeue(out var next))
        {
            if (!seen.Add(next)) continue;
            var record = await RunCheck.ReadAsync(journal, next);
            if (next == id && record is { Summary: null, Entries: [] }) throw new InputException($"id '{id}': there is no such run");
            entries += record.Entries.Count;
            if (record.FindError(verdicts.GetValueOrDefault(next), allowsStatus) is { } error) broken.Add(error);
            foreach (var child in record.RecordedChildren)
            {
                verdicts[child.Child] = child;
                waiting.Enqueue(child.Child);
            }
        }
        return new(seen.Count, entries, broken);
    }

    /// <summary>A run's line of the index and its entries, read at one consistent moment.</summary>
    private sealed record RunCheck(DeliberationId Id, RunSummary? Summary, bool IsListedUnfinished, IReadOnlyList<JournalEntry> Entries)
    {
        private readonly IntegrityError? _chainError =
            Entries.Count == 0 ? new(Id, 0, "is missing, and so are all after it") : HashChain.FindError(Id, Entries);
        private RunHistory? _history;

        /// <summary>Whether replies were recorded while it was read.</summary>
        private bool IsBusy { get; init; }

        /// <summary>The children whose verdicts it recorded, where its own chain is valid.</summary>
        public IEnumerable<ChildCompleted> RecordedChildren => Unreadable is null && IsRun ? History.Bodies.OfType<ChildCompleted>() : [];

        // Graphs and rollout groups have hash chains too, but no line of the index and no completion.
        private bool IsRun => Entries[0].ReadBody() is RunStarted;

        // An entry may be what was written and still no entry that can be read.
        private IntegrityError? Unreadable
        {
            get
            {
                if (_chainError is not null) return _chainError;
                try
                {
                    return IsRun && History.Bodies.Count == 0 ? new(Id, 0, "is missing") : null;
                }
                catch (ReplayException unreadable)
                {
                    return new(Id, Entries[^1].Sequence, $"or one before it cannot be read ({unreadable.Message})");
                }
            }
        }

        private RunHistory History => _history ??= RunHistory.Read(Id, Entries);

        // A run that stops or goes on meanwhile is read again: its line must not be compared with entries of another moment. What its
        // replies used changes with each of them, so a run that is busy is compared without it.
        public static async Task<RunCheck> ReadAsync(IJournal journal, DeliberationId id)
        {
            for (var line = await journal.FindSummaryAsync(id); ;)
            {
                var entries = await journal.ReadAsync(id);
                var open = (await journal.ListAsync(new RunQuery(IncludeChildren: true, UnfinishedOnly: true, Subtree: id)))
                    .Any(r => r.Id == id);
                var again = await journal.FindSummaryAsync(id);
                if (again == line) return new(id, line, open, entries);
                if (WithoutUsage(again) == WithoutUsage(line)) return new(id, again, open, entries) { IsBusy = true };
                line = again;
            }
        }

        public IntegrityError? FindError(ChildCompleted? verdict, Func<RunStatus, RunStatus, bool> allowsStatus)
        {
            if (Unreadable is not null || !IsRun) return Unreadable;
            if (verdict is not null && !History.Bodies.OfType<RunCompleted>().Any(end => IsSameVerdict(end, verdict)))
                return History.VerdictCount == 0
                    ? MissingEnd("its parent recorded its verdict")
                    : new(Id, Entries.Count - 1, "is not what its parent recorded");
            return FindError(Summary is { OwnUsage: null } ? History.ExpectedEarlierSummary : History.ExpectedSummary, allowsStatus);
        }

        private IntegrityError? FindError(RunSummary said, Func<RunStatus, RunStatus, bool> allowsStatus)
        {
            if (Summary is null) return new(Id, null, "is missing");
            if (Summary.Status == RunStatus.Damaged) return new(Id, null, "cannot be read");
            var (told, recorded) = (StatusWord.Format(Summary.Status), StatusWord.Format(said.Status));
            if (!allowsStatus(Summary.Status, said.Status))
                return said.Status == RunStatus.Running
                    ? MissingEnd($"the index says that the run is {told}")
                    : new(Id, null, $"says {told}, its entries say {recorded}");
            if (IsListedUnfinished == (Summary.Status == RunStatus.Finished))
                return new(Id, null, $"says {told} in one place and not in another");
            var isSame = IsBusy ? WithoutUsage(Summary with { Status = said.Status }) == WithoutUsage(said)
                : Summary with { Status = said.Status } == said;
            return isSame ? null : new(Id, null, "was changed after it was written");
        }

        private static RunSummary? WithoutUsage(RunSummary? line) => line is null ? null
            : line with { Usage = Usage.None, OwnUsage = null };

        // An altered line and a truncated end look the same here and cannot be told apart.
        private IntegrityError MissingEnd(string because) =>
            new(Id, Entries.Count, $"is missing: the journal ends before it, and {because}");

        private static bool IsSameVerdict(RunCompleted end, ChildCompleted told) =>
            JournalJsonOptions.Serialize(end).AsSpan()
            .SequenceEqual(JournalJsonOptions.Serialize(new RunCompleted(told.Verdict, told.Usage)));
    }
}
