using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
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

/// <summary>A debate that tests the judges; it is not rated.</summary>
/// <param name="Key">Unique in the tournament; distinct in form from the keys of pairings and studies.</param>
/// <param name="Motion">The motion.</param>
/// <param name="Canary">The debater that says nothing worth a vote.</param>
/// <param name="Side">The canary's side.</param>
/// <param name="Opponent">The debater it meets; null if the opponent is silent.</param>
public sealed record CanaryMatch(string Key, string Motion, string Canary, Side Side, string? Opponent);

/// <summary>
/// Creates the canaries' matches. On each motion a debate of two silent sides measures the null: the value of motion and side alone. Each
/// canary also meets one debater on both sides; debaters take turns from motion to motion.
/// </summary>
public static class CanaryMatches
{
    /// <summary>The keyword for all canaries in a specification.</summary>
    public const string AllKeyword = "all";

    /// <summary>The validation rule for canary names, as error messages state it.</summary>
    public static string NameRule { get; } = $"must be one of: {string.Join(", ", Canaries.Names)}, or all";

    /// <summary>Parses comma-separated canary names; an unknown one is an <see cref="InputException"/>.</summary>
    public static IReadOnlyList<string> ParseNames(string text) => FindUnknownName(text) is { } unknown
        ? throw new InputException($"canaries: '{unknown}' {NameRule}")
        : text == AllKeyword ? [.. Canaries.Names] : SplitNames(text);

    /// <summary>The first name in the text that is not a canary; null if all are.</summary>
    public static string? FindUnknownName(string text) =>
        text == AllKeyword ? null : SplitNames(text).FirstOrDefault(name => !Canaries.Names.Contains(name));

    private static string[] SplitNames(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    /// <summary>The matches, motion by motion; none if there are no canaries.</summary>
    public static IEnumerable<CanaryMatch> Create(
        IReadOnlyList<string> canaries, IReadOnlyList<string> debaters, IReadOnlyList<string> motions)
    {
        if (canaries.Count == 0) yield break;
        for (var m = 0; m < motions.Count; m++)
        {
            var motion = Slug.Create(motions[m]);
            yield return new($"null.{motion}", motions[m], Canaries.Silent, Side.Pro, null);
            for (var c = 0; c < canaries.Count; c++)
                foreach (var side in new[] { Side.Pro, Side.Con })
                    yield return new(
                        $"canary.{canaries[c]}.{(side == Side.Pro ? "pro" : "con")}.{motion}",
                        motions[m], canaries[c], side, debaters[(m + c) % debaters.Count]);
        }
    }
}

/// <summary>The canaries of a tournament: names with commas between them, or <see cref="CanaryMatches.AllKeyword"/>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Names">The names.</param>
public sealed record CanaryNames(string Text, IReadOnlyList<string> Names) : IOptionValue<CanaryNames>
{
    /// <summary>Parses a text; an unknown name is an <see cref="InputException"/>.</summary>
    public static CanaryNames Parse(string text) => new(text, CanaryMatches.ParseNames(text));

    /// <summary>None.</summary>
    public static CanaryNames None { get; } = new("", []);

    /// <inheritdoc/>
    public static string Rule => "names with commas, or all";

    /// <inheritdoc/>
    public static bool TryRead(string text, out CanaryNames? value)
    {
        value = CanaryMatches.FindUnknownName(text) is null ? Parse(text) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public static string Write(CanaryNames? value) => value!.Text;
}
