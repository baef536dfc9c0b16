using System.Text;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>Reads a journal over one connection; an empty file reads as a journal without runs.</summary>
internal sealed class JournalReader : IDisposable
{
    private const string EntriesSql = """
        SELECT sequence, path, time, hash, body FROM entries
        WHERE run = (SELECT key FROM runs WHERE id = ?1) AND sequence >= ?2 ORDER BY sequence
        """;

    private const string SequenceSql = "SELECT sequence FROM entries WHERE run = (SELECT key FROM runs WHERE id = ?1) AND path = ?2";

    private readonly SqliteDatabase _database;
    private readonly bool _isEmpty;

    private JournalReader(SqliteDatabase database, bool isEmpty) => (_database, _isEmpty) = (database, isEmpty);

    /// <summary>Opens a reader over a connection, which is closed if the file is not a journal that this build can read.</summary>
    public static JournalReader Open(SqliteDatabase database) =>
        database.DisposeOnFailure(() => new JournalReader(database, JournalSchema.IsNew(database)));

    /// <summary>Reads the entries of a run from a sequence number on.</summary>
    public IReadOnlyList<JournalEntry> Read(DeliberationId id, long from)
    {
        if (_isEmpty) return [];
        using var rows = _database.Prepare(EntriesSql).Bind(1, id.Value).Bind(2, from);
        var entries = new List<JournalEntry>();
        while (rows.Step()) entries.Add(ReadEntry(rows));
        return entries;
    }

    /// <summary>Finds the sequence number of the entry at a path of a run; null if there is none.</summary>
    public long? Find(DeliberationId id, string path)
    {
        if (_isEmpty) return null;
        using var rows = _database.Prepare(SequenceSql).Bind(1, id.Value).Bind(2, path);
        return rows.Step() ? rows.GetInt64(0) : null;
    }

    /// <summary>Finds the summary of a run; null if there is none.</summary>
    public RunSummary? Find(DeliberationId id)
    {
        if (_isEmpty) return null;
        using var rows = _database.Prepare("SELECT line FROM runs WHERE id = ?1 AND line IS NOT NULL").Bind(1, id.Value);
        return rows.Step() ? ReadSummary(rows) : null;
    }

    /// <summary>Lists the summaries that match a query.</summary>
    public IReadOnlyList<RunSummary> List(RunQuery query)
    {
        if (_isEmpty) return [];
        using var rows = _database.Prepare(BuildSql(query));
        if (query.Subtree is { } top) rows.Bind(1, top.Value).Bind(2, $"{top.Value}/").Bind(3, $"{top.Value}0");
        var lines = new List<RunSummary>();
        while (rows.Step()) lines.Add(ReadSummary(rows));
        return lines;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static JournalEntry ReadEntry(SqliteStatement row) =>
        new(row.GetInt64(0), row.GetText(1), new(row.GetInt64(2), TimeSpan.Zero), row.GetBytes(4).ToArray(),
            EntryHash.Read(row.GetBytes(3)));

    private static string BuildSql(RunQuery query)
    {
        var sql = new StringBuilder("SELECT line FROM runs WHERE line IS NOT NULL");
        if (query.UnfinishedOnly) sql.Append(" AND status <> '" + nameof(RunStatus.Finished) + "'");
        // '0' follows '/' in ASCII, so the range contains exactly the ids that continue after a '/'.
        if (query.Subtree is not null) sql.Append(" AND (id = ?1 OR id > ?2 AND id < ?3)");
        else if (!query.IncludeChildren) sql.Append(" AND instr(id, '/') = 0");
        return sql.Append(" ORDER BY started DESC, id").ToString();
    }

    private RunSummary ReadSummary(SqliteStatement row) => RunIndexRow.ReadSummary(row.GetBytes(0), _database.Path);
}
