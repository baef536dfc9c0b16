using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Rewards;

/// <summary>
/// The members of a rollout group in order of arrival, stored in the run ~cohorts/ID: entry n is member n, with a path made of its key, so
/// that the journal itself rejects a duplicate. Member n belongs to group n / size.
/// </summary>
internal sealed class RolloutGroupJournal(IJournal journal, TimeProvider clock, string id)
{
    private readonly DeliberationId _id = new($"~cohorts/{id}");
    private readonly List<RolloutJoined> _members = [];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private string _hash = JournalEntry.NoHash;

    public int Count => _members.Count;

    public RolloutJoined this[int place] => _members[place];

    /// <summary>Finds the index of a key; null if it never joined.</summary>
    public int? FindIndex(string key) => _indices.TryGetValue(key, out var place) ? place : null;

    public async Task ReadAsync()
    {
        foreach (var entry in await journal.ReadAsync(_id)) Add(entry, (DecisionRecorded)entry.ReadBody());
    }

    /// <summary>Appends a member durably; throws <see cref="FencedException"/> if another activation writes.</summary>
    public async Task<int> AppendAsync(string key, string answer)
    {
        var body = new DecisionRecorded(Digest.Hash128(key), key, answer);
        var entry = JournalEntry.Seal(_hash, Count, $"member/{key}", clock.GetUtcNow(), body);
        if (await journal.AppendAsync(_id, entry) != AppendResult.Appended) throw new FencedException(_id);
        return Add(entry, body);
    }

    private int Add(JournalEntry entry, DecisionRecorded body)
    {
        _members.Add(new(body.Name, body.Value, entry.Time));
        _hash = entry.Hash;
        return _indices[body.Name] = _members.Count - 1;
    }

    /// <summary>A member: its key, its answer and its time of arrival.</summary>
    public sealed record RolloutJoined(string Key, string Answer, DateTimeOffset Time);
}
