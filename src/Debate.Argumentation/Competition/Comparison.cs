namespace Debate.Argumentation.Competition;

/// <summary>
/// Two solvers on the same problems of the same instances. Times are CPU times. A problem counts as search-bound when the other solver
/// takes a second or does not solve it, and the grounded labelling leaves something; every other row is easy.
/// </summary>
/// <param name="pairs">Our measurement and the other's of each problem that both have.</param>
public sealed class Comparison(IReadOnlyList<(Measurement Ours, Measurement Theirs)> pairs)
{
    private const double SearchMs = 1000;

    /// <summary>The comparison of two files; rows that only one has are left out.</summary>
    public static Comparison Of(IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> theirs)
    {
        var other = theirs.DistinctBy(Key).ToDictionary(Key);
        return new([.. ours.DistinctBy(Key).Where(m => other.ContainsKey(Key(m))).Select(m => (m, other[Key(m)]))]);
    }

    /// <summary>How many problems both have.</summary>
    public int Count => pairs.Count;

    /// <summary>Every task, in the order in which they first come.</summary>
    public IReadOnlyList<TaskScore> Tasks => [.. pairs.GroupBy(p => p.Ours.Task).Select(g => new TaskScore(
        g.Key, g.Count(), g.Count(p => p.Ours.IsSolved), g.Count(p => p.Theirs.IsSolved),
        g.Average(p => Par2(p.Ours)), g.Average(p => Par2(p.Theirs))))];

    /// <summary>The search-bound rows.</summary>
    public RowScore Search => Score(pairs.Where(IsSearch));

    /// <summary>The easy rows.</summary>
    public RowScore Easy => Score(pairs.Where(p => !IsSearch(p)));

    /// <summary>The problems that both solved and answered differently, or whose answer a checker rejected: task and instance.</summary>
    public IReadOnlyList<string> Disagreements =>
    [
        .. pairs.Where(p => (p.Ours.IsSolved && p.Theirs.IsSolved && p.Ours.Answer != p.Theirs.Answer)
                || p.Ours.Certificate == "rejected" || p.Theirs.Certificate == "rejected")
            .Select(p => $"{p.Ours.Task} {p.Ours.Instance} {p.Ours.Argument}".TrimEnd()),
    ];

    private static (string, string, string) Key(Measurement m) => (m.Task, m.Instance, m.Argument);

    private static bool IsSearch((Measurement Ours, Measurement Theirs) pair) =>
        pair.Theirs.Left > 0 && (!pair.Theirs.IsSolved || pair.Theirs.CpuMs >= SearchMs);

    private static double Par2(Measurement m) => m.IsSolved ? m.CpuMs / 1000 : 2 * m.TimeoutS;

    // A run that was not solved counts as its time limit; rows that neither solved say nothing about which is faster.
    private static RowScore Score(IEnumerable<(Measurement Ours, Measurement Theirs)> rows)
    {
        var decided = rows.Where(r => r.Ours.IsSolved || r.Theirs.IsSolved).Select(r => Cost(r.Theirs) / Cost(r.Ours)).ToArray();
        return decided.Length == 0
            ? new(rows.Count(), 0, 0, 1)
            : new(rows.Count(), decided.Length, decided.Count(r => r > 1), Math.Exp(decided.Average(Math.Log)));
    }

    private static double Cost(Measurement m) => Math.Max(0.001, m.IsSolved ? m.CpuMs : 1000 * m.TimeoutS);
}

/// <summary>Two solvers on one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Rows">Problems that both ran.</param>
/// <param name="OursSolved">How many of them ours solved.</param>
/// <param name="TheirsSolved">How many of them the other solved.</param>
/// <param name="OursPar2">Mean CPU seconds of ours, twice the time limit where it did not solve.</param>
/// <param name="TheirsPar2">The same of the other.</param>
public sealed record TaskScore(string Task, int Rows, int OursSolved, int TheirsSolved, double OursPar2, double TheirsPar2);

/// <summary>Two solvers on some rows.</summary>
/// <param name="Rows">Problems.</param>
/// <param name="Decided">Those that at least one solved.</param>
/// <param name="Faster">Those on which ours took less CPU time.</param>
/// <param name="Speedup">Geometric mean of their time over ours, over the decided rows.</param>
public sealed record RowScore(int Rows, int Decided, int Faster, double Speedup);
