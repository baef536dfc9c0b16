namespace Debate.Deliberation.Engine;

/// <summary>
/// Enforces a budget: the maximum usage of a call is reserved before it is sent and replaced by its actual usage afterwards, as in the
/// escrow method (O'Neil, ACM TODS 11(4), 1986). A ledger is split into equal parts at a fork and adds up their usage at the join, so what
/// remains is a function of what was recorded. Thread-safe.
/// </summary>
internal sealed class Ledger(Budget limit)
{
    private readonly Lock _gate = new();
    private Usage _used = Usage.None;
    private Usage _reserved = Usage.None;

    /// <summary>The limit.</summary>
    public Budget Limit => limit;

    /// <summary>The settled usage.</summary>
    public Usage Used { get { lock (_gate) return _used; } }

    /// <summary>What remains after settled usage; reservations do not count, so that this is deterministic.</summary>
    public Budget Remaining { get { lock (_gate) return limit.Minus(_used); } }

    /// <summary>What can still be reserved: the limit minus settled usage and reservations.</summary>
    public Budget Available { get { lock (_gate) return limit.Minus(_used + _reserved); } }

    /// <summary>Reserves <paramref name="max"/>; returns null where it is reserved, else the limit that does not allow it.</summary>
    public string? Reserve(Usage max)
    {
        lock (_gate)
        {
            var wanted = _reserved + max;
            if (limit.FindExceeded(_used + wanted) is { } exceeded) return exceeded;
            _reserved = wanted;
            return null;
        }
    }

    /// <summary>Replaces a reservation by the actual usage.</summary>
    public void Settle(Usage reserved, Usage used)
    {
        lock (_gate)
        {
            _reserved -= reserved;
            _used += used;
        }
    }

    /// <summary>Equal parts of what remains, one per branch.</summary>
    public Ledger[] Split(int parts)
    {
        var left = Remaining;
        return [.. Enumerable.Range(0, parts).Select(i => new Ledger(left.Part(i, parts)))];
    }

    /// <summary>Adds the usage of the parts to this ledger.</summary>
    public void Join(IEnumerable<Ledger> parts) => Settle(Usage.None, parts.Aggregate(Usage.None, (sum, part) => sum + part.Used));
}
