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

    private readonly RecentChangeIds _recent = new();
    private EditableGraph _graph;
    private ArgumentMap _map;
    private string _hash;
    private bool _isJournaled;

    /// <param name="map">The map at <paramref name="version"/>; null if there is none.</param>
    /// <param name="version">The number of changes that it contains.</param>
    /// <param name="hash">
    /// Hash of the last change's entry; <see cref="JournalEntry.NoHash"/> if the journal does not hold the graph yet.
    /// </param>
    public GraphAggregate(ArgumentMap? map, long version = 0, string hash = JournalEntry.NoHash)
    {
        _map = map ?? EmptyMap;
        _graph = new(_map.Graph);
        (Version, _hash, _isJournaled, Exists) = (version, hash, hash != JournalEntry.NoHash, map is not null);
    }

    /// <summary>The number of changes, including those still on their way to the journal.</summary>
    public long Version { get; private set; }

    /// <summary>The last version that was put or removed whole; 0 where there is none.</summary>
    public long Whole { get; private set; }

    /// <summary>The last version at which it was removed; null for never.</summary>
    public long? Removed { get; private set; }

    /// <summary>When the graph was first journaled, or put after it was removed.</summary>
    public DateTimeOffset Created { get; set; }

    /// <summary>Hash of the last change's entry.</summary>
    public string Hash => _hash;

    /// <summary>Whether the graph was ever edited; if not, the deliberation that it comes from can still change it.</summary>
    public bool IsEdited => _isJournaled;

    /// <summary>Whether there is a graph: it was put or edited, or is that of a deliberation, and was not removed since.</summary>
    public bool Exists { get; private set; }

    /// <summary>The last append.</summary>
    public Task<AppendResult> LastAppend { get; set; } = Task.FromResult(AppendResult.Appended);

    /// <summary>The graph.</summary>
    public ArgumentGraph Graph => _graph.Snapshot();

    /// <summary>The graph with what its file said of it.</summary>
    public ArgumentMap Map => ReferenceEquals(_map.Graph, Graph) ? _map : _map = _map.WithGraph(Graph);

    /// <summary>What the index says of it.</summary>
    public GraphLine Line =>
        new(Version, _graph.ArgumentCount, _graph.InferenceCount, _graph.DirectAttackCount, Whole, Removed);

    /// <summary>One line for people.</summary>
    public string Title => _map.Title;

    private static ArgumentMap EmptyMap { get; } = new("", ArgumentGraph.Empty);

    /// <summary>The reply to a change that need not or cannot be applied; null if it is to be applied.</summary>
    public EditReply? CheckPreconditions(GraphChange change)
    {
        if (change.Id is not { Length: > 0 and <= 100 }) return CreateRejection($"change '{change.Id}': an id has 1 to 100 characters");
        if (!change.Removes && change.Map is null && change.Edits.IsDefaultOrEmpty)
            return CreateRejection($"change '{change.Id}': it has no edits");
        if (CheckSize(change) is { } large) return CreateRejection(large);
        if (_recent.Find(change.Id) is { } version) return new(EditStatus.Repeated, version);
        if (change.Exists == true && !Exists) return new(EditStatus.Missing, Version, "there is no such graph");
        if (change.Exists == false && Exists)
            return new(EditStatus.Conflict, Version, $"there is a graph already, at version {Version}");
        return change.Expected is { } expected && expected != Version
            ? new(EditStatus.Conflict, Version, $"the graph is at version {Version}, not {expected}")
            : null;
    }

    /// <summary>Applies the change in memory and returns the entries that make it durable, in order.</summary>
    /// <param name="change">The change.</param>
    /// <param name="map">The map that the change puts in the graph's place; null where it is another change.</param>
    /// <param name="time">Now.</param>
    /// <exception cref="InputException">The graph does not allow it; nothing changed.</exception>
    public IReadOnlyList<JournalEntry> Apply(GraphChange change, ArgumentMap? map, DateTimeOffset time)
    {
        var (before, existed) = (_isJournaled ? null : GraphJson.Write(Map), _isJournaled && Exists);
        if (change.Removes || map is not null) Replace(map, Version + 1);
        else
        {
            _graph.Apply(change.Edits, change.Field);
            Exists = true;
        }
        var entries = new List<JournalEntry>(2);
        if (before is not null) entries.Add(Seal(0, StartPath, time, new GraphSnapshotTaken(before, 0, "")));
        if (!existed) Created = time;
        entries.Add(Seal(++Version, GetPath(change.Id), time, GetBody(change)));
        _recent.Add(change.Id, Version);
        _isJournaled = true;
        return entries;
    }

    /// <summary>The body of a change's entry.</summary>
    public static EntryBody GetBody(GraphChange change) =>
        change.Removes ? new GraphRemoved() : change.Map is { } map ? new GraphPut(map) : new GraphEdited(change.Edits);

    /// <summary>Gets the path of a change's entry.</summary>
    public static string GetPath(string change) => $"edit/{change}";

    /// <summary>Replays an entry of the journal.</summary>
    /// <exception cref="ReplayException">The entry does not follow the current state.</exception>
    public void Replay(JournalEntry entry)
    {
        if (entry.Sequence != Version + 1 || entry.ComputeHash(_hash) != entry.Hash) throw CreateDamage(entry);
        switch (entry.ReadBody())
        {
            case GraphEdited edited:
                _graph.Apply(edited.Edits);
                Exists = true;
                break;
            case GraphPut put: Replace(ReadMap(put.Map), entry.Sequence); break;
            case GraphRemoved: Replace(null, entry.Sequence); break;
            default: throw CreateDamage(entry);
        }
        (Version, _hash) = (entry.Sequence, entry.Hash);
    }

    /// <summary>The graph that an entry has whole: what was put, or nothing, as it was removed; null for any other entry.</summary>
    public static GraphAggregate? TryCreate(JournalEntry entry) => entry.ReadBody() switch
    {
        GraphPut put => new(ReadMap(put.Map), entry.Sequence, entry.Hash) { Whole = entry.Sequence },
        GraphRemoved => new(null, entry.Sequence, entry.Hash) { Whole = entry.Sequence, Removed = entry.Sequence },
        _ => null,
    };

    /// <summary>Takes over from the index what lies before the entries that were read.</summary>
    public void Remember(RunSummary? line)
    {
        if (line?.Graph is not { } known) return;
        Created = line.Started;
        Whole = Math.Max(Whole, known.Whole);
        Removed ??= known.Removed;
    }

    /// <summary>Reads a map as it is journaled.</summary>
    public static ArgumentMap ReadMap(string json)
    {
        var map = GraphJson.Read("graph", json);
        // What was journaled without a name has none.
        return map.Name != "graph" || json.StartsWith("{\"name\"", StringComparison.Ordinal) ? map
            : map with { Name = "", Title = map.Title == "graph" ? "" : map.Title };
    }

    private void Replace(ArgumentMap? map, long version)
    {
        _map = map ?? EmptyMap;
        _graph = new(_map.Graph);
        (Exists, Whole, Removed) = (map is not null, version, map is null ? version : Removed);
    }

    private JournalEntry Seal(long sequence, string path, DateTimeOffset time, EntryBody body)
    {
        var entry = JournalEntry.Seal(_hash, sequence, path, time, body) with { PreviousHash = _hash };
        _hash = entry.Hash;
        return entry;
    }

    private static ReplayException CreateDamage(JournalEntry entry) =>
        new($"entry {entry.Sequence} ({entry.Path}) of the graph's journal was changed or is out of place");

    private string? CheckSize(GraphChange change)
    {
        if (change.MaxNodes is not { } most || change.Edits.IsDefaultOrEmpty) return null;
        var arguments = _graph.ArgumentCount + change.Edits.Count(e => e.Kind == GraphEditKind.AddArgument);
        var inferences = _graph.InferenceCount + change.Edits.Count(e => e.Kind == GraphEditKind.AddInference);
        return Math.Max(arguments, inferences) <= most ? null
            : $"{change.Field ?? "edits"}: the graph would have {arguments} arguments and {inferences} inferences, and at most {most} of each "
                + "are taken (limit graph)";
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
