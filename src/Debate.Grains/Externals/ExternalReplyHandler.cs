using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Externals;

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
        if ((await ports.Journal.ReadAsync(id, sequence))[0].ReadBody() is not ModelReplied asked) return null;
        if (ExternalSeat.FormatTurnId(path, asked.Request) != reply.Turn) return null;
        return asked.Reply == reply.Text ? ExternalReplyStatus.Repeated : ExternalReplyStatus.Conflict;
    }
}
