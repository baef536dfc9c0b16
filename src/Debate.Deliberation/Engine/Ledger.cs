namespace Debate.Deliberation.Engine;

/// <summary>
/// Keeps a budget hard: the most a call can use is reserved before it is sent and settled to what it used after. A ledger is cut into
/// equal parts at a fork and takes back what the parts used at the join, so what is left is a function of what was recorded.
/// </summary>
internal sealed class Ledger(Budget limit)
{
    private readonly Lock _gate = new();
    private Usage _used = Usage.None;
    private Usage _reserved = Usage.None;

    /// <summary>The limit.</summary>
    public Budget Limit => limit;

    /// <summary>What was used, by what was recorded.</summary>
    public Usage Used { get { lock (_gate) return _used; } }

    /// <summary>What is left by what was recorded; reservations do not count, so that this is deterministic.</summary>
    public Budget Left { get { lock (_gate) return limit.Less(_used); } }

    /// <summary>What may still be promised: the limit less what was used and what is reserved.</summary>
    public Budget Free { get { lock (_gate) return limit.Less(_used + _reserved); } }

    /// <summary>Reserves <paramref name="most"/>; gives the limit that does not allow it, or null where it is reserved.</summary>
    public string? Reserve(Usage most)
    {
        lock (_gate)
        {
            var wanted = _reserved + most;
            if (limit.Exceeded(_used + wanted) is { } exceeded) return exceeded;
            _reserved = wanted;
            return null;
        }
    }

    /// <summary>Takes a reservation back without use.</summary>
    public void Release(Usage reserved) => Settle(reserved, Usage.None);

    /// <summary>Replaces a reservation by what was used.</summary>
    public void Settle(Usage reserved, Usage used)
    {
        lock (_gate)
        {
            _reserved -= reserved;
            _used += used;
        }
    }

    /// <summary>Equal parts of what is left, one a branch.</summary>
    public Ledger[] Split(int parts)
    {
        var left = Left;
        return [.. Enumerable.Range(0, parts).Select(i => new Ledger(left.Part(i, parts)))];
    }

    /// <summary>Takes back what the parts used.</summary>
    public void Join(IEnumerable<Ledger> parts) => Settle(Usage.None, parts.Aggregate(Usage.None, (sum, part) => sum + part.Used));
}
