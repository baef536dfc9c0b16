using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Rewards;

/// <summary>
/// The callers' keys of rewards. A key stands for one content for good, on all silos and over restarts: entry 0 of its journal ~keys/HASH
/// says which, and a journal has one entry 0 however many callers come at once.
/// </summary>
internal sealed class RewardKeys(IJournal journal, TimeProvider clock)
{
    /// <summary>Claims a key for a content; false if it stands for another one.</summary>
    /// <param name="key">The key, as the caller gave it.</param>
    /// <param name="identity">The hash of all that decides the reward.</param>
    public async Task<bool> ClaimAsync(string key, string identity)
    {
        var id = new DeliberationId($"~keys/{Digest.Hash128(key)}");
        var claim = new DecisionRecorded(Digest.Hash128("key", key), key, identity);
        var entry = JournalEntry.Seal(JournalEntry.NoHash, 0, "key", clock.GetUtcNow(), claim);
        if (await journal.AppendAsync(id, entry) == AppendResult.Appended) return true;
        return await journal.FindFirstAsync(id) is { } first && first.ReadBody() is DecisionRecorded { Value: var known }
            && known == identity;
    }
}
