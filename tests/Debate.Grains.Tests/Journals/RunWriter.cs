using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Journals;

/// <summary>One run from the point of view of its writer: seals entries one after the other.</summary>
internal sealed class RunWriter(string id)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private string _hash = JournalEntry.NoHash;
    private long _next;

    public DeliberationId Id { get; } = DeliberationId.FromKey(id);

    public JournalEntry Next(string? path = null, string text = "said")
    {
        var entry = Entry(_next, path ?? $"{_next}", text, _hash);
        (_hash, _next) = (entry.Hash, _next + 1);
        return entry;
    }

    public static JournalEntry Entry(long sequence, string path, string text = "said", string before = JournalEntry.NoHash) =>
        JournalEntry.Seal(before, sequence, path, Start.AddTicks(7 * sequence), new StatementMade("request", "affirmative", 1, text));

    public static RunSummary Line(string id, int minute = 0, RunStatus status = RunStatus.Running, long calls = 0) => new()
    {
        Id = DeliberationId.FromKey(id),
        Kind = "debate",
        Name = "a name with \"quotes\" and ü",
        Status = status,
        Started = Start.AddMinutes(minute),
        Finished = status == RunStatus.Finished ? Start.AddMinutes(minute + 1) : null,
        Usage = new(calls, 1, 300, 40, 0.125m),
    };
}
