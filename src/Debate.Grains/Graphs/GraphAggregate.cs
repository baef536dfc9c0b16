using System.Collections.Immutable;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Graphs;

/// <summary>
/// A graph with the head of its journal. It runs ahead of the journal: a change is visible here as soon as its entry is created, and
/// <see cref="LastAppend"/> completes when the entry is durable. If an append fails, this object is discarded and the journal is read
/// again.
/// </summary>
internal sealed class GraphAggregate
{
    private const string StartPath = "start";

    private readonly EditableGraph _graph;
    private readonly RecentChangeIds _recent = new();
    private string _hash;
    private bool _isJournaled;

    /// <param name="graph">The graph at <paramref name="version"/>.</param>
    /// <param name="version">The number of changes that it contains.</param>
    /// <param name="hash">
    /// Hash of the last change's entry; <see cref="JournalEntry.NoHash"/> if the journal does not hold the graph yet.
    /// </param>
    public GraphAggregate(ArgumentGraph graph, long version = 0, string hash = JournalEntry.NoHash)
    {
        _graph = new(graph);
        (Version, _hash, _isJournaled) = (version, hash, hash != JournalEntry.NoHash);
    }

    /// <summary>The number of changes, including those still on their way to the journal.</summary>
    public long Version { get; private set; }

    /// <summary>Hash of the last change's entry.</summary>
    public string Hash => _hash;

    /// <summary>Whether the graph was ever edited; if not, the deliberation that it comes from can still change it.</summary>
    public bool IsEdited => _isJournaled;

    /// <summary>The last append.</summary>
    public Task<AppendResult> LastAppend { get; set; } = Task.FromResult(AppendResult.Appended);

    /// <summary>The graph.</summary>
    public ArgumentGraph Graph => _graph.Snapshot();

    /// <summary>The reply to a change that need not or cannot be applied; null if it is to be applied.</summary>
    public EditReply? CheckPreconditions(GraphChange change)
    {
        if (change.Id is not { Length: > 0 and <= 100 }) return CreateRejection($"change '{change.Id}': an id has 1 to 100 characters");
        if (change.Edits.IsDefaultOrEmpty) return CreateRejection($"change '{change.Id}': it has no edits");
        if (_recent.Find(change.Id) is { } version) return new(EditStatus.Repeated, version);
        return change.Expected is { } expected && expected != Version
            ? new(EditStatus.Conflict, Version, $"the graph is at version {Version}, not {expected}")
            : null;
    }

    /// <summary>Applies the change in memory and returns the entries that make it durable, in order.</summary>
    /// <exception cref="InputException">The graph does not allow it; nothing changed.</exception>
    public IReadOnlyList<JournalEntry> Apply(GraphChange change, DateTimeOffset time)
    {
        var before = _isJournaled ? null : GraphJson.Write(Graph);
        _graph.Apply(change.Edits);
        var entries = new List<JournalEntry>(2);
        if (before is not null) entries.Add(Seal(0, StartPath, time, new GraphSnapshotTaken(before, 0, "")));
        entries.Add(Seal(++Version, GetPath(change.Id), time, new GraphEdited(change.Edits)));
        _recent.Add(change.Id, Version);
        _isJournaled = true;
        return entries;
    }

    /// <summary>Gets the path of a change's entry.</summary>
    public static string GetPath(string change) => $"edit/{change}";

    /// <summary>Replays an entry of the journal.</summary>
    /// <exception cref="ReplayException">The entry does not follow the current state.</exception>
    public void Replay(JournalEntry entry)
    {
        if (entry.Sequence != Version + 1 || entry.ComputeHash(_hash) != entry.Hash || entry.ReadBody() is not GraphEdited edited)
            throw new ReplayException($"entry {entry.Sequence} ({entry.Path}) of the graph's journal was changed or is out of place");
        _graph.Apply(edited.Edits);
        (Version, _hash) = (entry.Sequence, entry.Hash);
    }

    private JournalEntry Seal(long sequence, string path, DateTimeOffset time, EntryBody body)
    {
        var entry = JournalEntry.Seal(_hash, sequence, path, time, body) with { PreviousHash = _hash };
        _hash = entry.Hash;
        return entry;
    }

    private EditReply CreateRejection(string message) => new(EditStatus.Rejected, Version, message);
}

/// <summary>The ids of this activation's latest changes and the versions they created; older ones are in the journal.</summary>
internal sealed class RecentChangeIds
{
    private const int Capacity = 4096;

    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Finds the version that a change created; null for an unknown change.</summary>
    public long? Find(string id) => _versions.TryGetValue(id, out var version) ? version : null;

    /// <summary>Adds a change and, at capacity, evicts the oldest.</summary>
    public void Add(string id, long version)
    {
        if (!_versions.TryAdd(id, version)) return;
        _order.Enqueue(id);
        if (_order.Count > Capacity) _versions.Remove(_order.Dequeue());
    }
}
