using Debate.Deliberation.Evidence;

namespace Debate.Tournaments.Audits;

/// <summary>A finished debate of a canary.</summary>
/// <param name="Match">The match; without an opponent it measures the null.</param>
/// <param name="Debate">The judges' votes and the result.</param>
public sealed record CanaryDebate(CanaryMatch Match, AuditedDebate Debate);

/// <summary>A canary's score on one side, by one judge or by the whole panel.</summary>
/// <param name="Canary">The canary.</param>
/// <param name="Judge">The judge; <see cref="CanaryCheck.WholePanel"/> for the debates' results.</param>
/// <param name="Side">The canary's side: pro or con.</param>
/// <param name="Motions">Motions with both a debate and its null.</param>
/// <param name="Score">The canary's mean score, in [0, 1].</param>
/// <param name="Null">The mean score of a silent debater on that side of the same motions.</param>
/// <param name="Low">The lower bound of the difference, at 95 % simultaneously over all tests.</param>
/// <param name="P">The one-sided p-value, Bonferroni-corrected for the number of tests.</param>
public sealed record CanaryResult(
    string Canary, string Judge, string Side, int Motions, double Score, double Null, double Low, double P)
{
    /// <summary>Whether it scored significantly above silence: the lower bound is above the null.</summary>
    public bool Flagged => P <= CanaryCheck.FamilywiseErrorRate;
}

/// <summary>
/// Tests whether a canary scores above its floor. The floor is measured: the score of silence against silence on each motion and side. A
/// canary is flagged if, paired by motion, its score against a debater lies significantly above that floor by <see cref="SignFlipTest"/>,
/// with
/// Bonferroni's correction over all canaries, judges and sides. So judges who cannot be swayed raise an alarm in at most one tournament in
/// twenty. The composite test is our own; its parts are published ones. Pairing with the null of the same motion removes the value of
/// motion and side, which differs between motions.
/// </summary>
public static class CanaryCheck
{
    /// <summary>The probability of any false alarm over all tests (family-wise error rate).</summary>
    public const double FamilywiseErrorRate = 0.05;

    /// <summary>All judges together: the results of the debates.</summary>
    public const string WholePanel = "the panel";

    /// <summary>One result for each canary, judge and side; the whole panel only if it has more than one judge.</summary>
    public static IReadOnlyList<CanaryResult> Test(IReadOnlyList<CanaryDebate> debates, long seed)
    {
        var read = debates.SelectMany(d => d.Debate.Votes).Select(r => r.Judge).Distinct(StringComparer.Ordinal);
        string[] judges = [.. read.Order(StringComparer.Ordinal)];
        string[] subjects = judges.Length == 1 ? judges : [WholePanel, .. judges];
        var lines = debates.Where(d => d.Match.Opponent is not null).GroupBy(d => (d.Match.Canary, d.Match.Side))
            .OrderBy(g => g.Key.Canary, StringComparer.Ordinal).ThenBy(g => g.Key.Side)
            .SelectMany(g => subjects.Select(subject =>
                new CanaryComparison(g.Key.Canary, subject, g.Key.Side, PairWithNull(g, debates, subject))))
            .Where(line => line.Pairs.Count > 0).ToArray();
        return [.. lines.Select(line => TestComparison(line, lines.Length, seed))];
    }

    /// <summary>The minimum number of motions at which one of so many tests can reach significance.</summary>
    public static int MinMotions(int tests) => (int)Math.Ceiling(Math.Log2(tests / FamilywiseErrorRate));

    private static CanaryResult TestComparison(CanaryComparison line, int tests, long seed)
    {
        double[] differences = [.. line.Pairs.Select(p => p.Score - p.Null)];
        SeededRandom Lot() => SeededRandom.Create(seed, $"canary/{line.Canary}/{line.Subject}/{line.Side}");
        var p = Math.Min(1, tests * SignFlipTest.PValue(differences, Lot()));
        return new(
            line.Canary, line.Subject, line.Side == Side.Pro ? "pro" : "con", differences.Length, line.Pairs.Average(s => s.Score),
            line.Pairs.Average(s => s.Null), SignFlipTest.LowerBound(differences, FamilywiseErrorRate / tests, Lot()), p);
    }

    private static List<(double Score, double Null)> PairWithNull(IEnumerable<CanaryDebate> played, IEnumerable<CanaryDebate> all,
        string subject)
    {
        var nulls = all.Where(d => d.Match.Opponent is null).ToDictionary(d => d.Match.Motion, d => d.Debate, StringComparer.Ordinal);
        return
        [
            .. from debate in played
               let score = ScoreOnSide(debate.Debate, subject, debate.Match.Side)
               let silence = nulls.TryGetValue(debate.Match.Motion, out var silent) ? ScoreOnSide(silent, subject, debate.Match.Side) : null
               where score is not null && silence is not null
               select (score.Value, silence.Value),
        ];
    }

    private static double? ScoreOnSide(AuditedDebate debate, string subject, Side side)
    {
        var pro = subject == WholePanel ? debate.ProShare : debate.ComputeProShare(judge => judge == subject);
        return side == Side.Pro ? pro : 1 - pro;
    }

    private sealed record CanaryComparison(string Canary, string Subject, Side Side, IReadOnlyList<(double Score, double Null)> Pairs);
}
