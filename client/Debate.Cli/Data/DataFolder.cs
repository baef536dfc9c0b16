using System.CommandLine;
using Debate.Cli.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Grains.Journals;
using Debate.Hosting;

namespace Debate.Cli.Data;

/// <summary>The data folder on this machine.</summary>
internal sealed class DataFolder(string folder, bool cache = false) : Workspace
{
    /// <summary>The folder that the command line or the environment names.</summary>
    public static new DataFolder Read(ParseResult parse) =>
        new(parse.GetValue(CommonOptions.Data) ?? CommonOptions.Variable("DEBATE_DATA") ?? ".debate", parse.GetValue(CommonOptions.Cache));

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

    /// <inheritdoc/>
    public override RunStatus Status(RunSummary run) =>
        run.Status == RunStatus.Running && !RunLock.IsHeld(folder, run.Id) ? RunStatus.Interrupted : run.Status;

    /// <inheritdoc/>
    public override bool IsNews(RunStatus told, RunStatus recorded) => told == recorded;

    /// <inheritdoc/>
    public override Task<Usage> UsageAsync(IJournal journal, RunSummary run) => RunTree.MeasureUsageAsync(journal, run);
}
