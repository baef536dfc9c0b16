namespace Debate.Deliberation.Evidence;

/// <summary>
/// The rules of one game: the number of items, the number of reveals in total, and the side that starts. The sides alternate; with
/// <see cref="SoleSide"/> set, that side reveals everything (consultancy).
/// </summary>
public sealed record EvidenceRules(int Items, int Reveals, Side Starter = Side.Pro)
{
    /// <summary>The side that reveals alone; null where the sides alternate.</summary>
    public Side? SoleSide { get; init; }

    /// <summary>Whose turn it is after <paramref name="revealed"/> reveals.</summary>
    public Side SideToMove(int revealed) => SoleSide ?? (revealed % 2 == 0 ? Starter : Starter.Other());
}

/// <summary>
/// The evidence game (Irving, Christiano and Amodei, 2018): the sides reveal, in turns and no item twice, exactly
/// <see cref="EvidenceRules.Reveals"/> of the items; then the judge, who has seen only those, decides. Pure: the result is a function of
/// the reveals. Not thread-safe.
/// </summary>
public sealed class EvidenceGame
{
    /// <summary>
    /// Creates a game; throws an <see cref="InputException"/> when the reveals are not in 0..items or the judge has another number of
    /// items.
    /// </summary>
    public EvidenceGame(EvidenceRules rules, IEvidenceJudge judge, IEvidenceNeighbours? neighbours = null)
    {
        if (rules.Items != judge.Items) throw new InputException($"items: the rules say {rules.Items}, the judge {judge.Items}");
        if (rules.Reveals < 0 || rules.Reveals > rules.Items)
            throw new InputException($"reveals: {rules.Reveals} is not in 0..{rules.Items}, the number of items");
        (Rules, Judge, Neighbours) = (rules, judge, neighbours);
    }

    /// <summary>The rules.</summary>
    public EvidenceRules Rules { get; }

    /// <summary>The judge.</summary>
    public IEvidenceJudge Judge { get; }

    /// <summary>Which items are related, where the domain provides it; else null.</summary>
    public IEvidenceNeighbours? Neighbours { get; }

    /// <summary>The position before the first reveal.</summary>
    public EvidencePosition Start => new(this, []);

    /// <summary>
    /// Plays to the end. The random draws of a turn are a function of <paramref name="seed"/> and the turn's number alone.
    /// </summary>
    public EvidencePlay Play(IEvidencePlayer pro, IEvidencePlayer con, long seed)
    {
        var position = Start;
        while (!position.IsOver)
        {
            var player = position.ToMove == Side.Pro ? pro : con;
            position = position.After(player.Choose(position, TurnRandom(seed, position.Order.Count)));
        }
        return new EvidencePlay(position.Order, position.Judge());
    }

    /// <summary>The random draws of a turn: a function of the game's seed and of how many items were revealed before.</summary>
    public static SeededRandom TurnRandom(long seed, int revealed) =>
        SeededRandom.Create(seed, FormattableString.Invariant($"reveal/{revealed}"));
}

/// <summary>A finished game: the items in the order of reveal, and the judgement.</summary>
public sealed record EvidencePlay(IReadOnlyList<int> Order, Judgement Judgement);
