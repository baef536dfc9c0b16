using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Externals;

/// <summary>Handles external replies to one run, and recognises late and repeated ones from the run's journal.</summary>
internal sealed class Reception(EnginePorts ports, DeliberationId id)
{
    /// <summary>
    /// Accepts a reply; returns when it is durable. If its turn is neither open nor recorded, waits for the turn: after a restart the
    /// replay may not have reached it yet.
    /// </summary>
    public async Task<Receipt> TakeAsync(ExternalReply reply, OpenTurns turns, Task run, TimeSpan untilOffered)
    {
        reply.Check();
        if (await turns.TakeAsync(reply, run) is { } taken) return taken;
        if (await RecordedAsync(reply) is { } recorded) return recorded;
        using var limit = new CancellationTokenSource();
        await turns.WaitForAsync(reply.Turn, run, Task.Delay(untilOffered, ports.Clock, limit.Token));
        limit.Cancel();
        return await turns.TakeAsync(reply, run) ?? await RecordedAsync(reply) ?? Receipt.Unknown;
    }

    private async Task<Receipt?> RecordedAsync(ExternalReply reply)
    {
        var path = External.PathOf(reply.Turn);
        if (await ports.Journal.FindAsync(id, path) is not { } sequence) return null;
        if ((await ports.Journal.ReadAsync(id, sequence))[0].Read() is not Asked asked) return null;
        if (External.TurnOf(path, asked.Request) != reply.Turn) return null;
        return asked.Reply == reply.Text ? Receipt.Repeated : Receipt.Conflict;
    }
}
