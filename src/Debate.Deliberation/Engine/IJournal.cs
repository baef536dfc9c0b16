using Debate.Core.Input;
using System.Globalization;
using System.Text.Json;
using Debate.Core;

namespace Debate.Deliberation.Engine;

/// <summary>
/// One entry as stored. <see cref="Hash"/> covers the hash of the entry before, the sequence number, the path, the time and the body, so
/// that a changed or missing entry is detected.
/// </summary>
/// <param name="Sequence">From 0, without gaps.</param>
/// <param name="Path">The path of the effect in its protocol; unique within the run.</param>
/// <param name="Time">When it was sealed, in UTC.</param>
/// <param name="Body">UTF-8 JSON of an <see cref="EntryBody"/>.</param>
/// <param name="Hash">64 hexadecimal digits of SHA-256.</param>
public sealed record JournalEntry(long Sequence, string Path, DateTimeOffset Time, ReadOnlyMemory<byte> Body, string Hash)
{
    /// <summary>The hash before the first entry.</summary>
    public const string NoHash = "";

    /// <summary>
    /// For an append: the hash that the last stored entry must have; null where the sequence number alone decides. A writer that appends
    /// without awaiting its earlier appends sets it: with two concurrent writers, one could otherwise continue after the other's entry with
    /// its own next one.
    /// </summary>
    public string? PreviousHash { get; init; }

    /// <summary>Seals a body after the entry whose hash is <paramref name="before"/>.</summary>
    public static JournalEntry Seal(string before, long sequence, string path, DateTimeOffset time, EntryBody body)
    {
        var bytes = JournalJsonOptions.Serialize(body);
        var entry = new JournalEntry(sequence, path, time, bytes, NoHash);
        return entry with { Hash = entry.ComputeHash(before) };
    }

