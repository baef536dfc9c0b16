using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation;

namespace Debate.Runtime.Externals;

/// <summary>The external turns that a deliberation waits for.</summary>
/// <param name="Turns">The turns that wait for a reply, in the order of the protocol.</param>
/// <param name="Outcome">The deliberation's outcome; null while it runs and for an unknown one.</param>
public sealed record SeatTurns(IReadOnlyList<ExternalTurn> Turns, RunOutcome? Outcome);

/// <summary>The turns of one run that wait for external replies, in the order of the protocol.</summary>
public sealed class PendingTurns(TimeProvider clock)
{
    private static readonly ImmutableSortedDictionary<string, PendingTurn> NoTurns =
        ImmutableSortedDictionary.Create<string, PendingTurn>(PathComparer.Instance);

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, PendingTurn> _turns = NoTurns;
    private TaskCompletionSource? _changed;

    /// <summary>
    /// Waits until a turn of that seat (of any seat if null) is open, the run ends, or <paramref name="limit"/> completes; returns the
    /// turns that are open then.
    /// </summary>
    public async Task<IReadOnlyList<ExternalTurn>> WaitAsync(string? seat, Task run, Task limit)
    {
        while (true)
        {
            var (turns, changed) = ReadTurns(seat);
            if (turns.Count > 0 || run.IsCompleted || limit.IsCompleted) return turns;
            await Task.WhenAny(changed, run, limit);
        }
    }

    /// <summary>Waits until that turn is open, the run ends, or <paramref name="limit"/> completes.</summary>
    public async Task WaitForTurnAsync(string turn, Task run, Task limit)
    {
        while (true)
        {
            var (turns, changed) = ReadTurns(null);
            if (turns.Any(t => t.Id == turn) || run.IsCompleted || limit.IsCompleted) return;
            await Task.WhenAny(changed, run, limit);
        }
    }

    /// <summary>
    /// Gives a turn its reply and waits until the reply is durable; null if the turn is not open, or if the run ended before the reply was
    /// recorded: then the journal shows whether it was.
    /// </summary>
    public async Task<ExternalReplyStatus?> AcceptReplyAsync(ExternalReply reply, Task run)
    {
        PendingTurn? turn;
        bool isFirst;
        lock (_gate)
        {
            if (!_turns.TryGetValue(ExternalSeat.ParsePath(reply.Turn), out turn) || turn.Turn.Id != reply.Turn) return null;
            isFirst = turn.AcceptedReply is null;
            turn.AcceptedReply ??= reply;
        }
        if (turn.AcceptedReply.Text != reply.Text) return ExternalReplyStatus.Conflict;
        if (isFirst) turn.Reply.TrySetResult(reply);
        await Task.WhenAny(turn.Durable.Task, run);
        return !turn.Durable.Task.IsCompleted ? null : isFirst ? ExternalReplyStatus.Accepted : ExternalReplyStatus.Repeated;
    }

    /// <summary>Offers a turn and waits for its reply; throws <see cref="SuspendedException"/> at the seat's turn timeout.</summary>
    internal async Task<ModelReply> OfferAsync(ModelCall call, CancellationToken cancellation)
    {
        var timeLimit = call.Seat.Patience;
        var turn = new PendingTurn(new(
            ExternalSeat.FormatTurnId(call.Path, call.Request), call.Request, call.Seat.Name, call.Sample, call.Chat, clock.GetUtcNow()
            + timeLimit));
        Update(turns => turns.SetItem(call.Path, turn));
        try
        {
            var reply = await turn.Reply.Task.WaitAsync(timeLimit ?? Timeout.InfiniteTimeSpan, clock, cancellation);
            return new(reply.Text, Usage.None) { Policy = reply.Policy };
        }
        catch (TimeoutException)
        {
            throw new SuspendedException(
                RunStatus.Interrupted, $"seat '{call.Seat.Name}' did not reply to turn {turn.Turn.Id} within {FormatTime(timeLimit)}",
                FailureKind.Unanswered);
        }
        finally
        {
            // A turn with a reply stays until the reply is durable, so that the same reply can be sent again meanwhile.
            if (!turn.Reply.Task.IsCompleted) Update(turns => turns.Remove(call.Path));
        }
    }

    /// <summary>Marks the reply to a call as durable.</summary>
    internal void OnRecorded(ModelCall call)
    {
        var before = Update(turns => turns.Remove(call.Path));
        before.GetValueOrDefault(call.Path)?.Durable.TrySetResult();
    }

    private (IReadOnlyList<ExternalTurn> Turns, Task Changed) ReadTurns(string? seat)
    {
        lock (_gate)
            return ([.. _turns.Values.Where(t => t.AcceptedReply is null && (seat is null || t.Turn.Seat == seat)).Select(t => t.Turn)],
                (_changed ??= CreateSignal()).Task);
    }

    /// <summary>Changes the turns, wakes those who wait for a change, and returns the turns before it.</summary>
    private ImmutableSortedDictionary<string, PendingTurn> Update(
        Func<ImmutableSortedDictionary<string, PendingTurn>, ImmutableSortedDictionary<string, PendingTurn>> change)
    {
        lock (_gate)
        {
            var before = _turns;
            _turns = change(before);
            _changed?.SetResult();
            _changed = null;
            return before;
        }
    }

    private static string FormatTime(TimeSpan? time) => time?.ToString("c", CultureInfo.InvariantCulture) ?? "";

    private static TaskCompletionSource CreateSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class PendingTurn(ExternalTurn turn)
    {
        public ExternalTurn Turn => turn;

        public ExternalReply? AcceptedReply { get; set; }

        public TaskCompletionSource<ExternalReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Durable { get; } = CreateSignal();
    }
}

/// <summary>Handles external replies to one run, and recognises late and repeated ones from the run's journal.</summary>
internal sealed class ExternalReplyHandler(EnginePorts ports, DeliberationId id)
{
    /// <summary>
    /// Accepts a reply; returns when it is durable. If its turn is neither open nor recorded, waits for the turn: after a restart the
    /// replay may not have reached it yet.
    /// </summary>
    public async Task<ExternalReplyStatus> HandleAsync(ExternalReply reply, PendingTurns turns, Task run, TimeSpan untilOffered)
    {
        reply.Validate();
        if (await turns.AcceptReplyAsync(reply, run) is { } taken) return taken;
        if (await FindRecordedAsync(reply) is { } recorded) return recorded;
        using var limit = new CancellationTokenSource();
        await turns.WaitForTurnAsync(reply.Turn, run, Task.Delay(untilOffered, ports.Clock, limit.Token));
        limit.Cancel();
        return await turns.AcceptReplyAsync(reply, run) ?? await FindRecordedAsync(reply) ?? ExternalReplyStatus.Unknown;
    }

    private async Task<ExternalReplyStatus?> FindRecordedAsync(ExternalReply reply)
    {
        var path = ExternalSeat.ParsePath(reply.Turn);
        if (await ports.Journal.FindSequenceAsync(id, path) is not { } sequence) return null;
        if ((await ports.Journal.ReadAsync(id, sequence, 1))[0].ReadBody() is not ModelReplied asked) return null;
        if (ExternalSeat.FormatTurnId(path, asked.Request) != reply.Turn) return null;
        var split = new ModelReply(reply.Text, Usage.None).SplitThoughts();
        return asked.Reply == reply.Text || (asked.Reply, asked.Thoughts) == (split.Text, split.Thoughts)
            ? ExternalReplyStatus.Repeated : ExternalReplyStatus.Conflict;
    }
}
