using Debate.Client;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Data;

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
