using System.Globalization;
using System.Text.Json;

namespace Debate.Deliberation.Engine;

/// <summary>
/// One entry as it is stored. <see cref="Hash"/> covers the hash of the entry before, the place, the time and the body, so that a changed
/// or missing entry shows.
/// </summary>
/// <param name="Sequence">From 0, without gaps.</param>
/// <param name="Path">The place of the effect in its protocol; unique within the run.</param>
/// <param name="Time">When it was sealed, in UTC.</param>
/// <param name="Body">UTF-8 JSON of an <see cref="EntryBody"/>.</param>
/// <param name="Hash">64 hexadecimal digits of SHA-256.</param>
public sealed record JournalEntry(long Sequence, string Path, DateTimeOffset Time, ReadOnlyMemory<byte> Body, string Hash)
{
    /// <summary>The hash before the first entry.</summary>
    public const string NoHash = "";

    /// <summary>
    /// For an append: the hash that the last entry must have; null where the sequence number alone decides. Who hands over entries without
    /// waiting for those before gives it: of two that write side by side, one could else go on behind the other's entry with its own next.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>Seals a body after the entry whose hash is <paramref name="before"/>.</summary>
    public static JournalEntry Seal(string before, long sequence, string path, DateTimeOffset time, EntryBody body)
    {
        var bytes = JournalForm.Bytes(body);
        var entry = new JournalEntry(sequence, path, time, bytes, NoHash);
        return entry with { Hash = entry.HashAfter(before) };
    }

    /// <summary>What the body says.</summary>
    public EntryBody Read() => JsonSerializer.Deserialize(Body.Span, JournalForm.Entry)
        ?? throw new InvalidDataException($"Entry {Sequence} is empty.");

    /// <summary>The hash that this entry must have after <paramref name="before"/>.</summary>
    public string HashAfter(string before) => Digest.Full(
        Body.Span, before, Sequence.ToString(CultureInfo.InvariantCulture), Path, Time.UtcTicks.ToString(CultureInfo.InvariantCulture));
}

/// <summary>What became of an append.</summary>
public enum Append
{
    /// <summary>It is durable.</summary>
    Done,

    /// <summary>
    /// The journal has another number of entries than the writer thought, or another last one: a newer activation took over.
    /// </summary>
    Fenced,

    /// <summary>The journal already has an entry at that path.</summary>
    PathTaken,
}

/// <summary>Which runs to list.</summary>
/// <param name="Children">Whether children are listed beside roots.</param>
/// <param name="Unfinished">Whether only runs without a verdict are listed.</param>
/// <param name="Under">Only this run and its children.</param>
public sealed record RunQuery(bool Children = false, bool Unfinished = false, DeliberationId? Under = null)
{
    /// <summary>What of the lines is asked for, newest first; those that started together in ordinal order of their ids.</summary>
    public IReadOnlyList<RunSummary> Of(IEnumerable<RunSummary> lines) =>
        [.. lines.Where(Wants).OrderByDescending(line => line.Started).ThenBy(line => line.Id.Value, StringComparer.Ordinal)];

    private bool Wants(RunSummary line) => (!Unfinished || line.Status != RunStatus.Finished)
        && (Under is { } top
            ? line.Id == top || line.Id.Value.StartsWith($"{top.Value}/", StringComparison.Ordinal)
            : Children || line.Id.IsRoot);
}

/// <summary>
/// Where deliberations are kept. One writer: an append holds only where the journal has exactly <see cref="JournalEntry.Sequence"/>
/// entries, none at that path, and as the last one that which <see cref="JournalEntry.Before"/> names, where it names one. It returns when
/// the entry is as durable as the store promises.
/// </summary>
public interface IJournal
{
    /// <summary>Appends an entry and, in the same transaction, the run's line of the index where one is given.</summary>
    Task<Append> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null);

    /// <summary>The entries from <paramref name="from"/> on, oldest first; empty for an unknown run.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0);

    /// <summary>The sequence number of the run's entry at a path; null where there is none.</summary>
    async Task<long?> FindAsync(DeliberationId id, string path) => (await ReadAsync(id)).FirstOrDefault(e => e.Path == path)?.Sequence;

    /// <summary>The line of the index for a run; null for an unknown one.</summary>
    Task<RunSummary?> FindAsync(DeliberationId id);

    /// <summary>Lines of the index, newest first.</summary>
    Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query);
}

/// <summary>A journal that whoever opened it closes.</summary>
public interface IOpenJournal : IJournal, IAsyncDisposable;
