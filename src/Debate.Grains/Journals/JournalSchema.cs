namespace Debate.Grains.Journals;

/// <summary>The tables of a journal file.</summary>
internal static class JournalSchema
{
    /// <summary>The schema version that this build writes, stored in the file's user_version.</summary>
    public const int Version = 1;

    // Entries are stored in order of arrival, whatever their run: a group of appends fills the last pages
    // instead of touching one page per run.
    private const string Tables = """
        CREATE TABLE runs(
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            started INTEGER,
            status TEXT,
            line TEXT);
        CREATE INDEX roots ON runs(started DESC, id) WHERE instr(id, '/') = 0;
        CREATE TABLE entries(
            run INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            path TEXT NOT NULL,
            time INTEGER NOT NULL,
            hash BLOB NOT NULL,
            body BLOB NOT NULL);
        CREATE UNIQUE INDEX places ON entries(run, path);
        CREATE UNIQUE INDEX orders ON entries(run, sequence);
        """;

    /// <summary>Creates the schema in a new file or checks an existing one, and makes every commit sync to the disk.</summary>
    public static void Prepare(SqliteDatabase database)
    {
        // Reject a file that is not ours before changing anything in it.
        IsNew(database);
        if (database.QueryFirst("PRAGMA journal_mode = WAL", row => row.GetText(0)) != "wal")
            throw new IOException($"{database.Path}: this file system cannot hold a write-ahead log");
        database.Execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON");
        if (database.QueryFirst("PRAGMA synchronous", row => row.GetInt64(0)) != 2)
            throw new IOException($"{database.Path}: SQLite does not keep synchronous = FULL");
        database.Execute("BEGIN IMMEDIATE");
        if (IsNew(database)) database.Execute($"{Tables} PRAGMA user_version = {Version};");
        database.Execute("COMMIT");
    }

    /// <summary>Whether the file has no tables yet; throws if this build cannot read it.</summary>
    public static bool IsNew(SqliteDatabase database)
    {
        // One query, one snapshot: another process may be creating the tables right now.
        var (version, tables) = database.QueryFirst(
            "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version",
            row => (row.GetInt64(0), row.GetInt64(1)));
        if (version > Version)
            throw new InputException($"{database.Path}: written by a newer debate (journal format {version}; this one reads {Version})");
        if (version == 0 && tables > 0)
            throw new InputException($"{database.Path}: a database of something else, not a journal");
        return version == 0;
    }
}