    /// <summary>The deserialised body; throws <see cref="ReplayException"/> for one that is none of this build's entries.</summary>
    public EntryBody ReadBody()
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, JournalJsonOptions.EntryInfo) ?? throw new JsonException("it is null");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new ReplayException($"entry {Sequence} ({Path}) cannot be read: {OneLine.Format(error.Message, 120)}");
        }
    }

    /// <summary>The deserialised body, in which the ids of runs are those of the tenant of <paramref name="run"/>.</summary>
    public EntryBody ReadBody(DeliberationId run) => run.Tenant == Tenant.Default ? ReadBody() : ReadBody() switch
    {
        RunStarted started => new RunStarted(started.Definition with { Id = started.Definition.Id with { Tenant = run.Tenant } }),
        ChildCompleted child => child with { Child = child.Child with { Tenant = run.Tenant } },
        ChildForgone child => child with { Child = child.Child with { Tenant = run.Tenant } },
        var other => other,
    };

    /// <summary>The hash that this entry must have after <paramref name="before"/>.</summary>
    public string ComputeHash(string before) => Digest.Hash256(
        Body.Span, before, Sequence.ToString(CultureInfo.InvariantCulture), Path, Time.UtcTicks.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The result of an append.</summary>
public enum AppendResult
{
    /// <summary>The entry is durable.</summary>
    Appended,

    /// <summary>
    /// The journal has another number of entries, or another last entry, than the writer expected: a newer activation took over.
    /// </summary>
    Fenced,

    /// <summary>The journal already has an entry at that path.</summary>
    PathExists,
}

/// <summary>Selects runs of the index.</summary>
/// <param name="IncludeChildren">Whether to list children too, not only roots.</param>
/// <param name="UnfinishedOnly">Whether to list only runs without a verdict.</param>
/// <param name="Subtree">If not null, only this run and its descendants.</param>
public sealed record RunQuery(bool IncludeChildren = false, bool UnfinishedOnly = false, DeliberationId? Subtree = null)
{
    /// <summary>Whose runs, where no subtree is given; null for those of all tenants, which only an operator and the engine ask for.</summary>
    public Tenant? Tenant { get; init; } = Tenant.Default;

    /// <summary>If not null, only runs that started then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>If not null, only runs that started before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>If not null, only runs whose line has one of these statuses.</summary>
    public IReadOnlyList<RunStatus>? Statuses { get; init; }

    /// <summary>If not null, only runs behind this place of the list.</summary>
    public RunPlace? Behind { get; init; }

    /// <summary>The most lines, the first of the list; fewer are all there are.</summary>
    public int Limit { get; init; } = int.MaxValue;

    /// <summary>The matching lines of the index, newest first; runs that started at the same time in ordinal order of their ids.</summary>
    public IReadOnlyList<RunSummary> Apply(IEnumerable<RunSummary> lines) =>
    [
        .. lines.Where(Matches).OrderByDescending(line => line.Started).ThenBy(line => line.Id.Value, StringComparer.Ordinal).Take(Limit),
    ];

    private bool Matches(RunSummary line) => (!UnfinishedOnly || line.Status is not (RunStatus.Finished or RunStatus.Damaged))
        && (Since is null || line.Started >= Since) && (Until is null || line.Started < Until)
        && (Statuses is null || Statuses.Contains(line.Status)) && Behind?.IsBefore(line) != false
        && (Subtree is { } top
            ? line.Id == top || line.Id.Tenant == top.Tenant && line.Id.Value.StartsWith($"{top.Value}/", StringComparison.Ordinal)
            : (IncludeChildren || line.Id.IsRoot) && (Tenant is null || line.Id.Tenant == Tenant));
}

/// <summary>A place in the list of runs, which stays where it is when others come and go.</summary>
/// <param name="Started">When the run at it started.</param>
/// <param name="Id">The run at it.</param>
public readonly record struct RunPlace(DateTimeOffset Started, DeliberationId Id)
{
    /// <summary>The place of a run.</summary>
    public static RunPlace Of(RunSummary line) => new(line.Started, line.Id);

    /// <summary>Whether a run stands behind it.</summary>
    public bool IsBefore(RunSummary line) => line.Started < Started
        || line.Started == Started && string.CompareOrdinal(line.Id.Value, Id.Value) > 0;
}

/// <summary>
/// Stores the journals of deliberations. Single writer: an append succeeds only where the journal has exactly
/// <see cref="JournalEntry.Sequence"/> entries, none at that path, and, where <see cref="JournalEntry.PreviousHash"/> is given, a last
/// entry with
/// that hash. It returns when the entry is as durable as the store promises.
/// </summary>
public interface IJournal
{
    /// <summary>Appends an entry and, in the same transaction, writes the run's line of the index where one is given.</summary>
    Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null);

    /// <summary>
    /// The entries from <paramref name="from"/> on, at most <paramref name="count"/>, oldest first; empty for an unknown run.
    /// </summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue);

    /// <summary>The run's first entry; null for an unknown run. It never changes: whoever inserted it started the run.</summary>
    async Task<JournalEntry?> FindFirstAsync(DeliberationId id) => (await ReadAsync(id, 0, 1)).FirstOrDefault();

    /// <summary>The run's last entry; null for an unknown run.</summary>
    Task<JournalEntry?> FindLastAsync(DeliberationId id);

    /// <summary>
    /// The entries from <paramref name="from"/> on: those that are there and those to come, each once, in order and without gaps, whoever
    /// appends them, in batches that are never empty. It does not end by itself: a run may always go on. While nothing is appended it costs
    /// the store nothing, however many follow; many who follow one run share its entries.
    /// </summary>
    /// <exception cref="IOException">The store was away for too long; another subscription may go on from the last entry.</exception>
    IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop);

    /// <summary>The sequence number of the run's entry at a path; null where there is none.</summary>
    async Task<long?> FindSequenceAsync(DeliberationId id, string path) =>
        (await ReadAsync(id)).FirstOrDefault(e => e.Path == path)?.Sequence;

    /// <summary>A run's line of the index; null for an unknown run.</summary>
    Task<RunSummary?> FindSummaryAsync(DeliberationId id);

    /// <summary>The matching lines of the index, newest first.</summary>
    Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query);
}

/// <summary>A journal that its opener must dispose.</summary>
public interface IOpenJournal : IJournal, IAsyncDisposable;
