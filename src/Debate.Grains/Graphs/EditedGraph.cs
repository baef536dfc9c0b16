using System.Collections.Immutable;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Graphs;

/// <summary>
/// A graph with the end of its journal. It runs ahead of the journal: a change shows here as soon as its entry is made, and
/// <see cref="Last"/> tells when that is durable. When an entry turns out not to be, this object is worth nothing and is read anew.
/// </summary>
internal sealed class EditedGraph
{
    private const string Start = "start";

    private readonly EditableGraph _graph;
    private readonly RecentIds _recent = new();
    private string _hash;
    private bool _isJournaled;

    /// <param name="graph">The graph at <paramref name="version"/>.</param>
    /// <param name="version">Changes that it holds.</param>
    /// <param name="hash">Hash of the entry of the last of them; none where the journal does not hold the graph yet.</param>
    public EditedGraph(ArgumentGraph graph, long version = 0, string hash = JournalEntry.NoHash)
    {
        _graph = new(graph);
        (Version, _hash, _isJournaled) = (version, hash, hash != JournalEntry.NoHash);
    }

    /// <summary>Changes since the first, those included that are on their way to the journal.</summary>
    public long Version { get; private set; }

    /// <summary>Hash of the entry of the last change.</summary>
    public string Hash => _hash;

    /// <summary>Whether anybody edited it: if not, it may still be another one tomorrow.</summary>
    public bool IsEdited => _isJournaled;

    /// <summary>The last append.</summary>
    public Task<Append> Last { get; set; } = Task.FromResult(Append.Done);

    /// <summary>The graph.</summary>
    public ArgumentGraph Graph => _graph.Snapshot();

    /// <summary>What a change comes to that need not or cannot be made; null where it is to be made.</summary>
    public EditReply? Check(GraphChange change)
    {
        if (change.Id is not { Length: > 0 and <= 100 }) return Rejected($"change '{change.Id}': an id has 1 to 100 characters");
        if (change.Edits.IsDefaultOrEmpty) return Rejected($"change '{change.Id}': it has no edits");
        if (_recent.Find(change.Id) is { } version) return new(EditStatus.Repeated, version);
        return change.Expected is { } expected && expected != Version
            ? new(EditStatus.Conflict, Version, $"the graph is at version {Version}, not {expected}")
            : null;
    }

    /// <summary>Makes the change here and gives the entries that make it durable, in order.</summary>
    /// <exception cref="InputException">The graph does not allow it; nothing changed.</exception>
    public IReadOnlyList<JournalEntry> Apply(GraphChange change, DateTimeOffset time)
    {
        var before = _isJournaled ? null : GraphJson.Write(Graph);
        _graph.Apply(change.Edits);
        var entries = new List<JournalEntry>(2);
        if (before is not null) entries.Add(Seal(0, Start, time, new Drawn(before, 0, "")));
        entries.Add(Seal(++Version, PathOf(change.Id), time, new Edited(change.Edits)));
        _recent.Add(change.Id, Version);
        _isJournaled = true;
        return entries;
    }

    /// <summary>The path of a change's entry.</summary>
    public static string PathOf(string change) => $"edit/{change}";

    /// <summary>Takes over an entry of the journal.</summary>
    /// <exception cref="ReplayException">It does not follow on what is here.</exception>
    public void Replay(JournalEntry entry)
    {
        if (entry.Sequence != Version + 1 || entry.HashAfter(_hash) != entry.Hash || entry.Read() is not Edited edited)
            throw new ReplayException($"entry {entry.Sequence} ({entry.Path}) of the graph's journal was changed or is out of place");
        _graph.Apply(edited.Edits);
        (Version, _hash) = (entry.Sequence, entry.Hash);
    }

    private JournalEntry Seal(long sequence, string path, DateTimeOffset time, EntryBody body)
    {
        var entry = JournalEntry.Seal(_hash, sequence, path, time, body) with { Before = _hash };
        _hash = entry.Hash;
        return entry;
    }

    private EditReply Rejected(string message) => new(EditStatus.Rejected, Version, message);
}

/// <summary>Ids of the latest changes of this activation with the versions that they made: the journal knows the older ones.</summary>
internal sealed class RecentIds
{
    private const int Kept = 4096;

    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>The version that the change made; null for an unknown one.</summary>
    public long? Find(string id) => _versions.TryGetValue(id, out var version) ? version : null;

    /// <summary>Remembers a change and forgets the oldest.</summary>
    public void Add(string id, long version)
    {
        if (!_versions.TryAdd(id, version)) return;
        _order.Enqueue(id);
        if (_order.Count > Kept) _versions.Remove(_order.Dequeue());
    }
}
