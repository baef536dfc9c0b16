using System.CommandLine;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Grains.Journals;
using Debate.Hosting;

namespace Debate.Cli.Data;

/// <summary>The data folder. Looking at it creates and changes nothing.</summary>
internal sealed class Workspace(string folder, bool cache = false)
{
    /// <summary>The folder that the command line or the environment names.</summary>
    public static Workspace Of(ParseResult parse) =>
        new(parse.GetValue(Common.Data) ?? Common.Variable("DEBATE_DATA") ?? ".debate", parse.GetValue(Common.Cache));

    /// <summary>Where it is.</summary>
    public string Folder => folder;

    /// <summary>Where replies are cached; null where nobody asked for a cache.</summary>
    public string? CacheFolder => cache ? Path.Combine(folder, "cache") : null;

    /// <summary>Opens the journal to read and write; makes the folder.</summary>
    public SqliteJournal OpenToWrite() => SqliteJournal.Open(folder);

    /// <summary>Opens the journal to read.</summary>
    public SqliteJournal OpenToRead() => SqliteJournal.OpenRead(folder);

    /// <summary>Makes this process the owner of a root run.</summary>
    public Task<RunLock> OwnAsync(DeliberationId id) => RunLock.TakeAsync(folder, id);

    /// <summary>Where a run stands: running only where somebody holds it.</summary>
    public RunStatus Status(DeliberationId id, RunStatus journaled) =>
        journaled == RunStatus.Running && !RunLock.IsHeld(folder, id) ? RunStatus.Interrupted : journaled;

    /// <summary>A run as it stands.</summary>
    public async Task<RunView> ViewAsync(IJournal journal, RunRecord run)
    {
        var summary = await journal.FindAsync(run.Id) ?? throw new InputException($"id '{run.Id}': it is not in the index");
        var (status, usage) = (Status(run.Id, summary.Status), await UsageAsync(journal, summary));
        return new(run, new(status, run.End?.Verdict, usage, run.Stop?.Reason, run.Stop?.Cause ?? Trouble.None), journal);
    }

    /// <summary>Reads one run; throws <see cref="InputException"/> where there is none.</summary>
    public static async Task<RunRecord> ReadAsync(IJournal journal, DeliberationId id) => RunRecord.Of(id, await journal.ReadAsync(id));

    /// <summary>A run and all its children in ordinal order of their ids, each read when it is asked for.</summary>
    public static async IAsyncEnumerable<RunRecord> ReadTreeAsync(IJournal journal, RunRecord root)
    {
        yield return root;
        var children = await ChildrenAsync(journal, root.Id);
        foreach (var child in children.OrderBy(c => c.Id.Value, StringComparer.Ordinal)) yield return await ReadAsync(journal, child.Id);
    }

    /// <summary>
    /// What a run has used, its children included: where it ended in order the index knows, else the journals are summed.
    /// </summary>
    public static async Task<Usage> UsageAsync(IJournal journal, RunSummary run)
    {
        if (run.Status != RunStatus.Running) return run.Usage;
        var used = (await ReadAsync(journal, run.Id)).Own;
        foreach (var child in await ChildrenAsync(journal, run.Id))
            if (IsDirect(run.Id, child.Id)) used += await UsageAsync(journal, child);
        return used;
    }

    private static async Task<IEnumerable<RunSummary>> ChildrenAsync(IJournal journal, DeliberationId id) =>
        (await journal.ListAsync(new RunQuery(Children: true, Under: id))).Where(c => c.Id != id);

    private static bool IsDirect(DeliberationId parent, DeliberationId child) =>
        child.Value.LastIndexOf('/') == parent.Value.Length && child.Value.StartsWith(parent.Value, StringComparison.Ordinal);
}
