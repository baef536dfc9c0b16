using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments;

/// <summary>
/// Draws the panels of a tournament from its pool of judges. No judge judges a debater of its own family unless conflicts are allowed;
/// among the eligible, those with the fewest debates so far are chosen, ties by lot, so that the judges' loads differ as little as
/// conflicts permit. The two debates of a pair on a motion share one panel, so that a strict judge is strict to both. The same debates in
/// the same order give the same panels.
/// </summary>
/// <param name="pool">The judges.</param>
/// <param name="size">Judges a debate; at least 1.</param>
/// <param name="allowsConflicts">Whether judges may judge their own family, as an audit of self-preference requires.</param>
/// <param name="seed">The seed of the lot.</param>
public sealed class JudgePanels(IReadOnlyList<Seat> pool, int size, bool allowsConflicts, long seed)
{
    private readonly SortedDictionary<string, IReadOnlyList<Seat>> _panels = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _debatesJudged = [];

    /// <summary>The family of a seat's model; a model without a declared family is a family of its own.</summary>
    public static string FamilyOf(Seat seat) => seat.Family ?? seat.Model;

    /// <summary>
    /// The panel of a debate between two debaters, in the seats of <see cref="JudgedDebate"/>; an <see cref="InputException"/> if fewer
    /// judges
    /// than the panel's size are eligible.
    /// </summary>
    public IReadOnlyList<Seat> GetPanel(string motion, Seat one, Seat other)
    {
        string[] key = [motion, .. new[] { one.Debater ?? one.Name, other.Debater ?? other.Name }.Order(StringComparer.Ordinal)];
        var pair = Digest.Hash128(key);
        if (!_panels.TryGetValue(pair, out var panel)) _panels[pair] = panel = DrawPanel(pair, one, other);
        return panel;
    }

    /// <summary>Every judge eligible for all of these debaters.</summary>
    public IReadOnlyList<Seat> SelectAllEligible(params IReadOnlyList<Seat> debaters) => AssignSeats(FindEligible(debaters));

    /// <summary>Why there is no panel for a debate between two debaters; null where there is one.</summary>
    internal InputException? FindShortage(Seat one, Seat other)
    {
        var free = FindEligible([one, other]).Length;
        return free >= size ? null : new(
            $"panel: {size} judges are asked for, and {free} may judge '{one.Debater}' and '{other.Debater}'; the others are "
            + "of a family with one of them. Add judges, make the panel smaller, or say conflicts: allow");
    }

    private IReadOnlyList<Seat> DrawPanel(string pair, Seat one, Seat other)
    {
        var free = FindEligible([one, other]);
        if (FindShortage(one, other) is { } error) throw error;
        var lot = SeededRandom.Create(seed, pair);
        var chosen = free.Select(judge => (judge, Lot: lot.NextUInt64())).OrderBy(j => _debatesJudged.GetValueOrDefault(j.judge))
            .ThenBy(j => j.Lot)
            .Take(size).Select(j => j.judge).Order().ToArray();
        foreach (var judge in chosen) _debatesJudged[judge] = _debatesJudged.GetValueOrDefault(judge) + 1;
        return AssignSeats(chosen);
    }

    private int[] FindEligible(IReadOnlyList<Seat> debaters) =>
    [
        .. Enumerable.Range(0, pool.Count)
            .Where(judge => allowsConflicts || debaters.All(d => FamilyOf(d) != FamilyOf(pool[judge]))),
    ];

    private IReadOnlyList<Seat> AssignSeats(int[] judges) =>
        [.. judges.Select((judge, i) => pool[judge] with { Name = JudgedDebate.GetJudgeSeat(i + 1) })];
}
