using Debate.Core;

namespace Debate.Deliberation.Evidence;

/// <summary>
/// A judge's decision on the evidence shown. Utility is for pro: +1 pro wins, 0 draw, -1 con wins. Margin says by how much pro is
/// ahead (negative: behind), in the judge's own unit, and guides players. Converged is false when the judge's computation did not converge;
/// the utility is then 0 and the margin 0.
/// </summary>
public readonly record struct Judgement(int Utility, double Margin, bool Converged)
{
    /// <summary>The judgement where the judge's computation did not converge.</summary>
    public static Judgement NotConverged => new(0, 0, false);

    /// <summary>
    /// A single number that orders judgements, from pro's point of view, by utility and, among equal utilities, by margin.
    /// </summary>
    public double OrderingKey => 2 * Utility + Margin / (1 + Math.Abs(Margin));
}

/// <summary>
/// Judges a set of revealed items and sees nothing else. The same set must always get the same judgement. A judge may keep scratch
/// memory, so an instance is not thread-safe.
/// </summary>
public interface IEvidenceJudge
{
    /// <summary>Total number of items.</summary>
    int Items { get; }

    /// <summary>The judgement when exactly the items of <paramref name="revealed"/> are known.</summary>
    Judgement Judge(EvidenceSet revealed);
}

/// <summary>Which items are related to each other; an optional port through which a domain guides players.</summary>
public interface IEvidenceNeighbours
{
    /// <summary>The items related to <paramref name="item"/> in either direction, ascending.</summary>
    IReadOnlyList<int> NeighboursOf(int item);
}

/// <summary>
/// Chooses what to reveal. The choice is a function of the position and the random draws; a player has no state between turns.
/// </summary>
public interface IEvidencePlayer
{
    /// <summary>The name by which users choose it.</summary>
    string Name { get; }

    /// <summary>
    /// Chooses an item of <see cref="EvidencePosition.Moves"/>; the position must not be over. Ties are broken by the draws.
    /// </summary>
    int Choose(EvidencePosition position, SeededRandom draws);
}
