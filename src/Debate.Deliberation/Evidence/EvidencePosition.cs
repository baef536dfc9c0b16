namespace Debate.Deliberation.Evidence;

/// <summary>A position of a game, immutable: what has been revealed, in which order, and whose turn it is.</summary>
public sealed class EvidencePosition
{
    private readonly EvidenceSet _revealed;

    /// <summary>The position after these reveals; throws an <see cref="InputException"/> when one breaks the rules.</summary>
    public EvidencePosition(EvidenceGame game, IReadOnlyList<int> order)
    {
        (Game, Order) = (game, order);
        if (order.Count > game.Rules.Reveals)
            throw new InputException($"reveals: {order.Count} items, and the rules allow {game.Rules.Reveals}");
        _revealed = new EvidenceSet(game.Rules.Items);
        foreach (var item in order)
        {
            if (item < 0 || item >= game.Rules.Items) throw new InputException($"item {item}: not in 0..{game.Rules.Items - 1}");
            if (_revealed.Contains(item)) throw new InputException($"item {item}: already revealed");
            _revealed.Add(item);
        }
    }

    /// <summary>The game.</summary>
    public EvidenceGame Game { get; }

    /// <summary>The items in the order of reveal.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The number of remaining reveals.</summary>
    public int Remaining => Game.Rules.Reveals - Order.Count;

    /// <summary>True when nothing is left to reveal.</summary>
    public bool IsOver => Remaining == 0;

    /// <summary>The side whose turn it is.</summary>
    public Side ToMove => Game.Rules.SideToMove(Order.Count);

    /// <summary>A copy of the revealed set, for the caller to change.</summary>
    public EvidenceSet Revealed => _revealed.Copy();

    /// <summary>True when the item has been revealed.</summary>
    public bool IsRevealed(int item) => _revealed.Contains(item);

    /// <summary>The items that can be revealed now, ascending.</summary>
    public List<int> Moves()
    {
        var moves = new List<int>(Game.Rules.Items - Order.Count);
        for (var item = _revealed.NextOutside(0); item < Game.Rules.Items; item = _revealed.NextOutside(item + 1)) moves.Add(item);
        return moves;
    }

    /// <summary>The position after one more reveal.</summary>
    public EvidencePosition After(int item) => new(Game, [.. Order, item]);

    /// <summary>The judgement on the evidence revealed so far.</summary>
    public Judgement Judge() => Game.Judge.Judge(_revealed);
}
