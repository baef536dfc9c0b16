using System.Globalization;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Texts;

namespace Debate.Runtime.Rewards;

/// <summary>
/// The groups of a prompt's answers, stored in the run ~cohorts/ID: an entry for each answer that joins, with a path of its group and key,
/// so that the journal itself rejects a duplicate, and one for each group that is closed before it is full. Journals of builds before
/// 2026-11-30 close no group, and their paths are made of the key alone; they read the same.
/// </summary>
internal sealed class RolloutGroupJournal
{
    private const string ClosedPrefix = "closed/";
    private readonly IJournal _journal;
    private readonly TimeProvider _clock;
    private readonly DeliberationId _id;
    private string _hash = JournalEntry.NoHash;
    private long _count;

    private RolloutGroupJournal(IJournal journal, TimeProvider clock, DeliberationId id, RolloutGroups groups) =>
        (_journal, _clock, _id, Groups) = (journal, clock, id, groups);

    /// <summary>The groups, as the entries have them.</summary>
    public RolloutGroups Groups { get; }

    /// <summary>Reads a journal.</summary>
    public static async Task<RolloutGroupJournal> ReadAsync(IJournal journal, TimeProvider clock, string id, int size)
    {
        var read = new RolloutGroupJournal(journal, clock, new($"~cohorts/{id}"), new(size));
        foreach (var entry in await journal.ReadAsync(read._id)) read.Add(entry, (DecisionRecorded)entry.ReadBody());
        return read;
    }

    /// <summary>Appends an answer durably; throws <see cref="FencedException"/> if another activation writes.</summary>
    public async Task<RolloutPlace> JoinAsync(string key, string answer)
    {
        var group = Groups.Next.ToString(CultureInfo.InvariantCulture);
        await AppendAsync($"member/{group}/{key}", new DecisionRecorded(Digest.Hash128(key), key, answer));
        return Groups.Find(key)!.Value;
    }

    /// <summary>Closes the open group durably; throws <see cref="FencedException"/> if another activation writes.</summary>
    public Task CloseAsync(string why)
    {
        var group = Groups.Open!.Value.ToString(CultureInfo.InvariantCulture);
        return AppendAsync($"{ClosedPrefix}{group}", new DecisionRecorded(Digest.Hash128("closed", group), "closed", why));
    }

    private async Task AppendAsync(string path, DecisionRecorded body)
    {
        var entry = JournalEntry.Seal(_hash, _count, path, _clock.GetUtcNow(), body);
        if (await _journal.AppendAsync(_id, entry) != AppendResult.Appended) throw new FencedException(_id);
        Add(entry, body);
    }

    private void Add(JournalEntry entry, DecisionRecorded body)
    {
        if (entry.Path.StartsWith(ClosedPrefix, StringComparison.Ordinal)) Groups.Close(body.Value);
        else Groups.Join(new(body.Name, body.Value, entry.Time));
        (_hash, _count) = (entry.Hash, _count + 1);
    }
}
