using System.Numerics;

namespace Debate.Argumentation.Tests;

/// <summary>
/// The semantics by definition alone, over all subsets of at most sixteen arguments as bit masks. Shares no code with the solver.
/// </summary>
internal sealed class BruteForce
{
    private readonly int _count;
    private readonly int[] _attacked;
    private readonly int[] _subsets;

    public BruteForce(int count, IEnumerable<(int From, int To)> attacks)
    {
        (_count, _attacked) = (count, new int[count]);
        foreach (var (from, to) in attacks) _attacked[from] |= 1 << to;
        _subsets = Enumerable.Range(0, 1 << count).ToArray();
    }

    /// <summary>The extensions under the semantics of a code, as masks.</summary>
    public IReadOnlyList<int> Extensions(string code) => code switch
    {
        "CF" => Where(ConflictFree),
        "NA" => Maximal(Where(ConflictFree), s => s),
        "AD" => Where(Admissible),
        "CO" => Where(Complete),
        "GR" => [Where(Complete).Aggregate((1 << _count) - 1, (all, s) => all & s)],
        "PR" => Maximal(Where(Admissible), s => s),
        "ST" => Where(s => ConflictFree(s) && Range(s) == (1 << _count) - 1),
        "SST" => Maximal(Where(Complete), Range),
        "STG" => Maximal(Where(ConflictFree), Range),
        "ID" => Greatest("PR"),
        "EA" => Greatest("SST"),
        _ => throw new ArgumentException(code),
    };

    private static IReadOnlyList<int> Maximal(IReadOnlyList<int> sets, Func<int, int> by) =>
        [.. sets.Where(s => !sets.Any(t => by(t) != by(s) && (by(s) & ~by(t)) == 0))];

    // The maximal admissible set within every extension of another semantics; more than one would be an error in these tests.
    private IReadOnlyList<int> Greatest(string code)
    {
        var common = Extensions(code).Aggregate((1 << _count) - 1, (all, s) => all & s);
        var within = Where(s => Admissible(s) && (s & ~common) == 0);
        return [Assert.Single(within, s => within.All(t => (t & ~s) == 0))];
    }

    private List<int> Where(Func<int, bool> holds) => [.. _subsets.Where(holds)];

    private bool ConflictFree(int set) => (Attacked(set) & set) == 0;

    private bool Admissible(int set) => ConflictFree(set) && (set & ~Defended(set)) == 0;

    private bool Complete(int set) => ConflictFree(set) && set == Defended(set);

    private int Range(int set) => set | Attacked(set);

    private int Attacked(int set)
    {
        var attacked = 0;
        for (var a = 0; a < _count; a++) if ((set >> a & 1) != 0) attacked |= _attacked[a];
        return attacked;
    }

    // All arguments whose every attacker is attacked by the set.
    private int Defended(int set)
    {
        var attacked = Attacked(set);
        var defended = (1 << _count) - 1;
        for (var b = 0; b < _count; b++) if ((attacked >> b & 1) == 0) defended &= ~_attacked[b];
        return defended;
    }
}
