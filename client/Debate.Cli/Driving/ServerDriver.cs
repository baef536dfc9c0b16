using Debate.Cli.Data;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Driving;

/// <summary>
/// Submits one root run to a server and follows it to its end, even if the server restarts. Ctrl-C stops following; the run goes on.
/// </summary>
internal sealed class ServerDriver(ServerSpace space, Terminal terminal, CancellationToken stop) : RunFollower(terminal)
{
    /// <inheritdoc/>
    public override async Task<int> StartAsync(RunDefinition definition, int? children = null)
    {
        await using var journal = space.OpenToRead();
        if (await journal.FindSummaryAsync(definition.Id) is not null) throw DrivenElsewhere(definition.Id);
        Terminal.Report($"{definition.Id}  seed {definition.Seed}  at {space.Location}");
        await Server.Runs.PutAsync(definition, stop);
        return await FollowAsync(journal, new RunProgress(Terminal, definition, [], children), next: 0);
    }

    /// <inheritdoc/>
    public override async Task<int> ResumeAsync(DeliberationId id, Func<Budget, Budget?> budget, GivenModels? models = null)
    {
        if (models is not null)
            throw new InputException($"--config '{models.File}': a server asks its own models only; mend them in its own configuration");
        await using var journal = space.OpenToRead();
        var run = ReadVerified(id, await journal.ReadAsync(id));
        if (run.Completion is null) await Server.Runs.ResumeAsync(id, budget(run.Budget), stop);
        return await FollowAsync(journal, new RunProgress(Terminal, run.Definition, run.Entries, null), run.Entries.Length);
    }

    /// <inheritdoc/>
    public override async Task<int> ChangeRunAsync(DeliberationId id, Func<RunRecord, RunChange> decide, Func<Budget, Budget?> budget)
    {
        await using var journal = space.OpenToRead();
        var run = ReadVerified(id, await journal.ReadAsync(id));
        await (decide(run) switch
        {
            SeatsWithdrawn withdrawn => Server.Tournaments.WithdrawAsync(id, withdrawn, stop),
            SeatsJoined joined => Server.Tournaments.JoinAsync(id, joined, stop),
            var other => throw new InputException($"id '{id}': {other.GetType().Name} is no change that a server makes"),
        });
        return await ResumeAsync(id, budget);
    }

    private async Task<int> FollowAsync(IOpenJournal journal, RunProgress progress, long next)
    {
        try
        {
            await progress.ShowWhileAsync(() => EndAsync(journal, progress, next));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Terminal.Report($"{progress.Root.Id} goes on at {space.Location}");
            return Exit.Interrupted;
        }
        return await PrintAsync(await space.ViewAsync(journal, await RunTree.ReadAsync(journal, progress.Root.Id)));
    }

    private async Task<bool> EndAsync(IOpenJournal journal, RunProgress progress, long next)
    {
        await foreach (var entry in space.FollowAsync(journal, progress.Root.Id, next, Terminal.Report, stop))
            progress.OnEntry(progress.Root.Id, entry);
        return true;
    }

    // Who starts something waits for a server that restarts.
    private DebateHttpClient Server => space.Server.With(RetryPolicy.Default with { Report = Terminal.Report });
}
