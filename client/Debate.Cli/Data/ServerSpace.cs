using Debate.Client;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Data;

/// <summary>A server's runs. It tells where a run stands and what it has used, so that nothing is looked up twice.</summary>
internal sealed class ServerSpace(HttpServer server) : Workspace
{
    /// <summary>The server.</summary>
    public HttpServer Server => server;

    /// <inheritdoc/>
    public override string Place => server.Address.ToString();

    /// <inheritdoc/>
    public override IOpenJournal OpenToRead() => new HttpJournal(server);

    /// <inheritdoc/>
    public override async Task<bool> IsDrivenAsync(DeliberationId id) =>
        await new HttpJournal(server).FindAsync(id) is { Status: RunStatus.Running };

    /// <inheritdoc/>
    public override RunStatus Status(RunSummary run) => run.Status;

    // A server says of a run without an end whether somebody drives it now, and of a stopped one whether it was taken up.
    /// <inheritdoc/>
    public override bool Tells(RunStatus told, RunStatus recorded) => told == recorded || recorded switch
    {
        RunStatus.Running => told == RunStatus.Interrupted,
        RunStatus.Finished => false,
        _ => told == RunStatus.Running,
    };

    /// <inheritdoc/>
    public override Task<Usage> UsageAsync(IJournal journal, RunSummary run) => Task.FromResult(run.Usage);
}
