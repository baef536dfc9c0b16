using Debate.Contracts;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Grains.Deliberations;
using Debate.Hosting;
using Debate.Rewards.Episodes;
using Debate.Silo.Web.Runs;

namespace Debate.Silo.Web.Episodes;

/// <summary>The episodes of this server: runs with seats that are played over HTTP.</summary>
internal sealed class EpisodeService(
    IGrainFactory grains, IJournal journal, RootRuns runs, Recovery recovery, RunDefinitionFactory definitions, TimeProvider clock)
{
    /// <summary>Less than the response timeout of grain calls.</summary>
    private static readonly TimeSpan MaxCallDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The run that a request asks for.</summary>
    public RunDefinition Define(RunRequest request, Tenant tenant) =>
        definitions.Create(request.Seed is null ? request with { Seed = DeriveSeed(request.IdempotencyKey) } : request, tenant);

    /// <summary>Starts an episode, or resumes the one with the same key; 409 if the key belongs to a different request.</summary>
    public async Task<DeliberationId> StartAsync(RunDefinition definition, bool isSeedGiven)
    {
        await EnsureSameRequestAsync(definition, isSeedGiven);
        await WithConflictAsync(() => runs.StartAsync(definition));
        // After the start: however many came with the key at once, what the first entry says is what was started.
        await EnsureSameRequestAsync(definition, isSeedGiven);
        return definition.Id;
    }

    // A trainer that names its episodes gets the same ones again, from whatever server.
    private static long? DeriveSeed(string? key) => key is null ? null : SeededRandom.DeriveSeed(0, $"episode {key}");

    private async Task EnsureSameRequestAsync(RunDefinition definition, bool isSeedGiven)
    {
        if (await FindDefinitionAsync(definition.Id) is { } before && !StartIdentity.IsRepeated(before, definition, isSeedGiven))
            throw new HttpProblemException(StatusCodes.Status409Conflict, "idempotencyKey: it belongs to another request");
    }

    /// <summary> Accepts a reply; 404 for an unknown turn, 409 for one that has a different reply or no longer waits. </summary>
    public async Task ReplyAsync(DeliberationId id, ExternalReply reply)
    {
        var before = await ProbeAsync(id, null, TimeSpan.Zero);
        if (before.IsResumable) await WithConflictAsync(() => runs.ResumeAsync(id.Root));
        var receipt = await grains.GetGrain<IDeliberationGrain>(id.Key).ReplyAsync(reply);
        if (receipt is ExternalReplyStatus.Accepted or ExternalReplyStatus.Repeated) return;
        if (receipt == ExternalReplyStatus.Conflict)
            throw new HttpProblemException(StatusCodes.Status409Conflict, $"turn '{reply.Turn}': it has another reply");
        var after = await ProbeAsync(id, null, TimeSpan.Zero);
        throw after.Outcome is { Verdict: null } stopped
            ? new HttpProblemException(
                StatusCodes.Status409Conflict,
                $"turn '{reply.Turn}': the episode stands still ({StatusWord.Format(stopped.Status)}: {stopped.Reason}); starting it again with its "
                + $"idempotencyKey, or 'debate resume {id.Root}', goes on with it")
            : new HttpProblemException(StatusCodes.Status404NotFound, $"turn '{reply.Turn}': no such turn waits for a reply");
    }

    /// <summary>
    /// The state of an episode, as soon as a turn of the requested seat waits or the episode stops, or the wait is over; 404 for an unknown
    /// episode.
    /// </summary>
    public async Task<EpisodeState> WaitForStateAsync(DeliberationId id, EpisodeViewOptions asking, CancellationToken stop)
    {
        var (seat, wait) = (asking.Seat, asking.Wait);
        var definition = await FindDefinitionAsync(id)
            ?? throw new HttpProblemException(StatusCodes.Status404NotFound, $"episode '{id}': there is none");
        if (seat is not null && definition.Seats.All(s => s.Name != seat))
            throw new InputException($"seat '{seat}': the episode has {string.Join(", ", definition.Seats.Select(s => s.Name))}");
        var until = clock.GetUtcNow() + wait;
        while (true)
        {
            var left = until - clock.GetUtcNow();
            var now = await ProbeAsync(id, seat, left < MaxCallDuration ? left > TimeSpan.Zero ? left : TimeSpan.Zero : MaxCallDuration);
            var isOver = now.Turns.Count > 0 || now.Outcome is not null && !now.IsResumable;
            if (isOver || clock.GetUtcNow() >= until) return await CreateStateAsync(id, definition, now, asking.Shape);
            // Its driver was lost: the server resumes it.
            if (now.Outcome is not null) await Task.Delay(RetryDelay, clock, stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task<EpisodeState> CreateStateAsync(DeliberationId id, RunDefinition definition, EpisodeProbe now, EpisodeShape? shape)
    {
        var debaters = definitions.FindDebaters(definition);
        var verdict = now.Outcome?.Verdict;
        var rewards = verdict is null ? null : EpisodeRewards.Compute(RunRecord.Read(id, await journal.ReadAsync(id)), debaters, shape);
        return new()
        {
            Id = id.Value,
            Status = StatusWord.Format(now.Outcome is null || now.IsResumable ? RunStatus.Running : now.Outcome.Status),
            Done = verdict is not null,
            Turns = [.. now.Turns.Select(t => EpisodeTurn.FromExternalTurn(t, debaters))],
            Verdict = verdict,
            Rewards = rewards,
            Reason = now.Outcome?.Reason ?? (verdict is not null && rewards is null ? "the verdict names no debater as the winner" : null),
            Usage = now.Outcome?.Usage,
            IsRefused = now.Outcome is { Status: RunStatus.Failed, Cause: FailureKind.Rejected },
        };
    }

    private async Task<EpisodeProbe> ProbeAsync(DeliberationId id, string? seat, TimeSpan wait)
    {
        // Read first: if the scan was complete before the probe, the probe sees the runs that it resumed as driven.
        var isTakenUp = recovery.HasCompletedScan;
        var now = await grains.GetGrain<IDeliberationGrain>(id.Key).WaitForTurnsAsync(seat, wait);
        return new(now.Turns, now.Outcome, now.Outcome is { Status: RunStatus.Interrupted } stopped
            && (stopped.Cause == FailureKind.None || stopped.Cause == FailureKind.Unanswered && !isTakenUp));
    }

    private async Task<RunDefinition?> FindDefinitionAsync(DeliberationId id) =>
        await journal.FindFirstAsync(id) is { } first && first.ReadBody(id) is RunStarted started ? started.Definition : null;

    private static async Task WithConflictAsync(Func<Task> drive)
    {
        try
        {
            await drive();
        }
        catch (RunLockedException taken)
        {
            throw new HttpProblemException(StatusCodes.Status409Conflict, taken.Message);
        }
    }
}

/// <summary>The caller's options for the view of an episode.</summary>
/// <param name="Seat">The seat whose turn to wait for; null for any.</param>
/// <param name="Wait">The maximum wait.</param>
/// <param name="Shape">The shape of the rewards; null for zero-sum.</param>
internal sealed record EpisodeViewOptions(string? Seat, TimeSpan Wait, EpisodeShape? Shape);

/// <summary>The result of probing an episode.</summary>
/// <param name="Turns">The turns that wait for replies.</param>
/// <param name="Outcome">How it stopped; null while it is driven.</param>
/// <param name="IsResumable">
/// Whether it is stopped only until a server drives it again: interrupted without a cause, or unanswered while nobody could answer because
/// this server has yet to resume it.
/// </param>
internal sealed record EpisodeProbe(IReadOnlyList<ExternalTurn> Turns, RunOutcome? Outcome, bool IsResumable);
