namespace Debate.Deliberation.Engine;

/// <summary>
/// Writes one run's journal and replays from it. Entries are sealed and handed to the store in order, under one lock; the wait for
/// durability is outside the lock, so that branches share a group commit.
/// </summary>
internal sealed class Recorder
{
    private readonly Lock _gate = new();
    private readonly DeliberationId _id;
    private readonly IJournal _journal;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, EffectBody> _recorded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private long _next;
    private IOException? _failure;
    private string _hash = JournalEntry.NoHash;

    public Recorder(DeliberationId id, IJournal journal, TimeProvider clock, Past past)
    {
        (_id, _journal, _clock) = (id, journal, clock);
        foreach (var (entry, body) in past.Entries.Zip(past.Bodies)) Remember(entry, body);
        Started = past.Entries[0].Time;
        Used = past.Used;
    }

    /// <summary>The usage of all recorded effects, children included.</summary>
    public Usage Used { get; private set; } = Usage.None;

    /// <summary>The sequence number of the next entry.</summary>
    public long Next => _next;

    /// <summary>When the run started.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>
    /// The result recorded at that path, or null; throws a <see cref="ReplayException"/> where it was recorded for another request.
    /// </summary>
    public T? Recall<T>(string path, string request) where T : EffectBody
    {
        lock (_gate)
        {
            if (!_recorded.TryGetValue(path, out var body)) return null;
            if (body is T result && result.Request == request) return result;
            throw new ReplayException(
                $"{_id} at {path}: the journal holds {body.GetType().Name.ToLowerInvariant()} {body.Request}, the protocol now asks for "
                + $"{typeof(T).Name.ToLowerInvariant()} {request}. It was recorded by another version or with other replies.");
        }
    }

    /// <summary>Makes an entry durable; throws <see cref="FencedException"/> where another activation took over.</summary>
    public async Task AppendAsync(string path, EntryBody body, Func<DateTimeOffset, RunSummary>? summary = null)
    {
        Task<Append> append;
        lock (_gate)
        {
            var time = _clock.GetUtcNow();
            var entry = JournalEntry.Seal(_hash, _next++, path, time, body) with { Before = _hash };
            _hash = entry.Hash;
            Used += Tally.Of(body);
            append = _journal.AppendAsync(_id, entry, summary?.Invoke(time));
        }
        switch (await SafelyAsync(append))
        {
            case Append.Fenced: throw new FencedException(_id);
            case Append.PathTaken: throw new ReplayException($"{_id} at {path}: the journal already holds an entry there.");
        }
    }

    /// <summary>After a failed append the store refuses every later one; the exception reports why the first one failed.</summary>
    private async Task<Append> SafelyAsync(Task<Append> append)
    {
        try
        {
            var became = await append;
            return became == Append.Done || _failure is null ? became : throw new IOException(_failure.Message, _failure);
        }
        catch (IOException failure)
        {
            _failure ??= failure;
            throw;
        }
    }

    /// <summary>
    /// The messages of a chat that the journal does not hold yet, oldest first. They count as stored from here on: the caller must append
    /// them.
    /// </summary>
    public IReadOnlyList<Message> Unstored(Chat chat)
    {
        lock (_gate)
        {
            var fresh = new List<Message>();
            for (var at = chat; at.Before is { } before && _messages.Add(at.Id); at = before)
                fresh.Add(new Message(before.Id, at.Role, at.Text));
            fresh.Reverse();
            return fresh;
        }
    }

    /// <summary>Marks a message as stored: a reply is stored in its own entry.</summary>
    public void Stored(string address)
    {
        lock (_gate) _messages.Add(address);
    }

    private void Remember(JournalEntry entry, EntryBody body)
    {
        _next = entry.Sequence + 1;
        _hash = entry.Hash;
        if (body is not EffectBody effect) return;
        _recorded[entry.Path] = effect;
        if (effect is not Asked asked) return;
        foreach (var message in asked.New) _messages.Add(Chat.Address(message.Before, message.Role, message.Text));
        _messages.Add(Chat.Address(asked.Chat, Role.Assistant, asked.Reply));
    }
}
