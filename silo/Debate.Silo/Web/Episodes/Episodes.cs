using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Rewards.Episodes;
using Debate.Silo.Web.Runs;

namespace Debate.Silo.Web.Episodes;

/// <summary>The episodes of this server: runs with seats that are played over HTTP.</summary>
internal sealed class Episodes(
    IGrainFactory grains, IJournal journal, RootRuns runs, Recovery recovery, RunSnapshots snapshots, TimeProvider clock)
{
    /// <summary>Less than the response timeout of grain calls.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts an episode, or resumes the one with the same key; 409 if the key belongs to a different request.</summary>
    public async Task<DeliberationId> StartAsync(RunRequest request)
    {
        var snapshot = snapshots.Of(request);
        if (await FirstAsync(snapshot.Id) is { } before && !Same(before, snapshot))
            throw new HttpRefusal(StatusCodes.Status409Conflict, "idempotencyKey: it belongs to another request");
        await DrivenAsync(() => runs.StartAsync(snapshot));
        return snapshot.Id;
    }

    /// <summary> Accepts a reply; 404 for an unknown turn, 409 for one that has a different reply or no longer waits. </summary>
    public async Task ReplyAsync(DeliberationId id, ExternalReply reply)
    {
        var before = await LookAsync(id, null, TimeSpan.Zero);
        if (before.GoesOn) await DrivenAsync(() => runs.ResumeAsync(id.Root));
        var receipt = await grains.GetGrain<IDeliberationGrain>(id.Value).ReplyAsync(reply);
        if (receipt is Receipt.Accepted or Receipt.Repeated) return;
        if (receipt == Receipt.Conflict)
            throw new HttpRefusal(StatusCodes.Status409Conflict, $"turn '{reply.Turn}': it has another reply");
        var after = await LookAsync(id, null, TimeSpan.Zero);
        throw after.Outcome is { Verdict: null } stopped
            ? new HttpRefusal(
                StatusCodes.Status409Conflict,
                $"turn '{reply.Turn}': the episode stands still ({StatusWord.Of(stopped.Status)}: {stopped.Reason}); starting it again with its "
                + $"idempotencyKey, or 'debate resume {id.Root}', goes on with it")
            : new HttpRefusal(StatusCodes.Status404NotFound, $"turn '{reply.Turn}': no such turn waits for a reply");
    }

    /// <summary>
    /// The state of an episode, as soon as a turn of the requested seat waits or the episode stops, or the wait is over; 404 for an unknown
    /// episode.
    /// </summary>
    public async Task<EpisodeState> StateAsync(DeliberationId id, Asking asking, CancellationToken stop)
    {
        var (seat, wait) = (asking.Seat, asking.Wait);
        var snapshot = await FirstAsync(id) ?? throw new HttpRefusal(StatusCodes.Status404NotFound, $"episode '{id}': there is none");
        if (seat is not null && snapshot.Seats.All(s => s.Name != seat))
            throw new InputException($"seat '{seat}': the episode has {string.Join(", ", snapshot.Seats.Select(s => s.Name))}");
        var until = clock.GetUtcNow() + wait;
        while (true)
        {
            var left = until - clock.GetUtcNow();
            var now = await LookAsync(id, seat, left < LongestCall ? left > TimeSpan.Zero ? left : TimeSpan.Zero : LongestCall);
            var isOver = now.Turns.Count > 0 || now.Outcome is not null && !now.GoesOn;
            if (isOver || clock.GetUtcNow() >= until) return await StateAsync(id, snapshot, now, asking.Shape);
            // Its driver was lost: the server resumes it.
            if (now.Outcome is not null) await Task.Delay(BeforeAnother, clock, stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task<EpisodeState> StateAsync(DeliberationId id, Snapshot snapshot, EpisodeLook now, EpisodeShape? shape)
    {
        var debaters = snapshots.Debaters(snapshot);
        var verdict = now.Outcome?.Verdict;
        var rewards = verdict is null ? null : EpisodeRewards.Of(RunRecord.Of(id, await journal.ReadAsync(id)), debaters, shape);
        return new()
        {
            Id = id.Value,
            Status = StatusWord.Of(now.Outcome is null || now.GoesOn ? RunStatus.Running : now.Outcome.Status),
            Done = verdict is not null,
            Turns = [.. now.Turns.Select(t => EpisodeTurn.Of(t, debaters))],
            Verdict = verdict,
            Rewards = rewards,
            Reason = now.Outcome?.Reason ?? (verdict is not null && rewards is null ? "the verdict names no debater as the winner" : null),
            Usage = now.Outcome?.Usage,
            IsRefused = now.Outcome is { Status: RunStatus.Failed, Cause: Trouble.Rejected },
        };
    }

    private async Task<EpisodeLook> LookAsync(DeliberationId id, string? seat, TimeSpan wait)
    {
        // Read first: if the scan was complete before the probe, the probe sees the runs that it resumed as driven.
        var isTakenUp = recovery.HasLooked;
        var now = await grains.GetGrain<IDeliberationGrain>(id.Value).TurnsAsync(seat, wait);
        return new(now.Turns, now.Outcome, now.Outcome is { Status: RunStatus.Interrupted } stopped
            && (stopped.Cause == Trouble.None || stopped.Cause == Trouble.Unanswered && !isTakenUp));
    }

    private async Task<Snapshot?> FirstAsync(DeliberationId id) =>
        await journal.ReadAsync(id) is [var first, ..] && first.Read() is Started started ? started.Snapshot : null;

    /// <summary>Compares what the request determines: the model configuration may have changed since.</summary>
    private static bool Same(Snapshot before, Snapshot now) => Form(before) == Form(now);

    private static string Form(Snapshot snapshot) =>
        System.Text.Json.JsonSerializer.Serialize(snapshot with { Configuration = null, Version = "" }, WireFormat.Json);

    private static async Task DrivenAsync(Func<Task> drive)
    {
        try
        {
            await drive();
        }
        catch (RunTakenException taken)
        {
            throw new HttpRefusal(StatusCodes.Status409Conflict, taken.Message);
        }
    }
}

/// <summary>The caller's options for the view of an episode.</summary>
/// <param name="Seat">The seat whose turn to wait for; null for any.</param>
/// <param name="Wait">The maximum wait.</param>
/// <param name="Shape">The shape of the rewards; null for zero-sum.</param>
internal sealed record Asking(string? Seat, TimeSpan Wait, EpisodeShape? Shape);

/// <summary>The result of probing an episode.</summary>
/// <param name="Turns">The turns that wait for replies.</param>
/// <param name="Outcome">How it stopped; null while it is driven.</param>
/// <param name="GoesOn">
/// Whether it is stopped only until a server drives it again: interrupted without a cause, or unanswered while nobody could answer because
/// this server has yet to resume it.
/// </param>
internal sealed record EpisodeLook(IReadOnlyList<ExternalTurn> Turns, Outcome? Outcome, bool GoesOn);
