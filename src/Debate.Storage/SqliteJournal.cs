using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>
/// Stores runs in the file journal.db of a folder. An append is on the disk (write-ahead log, synchronous = FULL) when it returns. Any
/// number of processes may read and write one folder; the conditions of appends hold across them. Concurrent appends share a commit, and
/// reads never block the writer. Those who follow a run get what this process appends at once, and what others append a tenth of a second
/// later (<see cref="FileChanges"/>).
/// </summary>
public sealed class SqliteJournal : IOpenJournal
{
    /// <summary>The name of the journal file.</summary>
    public const string FileName = "journal.db";

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    private readonly IJournalReaders _readers;
    private readonly JournalWriter? _writer;
    private readonly JournalFollowers _followers;
    private readonly Tenant _tenant;

    private SqliteJournal(string path, Tenant tenant, IJournalReaders readers, SqliteDatabase? database, StorageSpace? space = null)
    {
        var changes = new FileChanges(path);
        (_tenant, _readers) = (tenant, readers);
        _followers = new(new(ReadAsync, FindLastAsync, (_, changed) => Task.FromResult(changes.Listen(changed))));
        _writer = database is null ? null : new(database, tenant, _followers.Pass, space);
    }

    /// <summary>Opens a folder to read and write; creates the folder and the file if they are missing.</summary>
    /// <exception cref="InputException">The file is not a journal, is damaged, cannot be opened, or is of a newer version.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="tenant">Whose runs it holds; the default tenant's if null.</param>
    /// <param name="space">
    /// If given, appends to runs wait while the disk is full, and only new runs are refused; otherwise all appends fail then.
    /// </param>
    public static SqliteJournal Open(string folder, Tenant? tenant = null, StorageSpace? space = null) =>
        Open(folder, LockTimeout, _ => { }, tenant, space);

    /// <summary>Opens a folder to read only: creates and changes nothing; a folder without a journal reads as one without runs.</summary>
    public static SqliteJournal OpenReadOnly(string folder, Tenant? tenant = null)
    {
        var path = Path.Combine(folder, FileName);
        return new(path, tenant ?? Tenant.Default, new ForeignReaders(path, LockTimeout), null);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">
    /// It could not be written; the journal is unchanged, and later appends are tried independently.
    /// </exception>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null)
    {
        EntryHash.Validate(entry);
        return _writer?.AppendAsync(id, entry, summary) ?? throw new InvalidOperationException("The journal is open to read only.");
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue) =>
        ReadAsync(reader => reader.Read(_tenant.GetKey(id), from, count), []);

    /// <inheritdoc/>
    public Task<JournalEntry?> FindLastAsync(DeliberationId id) => ReadAsync(reader => reader.FindLast(_tenant.GetKey(id)), null);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        _followers.SubscribeAsync(id, from, stop);

    /// <inheritdoc/>
    public Task<long?> FindSequenceAsync(DeliberationId id, string path) => ReadAsync(reader => reader.FindSequence(_tenant.GetKey(id), path), null);

    /// <inheritdoc/>
    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) => ReadAsync(reader => reader.FindSummary(_tenant.GetKey(id)), null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query) => ReadAsync(reader => reader.List(query, _tenant), []);

    /// <summary>Writes the queued appends and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _readers.Dispose();
        if (_writer is not null) await _writer.DisposeAsync();
    }

    /// <summary>Opens with another lock timeout, and lets a test set limits on the writer's connection.</summary>
    internal static SqliteJournal Open(
        string folder, TimeSpan timeLimit, Action<SqliteDatabase> limit, Tenant? tenant = null, StorageSpace? space = null)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var database = SqliteDatabase.OpenToWrite(path, timeLimit);
        return database.DisposeOnFailure(() =>
        {
            JournalSchema.Prepare(database);
            limit(database);
            return new SqliteJournal(path, tenant ?? Tenant.Default, new PooledReaders(path, timeLimit), database, space);
        });
    }

    // Reads run on the thread pool: a grain's turn must not block on the disk.
    private Task<T> ReadAsync<T>(Func<JournalReader, T> read, T nothing) => Task.Run(() => _readers.Read(read, nothing));
}
