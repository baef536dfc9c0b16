using Debate.Core.Output;

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
    private readonly HashSet<string> _storedMessages = new(StringComparer.Ordinal);
    private readonly RunDefinition _definition;
    private Dictionary<(string Seat, string Address), string>? _thoughts;
    private long _next;
    private IOException? _failure;
    private string _hash = JournalEntry.NoHash;

    public Recorder(DeliberationId id, IJournal journal, TimeProvider clock, RunHistory history)
    {
        (_id, _journal, _clock) = (id, journal, clock);
        foreach (var (entry, body) in history.Entries.Zip(history.Bodies)) LoadEntry(entry, body);
        (_definition, StartedAt, Used) = (history.Definition, history.Entries[0].Time, history.Used);
    }

    /// <summary>The usage of all recorded effects.</summary>
    public RunUsage Used { get; private set; }

    /// <summary>The sequence number of the next entry.</summary>
    public long NextSequence => _next;

    /// <summary>When the run started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>
    /// The result recorded at that path, or null; throws a <see cref="ReplayException"/> where it was recorded for another request.
    /// </summary>
    public T? Replay<T>(string path, string request) where T : EffectBody
    {
        lock (_gate)
        {
            if (!_recorded.TryGetValue(path, out var body)) return null;
            if (body is T result && result.Request == request) return result;
            throw new ReplayException(
                $"{_id} at {path}: the journal holds {EntryBody.KindOf(body.GetType())} {body.Request}, the protocol now asks for "
                + $"{EntryBody.KindOf(typeof(T))} {request}. It was recorded by another version or with other replies.");
        }
    }

    /// <summary>Whether the entry recorded at that path is of this type.</summary>
    public bool Holds<T>(string path) where T : EffectBody
    {
        lock (_gate) return _recorded.GetValueOrDefault(path) is T;
    }

    /// <summary>
    /// Makes an entry durable, a reply with the run's line of the index; throws <see cref="FencedException"/> where another activation took
    /// over.
    /// </summary>
    public async Task AppendAsync(string path, EntryBody body, Func<DateTimeOffset, RunSummary>? summary = null)
    {
        Task<AppendResult> append;
        lock (_gate)
        {
            var time = _clock.GetUtcNow();
            var entry = JournalEntry.Seal(_hash, _next++, path, time, body) with { PreviousHash = _hash };
            _hash = entry.Hash;
            Used = Used.After(body);
            append = _journal.AppendAsync(_id, entry, summary?.Invoke(time) ?? (body is ModelReplied ? SummarizeRunning() : null));
        }
        switch (await AwaitAppendAsync(append))
        {
            case AppendResult.Fenced: throw new FencedException(_id);
            case AppendResult.PathExists: throw new ReplayException($"{_id} at {path}: the journal already holds an entry there.");
        }
    }

    private RunSummary SummarizeRunning() => RunSummary.Create(_definition, RunStatus.Running, Used, StartedAt);

    /// <summary>After a failed append the store refuses every later one; the exception reports why the first one failed.</summary>
    private async Task<AppendResult> AwaitAppendAsync(Task<AppendResult> append)
    {
        try
        {
            var appendResult = await append;
            return appendResult == AppendResult.Appended || _failure is null ? appendResult
                : throw new IOException(_failure.Message, _failure);
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
    public IReadOnlyList<StoredMessage> TakeNewMessages(Chat chat)
    {
        lock (_gate)
        {
            var fresh = new List<StoredMessage>();
            for (var at = chat; at.Previous is { } before && _storedMessages.Add(at.Id); at = before)
                fresh.Add(new StoredMessage(before.Id, at.Message));
            fresh.Reverse();
            return fresh;
        }
    }

    /// <summary>Adds a reply to the messages that the journal holds: it is stored in its own entry.</summary>
    public void AddReply(ModelReplied reply)
    {
        var address = Chat.ComputeAddress(reply.Chat, Role.Assistant, reply.Reply);
        lock (_gate) _storedMessages.Add(address);
        if (reply.Thoughts is not { } thoughts) return;
        var own = Chat.ComputeAddress(reply.Chat, Role.Assistant, ControlTokens.Defuse(reply.Reply));
        // Of two samples with the same words the chat that goes on does not say which one it is; it is the first.
        lock (_gate) (_thoughts ??= []).TryAdd((reply.Seat, own), thoughts);
    }

    /// <summary>The thoughts of a seat that came with the reply with which a chat ends; null where there are none.</summary>
    public string? FindThoughts(string seat, Chat chat)
    {
        lock (_gate) return _thoughts?.GetValueOrDefault((seat, chat.Id));
    }

    private void LoadEntry(JournalEntry entry, EntryBody body)
    {
        _next = entry.Sequence + 1;
        _hash = entry.Hash;
        if (body is not EffectBody effect) return;
        _recorded[entry.Path] = effect;
        if (effect is not ModelReplied asked) return;
        foreach (var message in asked.New) _storedMessages.Add(Chat.ComputeAddress(message.Before, message.Role, message.Text));
        AddReply(asked);
    }
}
