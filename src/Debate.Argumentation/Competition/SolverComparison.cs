namespace Debate.Argumentation.Competition;

/// <summary>
/// Compares two solvers on the same problems of the same instances. Times are CPU times. A problem counts as search-bound if the other
/// solver takes at least a second or does not solve it, and the grounded labelling leaves arguments undecided; every other row is easy.
/// </summary>
/// <param name="pairs">Our measurement and the other solver's, for each problem that both have.</param>
public sealed class SolverComparison(IReadOnlyList<(Measurement Ours, Measurement Theirs)> pairs)
{
    private const double SearchBoundMs = 1000;

    /// <summary>The comparison of two files; rows present in only one file are skipped.</summary>
    public static SolverComparison Create(IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> theirs)
    {
        var other = theirs.DistinctBy(Key).ToDictionary(Key);
        return new([.. ours.DistinctBy(Key).Where(m => other.ContainsKey(Key(m))).Select(m => (m, other[Key(m)]))]);
    }

    /// <summary>Number of problems that both have.</summary>
    public int Count => pairs.Count;

    /// <summary>Every task, in order of first appearance.</summary>
    public IReadOnlyList<TaskScore> Tasks => [.. pairs.GroupBy(p => p.Ours.Task).Select(g => new TaskScore(
        g.Key, g.Count(), g.Count(p => p.Ours.IsSolved), g.Count(p => p.Theirs.IsSolved),
        g.Average(p => Par2(p.Ours)), g.Average(p => Par2(p.Theirs))))];

    /// <summary>The search-bound rows.</summary>
    public RowScore Search => ScoreRows(pairs.Where(IsSearchBound));

    /// <summary>The easy rows.</summary>
    public RowScore Easy => ScoreRows(pairs.Where(p => !IsSearchBound(p)));

    /// <summary>
    /// The problems that both solved but answered differently, or whose answer a checker rejected: task, instance and argument.
    /// </summary>
    public IReadOnlyList<string> Disagreements =>
    [
        .. pairs.Where(p => (p.Ours.IsSolved && p.Theirs.IsSolved && p.Ours.Answer != p.Theirs.Answer)
                || p.Ours.Certificate == "rejected" || p.Theirs.Certificate == "rejected")
            .Select(p => $"{p.Ours.Task} {p.Ours.Instance} {p.Ours.Argument}".TrimEnd()),
    ];

    private static (string, string, string) Key(Measurement m) => (m.Task, m.Instance, m.Argument);

    private static bool IsSearchBound((Measurement Ours, Measurement Theirs) pair) =>
        pair.Theirs.Left > 0 && (!pair.Theirs.IsSolved || pair.Theirs.CpuMs >= SearchBoundMs);

    private static double Par2(Measurement m) => m.IsSolved ? m.CpuMs / 1000 : 2 * m.TimeoutS;

    // An unsolved run costs its time limit; rows that neither solved say nothing about which solver is faster.
    private static RowScore ScoreRows(IEnumerable<(Measurement Ours, Measurement Theirs)> rows)
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
/// <param name="Rows">Number of problems that both ran.</param>
/// <param name="OursSolved">Number of them that our solver solved.</param>
/// <param name="TheirsSolved">Number of them that the other solver solved.</param>
/// <param name="OursPar2">Our PAR2 score: mean CPU seconds, where an unsolved run counts as twice the time limit.</param>
/// <param name="TheirsPar2">The other solver's PAR2 score.</param>
public sealed record TaskScore(string Task, int Rows, int OursSolved, int TheirsSolved, double OursPar2, double TheirsPar2);

/// <summary>Two solvers on some rows.</summary>
/// <param name="Rows">Number of problems.</param>
/// <param name="Decided">Number of problems that at least one solver solved.</param>
/// <param name="Faster">Number of problems on which our solver took less CPU time.</param>
/// <param name="Speedup">Geometric mean of the other solver's time divided by ours, over the decided rows.</param>
public sealed record RowScore(int Rows, int Decided, int Faster, double Speedup);
