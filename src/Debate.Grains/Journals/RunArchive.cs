using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>
/// The archive of finished runs: each root with its children is a data folder of its own, named by its id, which every command can read.
/// Its content is complete, on the disk, and never changes, so that any number of machines can read one folder.
/// </summary>
public sealed class RunArchive(string folder)
{
    // No root's id begins with it.
    private const char Unfinished = '~';
    private readonly ConcurrentDictionary<DeliberationId, RunSummary> _roots = new();

    /// <summary>Whether the archive contains the run's root.</summary>
    public bool Holds(DeliberationId id) => File.Exists(Path.Combine(Place(id), SqliteJournal.FileName));

    /// <summary>
    /// Copies a root with its children from a journal, unless it is already archived. Returns when it is on the disk and was read back.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, or does not read back unchanged.</exception>
    public async Task AddAsync(IJournal journal, DeliberationId root)
    {
        if (Holds(root)) return;
        var place = Path.Combine(folder, $"{Unfinished}{root}{Unfinished}{Guid.NewGuid():N}");
        await using (var copy = SqliteJournal.Open(place))
        {
            foreach (var run in await journal.ListAsync(new RunQuery(Children: true, Under: root))) await CopyAsync(journal, copy, run);
        }
        // A faster process has written the same content.
        if (!Holds(root)) DurableFolder.Move(place, Place(root));
        foreach (var left in Directory.GetDirectories(folder, $"{Unfinished}{root}{Unfinished}*")) Directory.Delete(left, recursive: true);
    }

    /// <summary>Reads from the journal of an archived run; throws if there is no such run.</summary>
    public async Task<T> AskAsync<T>(DeliberationId id, Func<IJournal, Task<T>> ask)
    {
        await using var journal = SqliteJournal.OpenRead(Place(id));
        return await ask(journal);
    }

    /// <summary>Lists the summaries that match a query.</summary>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        if (query.Under is { } top) return Holds(top) ? await AskAsync(top, journal => journal.ListAsync(query)) : [];
        var lines = new List<RunSummary>();
        foreach (var root in Roots())
        {
            if (query.Children) lines.AddRange(await AskAsync(root, journal => journal.ListAsync(query)));
            else if (await LineAsync(root) is { } line) lines.Add(line);
        }
        return query.Of(lines);
    }

    private IEnumerable<DeliberationId> Roots() => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
        .Select(path => Path.GetFileName(path)).Where(name => name[0] != Unfinished).Select(name => new DeliberationId(name)).Where(Holds);

    private async Task<RunSummary?> LineAsync(DeliberationId root)
    {
        if (_roots.TryGetValue(root, out var known)) return known;
        return await AskAsync(root, journal => journal.FindAsync(root)) is { } line ? _roots[root] = line : null;
    }

    private static async Task CopyAsync(IJournal from, SqliteJournal to, RunSummary run)
    {
        var entries = await from.ReadAsync(run.Id);
        var appends = entries.Select((entry, i) => to.AppendAsync(run.Id, entry, i == entries.Count - 1 ? run : null)).ToArray();
        await Task.WhenAll(appends);
        var copied = await to.ReadAsync(run.Id);
        Chain.Verify(run.Id, copied);
        if (copied.Count != entries.Count) throw new IOException($"{run.Id}: {copied.Count} of {entries.Count} entries were archived");
    }

    private string Place(DeliberationId id) => Path.Combine(folder, id.Root.Value);
}
