using System.CommandLine;
using System.Runtime.CompilerServices;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation;
using Debate.Hosting;
using Debate.Models;
using Debate.Storage;

namespace Debate.Cli.Data;

/// <summary>Where runs are stored: in a local data folder or on a server. Reading creates and changes nothing.</summary>
internal abstract class Workspace
{
    /// <summary>The server or the folder that the command line or the environment names.</summary>
    public static Workspace Read(ParseResult parse) =>
        CommonOptions.FindServer(parse) is { } server ? new ServerSpace(server) : DataFolder.Read(parse);

    /// <summary>Its location, as shown to people.</summary>
    public abstract string Location { get; }

    /// <summary>Opens the journal for reading.</summary>
    public abstract IOpenJournal OpenToRead();

    /// <summary>Whether some process is executing a run now.</summary>
    public abstract Task<bool> IsDrivenAsync(DeliberationId id);

    /// <summary>
    /// Follows a run until no process drives it: its entries from a sequence number on, each once and in order.
    /// <paramref name="report"/> is told of each server that was lost.
    /// </summary>
    public abstract IAsyncEnumerable<JournalEntry> FollowAsync(
        IOpenJournal journal, DeliberationId id, long from, Action<string> report, CancellationToken stop);

    /// <summary>The status of a run: running only while some process executes it.</summary>
    public abstract RunStatus Status(RunSummary run);

    /// <summary>Whether the index may report the first status for a run whose entries record the second.</summary>
    public abstract bool IsNews(RunStatus told, RunStatus recorded);

    /// <summary>The usage of a run, including its children.</summary>
    public abstract Task<Usage> UsageAsync(IJournal journal, RunSummary run);

    /// <summary>The current state of a run.</summary>
    public async Task<RunView> ViewAsync(IJournal journal, RunRecord run)
    {
        var summary = await journal.FindSummaryAsync(run.Id) ?? throw new InputException($"id '{run.Id}': it is not in the index");
        var (status, usage) = (Status(summary), await UsageAsync(journal, summary));
        return new(run, new(status, run.Completion?.Verdict, usage, run.Suspension?.Reason, run.Suspension?.Cause ?? FailureKind.None),
            journal);
    }
}

/// <summary>The data folder on this machine.</summary>
internal sealed class DataFolder(string folder, bool cache = false) : Workspace
{
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The folder that the command line or the environment names.</summary>
    public static new DataFolder Read(ParseResult parse) =>
        new(DataPath.ExpandHome(parse.GetValue(CommonOptions.Data) ?? CommonOptions.Variable("DEBATE_DATA") ?? ".debate"),
            parse.GetValue(CommonOptions.Cache));

    /// <summary>The path of the folder.</summary>
    public string Folder => folder;

    /// <inheritdoc/>
    public override string Location => folder;

    /// <summary>The folder of cached replies; null if no cache was requested.</summary>
    public string? CacheFolder => cache ? Path.Combine(folder, "cache") : null;

    /// <summary>Opens the journal for reading and writing; creates the folder.</summary>
    public SqliteJournal OpenToWrite() => SqliteJournal.Open(folder);

    /// <summary>Makes this process the owner of a root run, until the result is disposed.</summary>
    public Task<IDisposable> TakeOwnershipAsync(DeliberationId id) => RunLock.AcquireAsync(folder, id);

    /// <inheritdoc/>
    public override IOpenJournal OpenToRead() => SqliteJournal.OpenReadOnly(folder);

    /// <inheritdoc/>
    public override Task<bool> IsDrivenAsync(DeliberationId id) => Task.FromResult(RunLock.IsHeld(folder, id));

    // Nobody tells when a lock is released, so it is looked at; the journal itself is read only when somebody wrote.
    /// <inheritdoc/>
    public override async IAsyncEnumerable<JournalEntry> FollowAsync(
        IOpenJournal journal, DeliberationId id, long from, Action<string> report, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var entries = new JournalSubscription(journal, id, from);
        for (var isHeld = true; isHeld;)
        {
            isHeld = RunLock.IsHeld(folder, id);
            stop.ThrowIfCancellationRequested();
            var came = isHeld ? await entries.ReadAsync(Task.Delay(LockInterval, stop)) : await journal.ReadAsync(id, entries.Next);
            foreach (var entry in came) yield return entry;
        }
    }

    /// <inheritdoc/>
    public override RunStatus Status(RunSummary run) =>
        run.Status == RunStatus.Running && !RunLock.IsHeld(folder, run.Id) ? RunStatus.Interrupted : run.Status;

    /// <inheritdoc/>
    public override bool IsNews(RunStatus told, RunStatus recorded) => told == recorded;

    /// <inheritdoc/>
    public override Task<Usage> UsageAsync(IJournal journal, RunSummary run) => RunTree.MeasureUsageAsync(journal, run);
}

/// <summary>A server's runs. The server itself reports the status and usage of a run, so no further lookup is needed.</summary>
internal sealed class ServerSpace(DebateHttpClient server) : Workspace
{
    /// <summary>The server.</summary>
    public DebateHttpClient Server => server;

    /// <inheritdoc/>
    public override string Location => server.Address.ToString();

    /// <inheritdoc/>
    public override IOpenJournal OpenToRead() => new HttpJournal(server);

    /// <inheritdoc/>
    public override async Task<bool> IsDrivenAsync(DeliberationId id) =>
        await new HttpJournal(server).FindSummaryAsync(id) is { Status: RunStatus.Running };

    /// <inheritdoc/>
    public override IAsyncEnumerable<JournalEntry> FollowAsync(
        IOpenJournal journal, DeliberationId id, long from, Action<string> report, CancellationToken stop) =>
        new HttpJournal(server).FollowAsync(id, from, report, stop);

    /// <inheritdoc/>
    public override RunStatus Status(RunSummary run) => run.Status;

    // The server reports whether a run without an end is being executed now, and whether a stopped one was resumed.
    /// <inheritdoc/>
    public override bool IsNews(RunStatus told, RunStatus recorded) => told == recorded || recorded switch
    {
        RunStatus.Running => told == RunStatus.Interrupted,
        RunStatus.Finished => false,
        _ => told == RunStatus.Running,
    };

    /// <inheritdoc/>
    public override Task<Usage> UsageAsync(IJournal journal, RunSummary run) => Task.FromResult(run.Usage);
}
