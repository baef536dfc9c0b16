namespace Debate.Deliberation.Evidence;

/// <summary>
/// What a judge makes of the evidence shown. Utility is for pro: +1 pro wins, 0 draw, -1 con wins. Margin says by how much pro is
/// ahead (negative: behind), in the judge's own unit, and guides players. Converged is false when the judge could not settle; the
/// utility is then 0 and the margin 0.
/// </summary>
public readonly record struct Judgement(int Utility, double Margin, bool Converged)
{
    /// <summary>The judge could not settle.</summary>
    public static Judgement Unsettled => new(0, 0, false);

    /// <summary>One number that orders judgements by utility and, among equal utilities, by margin; for pro.</summary>
    public double Score => 2 * Utility + Margin / (1 + Math.Abs(Margin));
}

/// <summary>
/// Judges a set of revealed items and sees nothing else. The same set must always get the same judgement. A judge may keep scratch
/// memory, so one instance serves one thread.
/// </summary>
public interface IEvidenceJudge
{
    /// <summary>Number of items there are.</summary>
    int Items { get; }

    /// <summary>The judgement when exactly <paramref name="revealed"/> is known.</summary>
    Judgement Judge(EvidenceSet revealed);
}

/// <summary>Which items speak to one another; an optional port that a domain gives to players.</summary>
public interface IEvidenceNeighbours
{
    /// <summary>The items that bear on <paramref name="item"/> or that it bears on, ascending.</summary>
    IReadOnlyList<int> Of(int item);
}
