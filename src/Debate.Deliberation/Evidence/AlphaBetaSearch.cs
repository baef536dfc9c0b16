namespace Debate.Deliberation.Evidence;

/// <summary>The limits of a search: depth in reveals, moves tried per position (best first), and calls of the judge.</summary>
internal readonly record struct SearchLimits(int Depth, int Width, int Budget);

/// <summary>
/// Alpha-beta search (Knuth and Moore, 1975) over revealed sets: the order of reveals does not matter, so each set is searched once
/// (transposition table with bounds). Moves are tried in the order of their immediate score for the side to move. A node is one call of the
/// judge; once the budget is spent, the search answers with immediate judgements and <see cref="IsExhausted"/> is true. Without limits on
/// depth and width the value is that of the game.
/// </summary>
internal sealed class AlphaBetaSearch(EvidencePosition root, Func<Judgement, double> worth, SearchLimits limits)
{
    private readonly EvidenceRules _rules = root.Game.Rules;
    private readonly IEvidenceJudge _judge = root.Game.Judge;
    private readonly EvidenceSet _set = root.Revealed;
    private readonly int _end = (int)Math.Min(root.Game.Rules.Reveals, root.Order.Count + (long)limits.Depth);
    private readonly Dictionary<UInt128, (double Low, double High)> _transpositions = [];

    /// <summary>Calls of the judge so far.</summary>
    public int Nodes { get; private set; }

    /// <summary>True when the budget ran out, so that the value is an estimate.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>The value for pro of the root, with every value known to lie in [low, high].</summary>
    public double Value(double low, double high) => _set.Count == _end ? worth(Judge()) : Search(low, high);

    /// <summary>The value for pro after <paramref name="item"/>, exact where it lies inside (low, high).</summary>
    public double ValueAfter(int item, double low, double high)
    {
        _set.Add(item);
        var value = Value(low, high);
        _set.Remove(item);
        return value;
    }

    /// <summary>Moves at the root with their immediate judgements, best first for the side to move; at most as many as the width.</summary>
    public (int Item, Judgement Now)[] RootMoves(IReadOnlyList<int> moves) => OrderMoves(moves);

    private double Search(double low, double high)
    {
        if (_transpositions.TryGetValue(_set.Key, out var known))
        {
            if (known.Low >= high || known.Low == known.High) return known.Low;
            if (known.High <= low) return known.High;
            (low, high) = (Math.Max(low, known.Low), Math.Min(high, known.High));
        }
        var value = _set.Count + 1 == _end ? SearchLastReveal(low, high) : SearchDeeper(low, high);
        // An exhausted search must not store an estimate as a bound.
        if (!IsExhausted) _transpositions[_set.Key] = Bounds(value, low, high);
        return value;
    }

    private static (double Low, double High) Bounds(double value, double low, double high) =>
        value <= low ? (double.NegativeInfinity, value) : value >= high ? (value, double.PositiveInfinity) : (value, value);

    private double SearchLastReveal(double low, double high)
    {
        var best = new Best(_rules.SideToMove(_set.Count), low, high);
        for (var item = _set.NextOutside(0); item < _set.Items && !best.IsCutoff; item = _set.NextOutside(item + 1))
            best.Update(worth(JudgeWith(item)));
        return best.Value;
    }

    private double SearchDeeper(double low, double high)
    {
        var moves = new List<int>(_set.Items - _set.Count);
        for (var item = _set.NextOutside(0); item < _set.Items; item = _set.NextOutside(item + 1)) moves.Add(item);
        var best = new Best(_rules.SideToMove(_set.Count), low, high);
        foreach (var (item, judgement) in OrderMoves(moves))
        {
            best.Update(IsExhausted ? worth(judgement) : ValueAfter(item, best.Low, best.High));
            if (best.IsCutoff) break;
        }
        return best.Value;
    }

    private (int Item, Judgement Now)[] OrderMoves(IReadOnlyList<int> moves)
    {
        var ordered = new (int Item, Judgement Now)[moves.Count];
        for (var i = 0; i < moves.Count; i++) ordered[i] = (moves[i], JudgeWith(moves[i]));
        var sign = _rules.SideToMove(_set.Count).Sign();
        // Stable, so that ties keep the caller's order.
        var sorted = ordered.OrderByDescending(m => sign * m.Now.OrderingKey);
        return limits.Width < ordered.Length ? [.. sorted.Take(limits.Width)] : [.. sorted];
    }

    private Judgement JudgeWith(int item)
    {
        _set.Add(item);
        var judgement = Judge();
        _set.Remove(item);
        return judgement;
    }

    private Judgement Judge()
    {
        if (++Nodes >= limits.Budget) IsExhausted = true;
        return _judge.Judge(_set);
    }

    private struct Best(Side side, double low, double high)
    {
        public double Low { get; private set; } = low;
        public double High { get; private set; } = high;
        public double Value { get; private set; } = side == Side.Pro ? double.NegativeInfinity : double.PositiveInfinity;
        public readonly bool IsCutoff => Low >= High;

        public void Update(double value)
        {
            Value = side == Side.Pro ? Math.Max(Value, value) : Math.Min(Value, value);
            if (side == Side.Pro) Low = Math.Max(Low, value); else High = Math.Min(High, value);
        }
    }
}

/// <summary>
/// The outcome for pro (+1, 0, -1) under best play by both sides. Exact is false when the budget ran out; the value is then an
/// estimate. Nodes counts calls of the judge.
/// </summary>
public sealed record GameValue(int Value, bool Exact, int Nodes)
{
    /// <summary>
    /// Searches a position; once <paramref name="budget"/> calls of the judge are spent, it searches no deeper. Deterministic.
    /// </summary>
    public static GameValue Search(EvidencePosition position, int budget = 100_000)
    {
        var search = new AlphaBetaSearch(position, j => j.Utility, new SearchLimits(int.MaxValue, int.MaxValue, budget));
        return new GameValue((int)search.Value(-1, 1), !search.IsExhausted, search.Nodes);
    }
}
