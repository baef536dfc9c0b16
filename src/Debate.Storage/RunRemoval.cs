using Debate.Deliberation;

namespace Debate.Storage;

/// <summary>
/// Removes runs from the journal of a folder for good, each with all its children. The file keeps its size: what becomes free in it is
/// used by later runs. Whoever calls owns the runs (no process drives them, none serves the folder).
/// </summary>
public static class RunRemoval
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Removes all of the runs, or none where it fails; ids without a run are passed over.</summary>
    /// <returns>How many runs were removed, children included.</returns>
    /// <exception cref="IOException">The journal could not be written.</exception>
    public static int Remove(string folder, IEnumerable<DeliberationId> ids)
    {
        var path = Path.Combine(folder, SqliteJournal.FileName);
        if (!File.Exists(path)) return 0;
        using var database = SqliteDatabase.OpenToWrite(path, LockTimeout);
        JournalSchema.Prepare(database);
        // '0' is the character after '/', so these are the run and what begins with its id and a slash.
        const string OfRun = "id = ?1 OR (id > ?1 || '/' AND id < ?1 || '0')";
        using var entries = database.Prepare($"DELETE FROM entries WHERE run IN (SELECT key FROM runs WHERE {OfRun})");
        using var count = database.Prepare($"SELECT count(*) FROM runs WHERE {OfRun}");
        using var runs = database.Prepare($"DELETE FROM runs WHERE {OfRun}");
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            var removed = 0;
            foreach (var key in ids.Select(id => id.Key))
            {
                removed += (int)count.Bind(1, key).ExecuteInt64();
                entries.Bind(1, key).Execute();
                runs.Bind(1, key).Execute();
            }
            database.Execute("COMMIT");
            return removed;
        }
        finally
        {
            database.Rollback();
        }
    }
}
