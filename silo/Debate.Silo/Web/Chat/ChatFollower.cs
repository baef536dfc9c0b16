using System.Runtime.CompilerServices;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Silo.Web.Runs;
using Debate.Storage;

namespace Debate.Silo.Web.Chat;

/// <summary>What a client learns of a run, in order: statements and beats, and last its end.</summary>
internal abstract record ChatEvent
{
    /// <summary>A seat said something in the open. What it thought, and what it was shown, is not here.</summary>
    internal sealed record Said(Statement Statement) : ChatEvent;

    /// <summary>Nothing happened for a while.</summary>
    internal sealed record Beat : ChatEvent;

    /// <summary>The run stopped.</summary>
    /// <param name="Run">Its summary.</param>
    /// <param name="Verdict">Its verdict; null where it has none.</param>
    /// <param name="Reason">Why it stopped before its verdict.</param>
    /// <param name="Seed">The seed of its random draws.</param>
    /// <param name="Usage">The usage of all its seats, and of the runs that it started.</param>
    internal sealed record Ended(RunSummary Run, Verdict? Verdict, string? Reason, long Seed, Usage Usage) : ChatEvent;
}

/// <summary>Follows runs by their journals: the statements from the first on, whenever a client comes.</summary>
internal sealed class ChatFollower(RunEnds ends, Heartbeat heartbeat, IJournal journal)
{
    /// <summary>Follows a run to its end; throws <see cref="IOException"/> if the store is away.</summary>
    public async IAsyncEnumerable<ChatEvent> FollowAsync(DeliberationId id, [EnumeratorCancellation] CancellationToken gone)
    {
        using var watch = ends.Watch(id);
        await using var entries = new JournalSubscription(journal, id, 0);
        var left = Task.Delay(Timeout.InfiniteTimeSpan, gone);
        var (last, seed) = ((EntryBody?)null, 0L);
        while (true)
        {
            var beat = heartbeat.Next;
            var came = await entries.ReadAsync(watch.Ended.IsCompleted ? [left, beat] : [watch.Ended, left, beat]);
            gone.ThrowIfCancellationRequested();
            foreach (var entry in came)
            {
                if (RunEventStream.ReadKind(entry) is not ("started" or "asked" or "said" or "decided" or "suspended")) continue;
                last = entry.ReadBody(id);
                if (last is RunStarted started) seed = started.Definition.Seed;
                if (Transcript.Read(new ParsedEntry(entry, last)) is { } statement) yield return new ChatEvent.Said(statement);
            }
            if (watch.Ended.IsCompleted && await watch.Ended is var end && entries.Next > end.Last)
            {
                yield return new ChatEvent.Ended(end.Run, (last as RunCompleted)?.Verdict, (last as RunSuspended)?.Reason, seed,
                    (last as RunCompleted)?.Usage ?? await RunTree.MeasureUsageAsync(journal, end.Run));
                yield break;
            }
            if (came.Count == 0 && beat.IsCompleted) yield return new ChatEvent.Beat();
        }
    }
}
