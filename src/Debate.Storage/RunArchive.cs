using Debate.Core.Input;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Debate.Deliberation.Engine;
using Debate.Deliberation;

namespace Debate.Storage;

/// <summary>
/// The archive of finished runs: each root with its children is a data folder of its own, named by its id, which every command can read.
/// Its content is complete, on the disk, and never changes, so that any number of machines can read one folder.
/// </summary>
public sealed class RunArchive(string folder)
{
    // No root's id begins with it.
    private const char UnfinishedMark = '~';
    private readonly ConcurrentDictionary<DeliberationId, RunSummary> _summaries = new();

    /// <summary>Whether the archive contains the run's root.</summary>
    public bool Contains(DeliberationId id) => File.Exists(Path.Combine(GetFolder(id), SqliteJournal.FileName));

    /// <summary>
    /// Copies a root with its children from a journal, unless it is already archived. Returns when it is on the disk and was read back.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, or does not read back unchanged.</exception>
    public async Task AddAsync(IJournal journal, DeliberationId root)
    {
        if (Contains(root)) return;
        var place = Path.Combine(folder, $"{UnfinishedMark}{root.FileName}{UnfinishedMark}{Guid.NewGuid():N}");
        await using (var copy = SqliteJournal.Open(place))
        {
            foreach (var run in await journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: root)))
                await CopyRunAsync(journal, copy, run);
        }
        // A faster process has written the same content.
        if (!Contains(root)) DurableFolder.Move(place, GetFolder(root));
        foreach (var left in Directory.GetDirectories(folder, $"{UnfinishedMark}{root.FileName}{UnfinishedMark}*"))
            Directory.Delete(left, recursive: true);
    }

    /// <summary>Reads from the journal of an archived run; throws if there is no such run.</summary>
    public async Task<T> ReadAsync<T>(DeliberationId id, Func<IJournal, Task<T>> ask)
    {
        await using var journal = SqliteJournal.OpenReadOnly(GetFolder(id));
        return await ask(journal);
    }

    /// <summary>Lists the summaries that match a query.</summary>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        if (query.Subtree is { } top) return Contains(top) ? await ReadAsync(top, journal => journal.ListAsync(query)) : [];
        var lines = new List<RunSummary>();
        foreach (var root in EnumerateRoots())
        {
            try
            {
                if (query.IncludeChildren) lines.AddRange(await ReadAsync(root, journal => journal.ListAsync(query)));
                else if (await ReadSummaryAsync(root) is { } line) lines.Add(line);
            }
            catch (Exception damaged) when (damaged is InputException or IOException)
            {
                lines.Add(RunSummary.ForDamagedLine(root));
            }
        }
        return query.Apply(lines);
    }

    private IEnumerable<DeliberationId> EnumerateRoots() => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
        .Select(path => Path.GetFileName(path)).Where(name => name[0] != UnfinishedMark).Select(DeliberationId.FromFileName)
        .Where(Contains);

    private async Task<RunSummary?> ReadSummaryAsync(DeliberationId root)
    {
        if (_summaries.TryGetValue(root, out var known)) return known;
        return await ReadAsync(root, journal => journal.FindSummaryAsync(root)) is { } line ? _summaries[root] = line : null;
    }

    private static async Task CopyRunAsync(IJournal from, SqliteJournal to, RunSummary run)
    {
        var entries = await from.ReadAsync(run.Id);
        var appends = entries.Select((entry, i) => to.AppendAsync(run.Id, entry, i == entries.Count - 1 ? run : null)).ToArray();
        await Task.WhenAll(appends);
        var copied = await to.ReadAsync(run.Id);
        HashChain.Verify(run.Id, copied);
        if (copied.Count != entries.Count) throw new IOException($"{run.Id}: {copied.Count} of {entries.Count} entries were archived");
    }

    private string GetFolder(DeliberationId id) => Path.Combine(folder, id.Root.FileName);
}

/// <summary>
/// Makes file names durable: after a power failure a file is found again only if its folder's entry was synced too. .NET cannot open
/// folders, so this calls libc directly; Windows neither needs nor offers such a call.
/// </summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Moves a folder to an unused name; returns when the move would survive a power failure.</summary>
    public static void Move(string from, string to)
    {
        Sync(from);
        Directory.Move(from, to);
        Sync(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    private static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, ReadOnly);
        var isSynced = handle >= 0 && Sync(handle) == 0;
        if (handle >= 0) _ = Close(handle);
        if (!isSynced) throw new IOException($"{folder}: it cannot be synced to the disk");
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
