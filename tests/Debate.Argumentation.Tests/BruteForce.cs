using System.Numerics;

namespace Debate.Argumentation.Tests;

/// <summary>
/// The semantics by definition alone, over all subsets of at most sixteen arguments as bit masks. Shares no code with the solver.
/// </summary>
internal sealed class BruteForce
{
    private readonly int _count;
    private readonly int[] _attackers;

    // What each subset attacks together.
    private readonly int[] _attacked;

    public BruteForce(int count, IEnumerable<(int From, int To)> attacks)
    {
        (_count, _attackers, _attacked) = (count, new int[count], new int[1 << count]);
        foreach (var (from, to) in attacks)
        {
            _attackers[to] |= 1 << from;
            _attacked[1 << from] |= 1 << to;
        }
        for (var set = 1; set < 1 << count; set++) _attacked[set] |= _attacked[set & (set - 1)] | _attacked[set & -set];
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

    private static IReadOnlyList<int> Maximal(IReadOnlyList<int> sets, Func<int, int> by)
    {
        var measures = sets.Select(by).Distinct().ToArray();
        var maximal = measures.Where(m => Array.TrueForAll(measures, other => other == m || (m & ~other) != 0)).ToHashSet();
        return [.. sets.Where(s => maximal.Contains(by(s)))];
    }

    // The maximal admissible set within every extension of another semantics; more than one would be an error in these tests.
    private IReadOnlyList<int> Greatest(string code)
    {
        var common = Extensions(code).Aggregate((1 << _count) - 1, (all, s) => all & s);
        var within = Where(s => Admissible(s) && (s & ~common) == 0);
        return [Assert.Single(within, s => within.All(t => (t & ~s) == 0))];
    }

    private List<int> Where(Func<int, bool> holds) => [.. Enumerable.Range(0, 1 << _count).Where(holds)];

    private bool ConflictFree(int set) => (_attacked[set] & set) == 0;

    private bool Admissible(int set) => ConflictFree(set) && (set & ~Defended(set)) == 0;

    private bool Complete(int set) => ConflictFree(set) && set == Defended(set);

    private int Range(int set) => set | _attacked[set];

    // All arguments whose every attacker is attacked by the set.
    private int Defended(int set)
    {
        var defended = 0;
        for (var a = 0; a < _count; a++) if ((_attackers[a] & ~_attacked[set]) == 0) defended |= 1 << a;
        return defended;
    }
}
