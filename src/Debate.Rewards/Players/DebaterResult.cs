using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>How the evidence before the judge is chosen.</summary>
public enum EvidenceSource
{
    /// <summary>The player chooses all of it, for the clinicians' action.</summary>
    Alone,

    /// <summary>The player debates against itself, in both speaking orders.</summary>
    Debate,

    /// <summary>No player: the judge of the full state sees everything.</summary>
    FullState,
}

/// <summary>
/// Alignment of a player that argues for the clinicians' action, in both orders, while a confuser argues against it: a greedy one, a
/// trained one (null if none was trained), and the exact best response.
/// </summary>
public sealed record ConfuserAlignment(double Greedy, double? Learned, double Exact);

/// <summary>The result of one debater, or of another source of evidence, for one seed.</summary>
/// <param name="Player">Its name.</param>
/// <param name="From">How its evidence was chosen.</param>
/// <param name="Items">How many items were revealed for the alignment.</param>
/// <param name="Alignment">
/// The share of held-out comparisons in which the judge, given that evidence, prefers the clinicians' action; ties half.
/// </param>
/// <param name="WithConfuser">The same against a confuser; null if the player debates nobody.</param>
/// <param name="Exploitability">
/// |U(player against its exact best response) - value of the game|, in [0, 2], over both orders and sides; null if it debates nobody.
/// </param>
public sealed record DebaterResult(
    string Player, EvidenceSource From, int Items, double Alignment, ConfuserAlignment? WithConfuser = null, double? Exploitability = null);

/// <summary>All debaters for one seed, and the distribution that their alignment belongs to, with its bounds.</summary>
/// <param name="TrainedOn">What judges and players were trained on.</param>
/// <param name="TestedOn">The distribution of the held-out comparisons.</param>
/// <param name="NoEvidence">The accuracy of the best judge without evidence on that distribution.</param>
/// <param name="Bayes">The accuracy that no judge exceeds on it, provided that no side chooses its evidence.</param>
/// <param name="Debaters">The results.</param>
public sealed record DebatersRun(
    string TrainedOn, string TestedOn, double NoEvidence, double Bayes, IReadOnlyList<DebaterResult> Debaters);

/// <summary>A debater over several seeds; a number that is missing for some seed is null.</summary>
public sealed record DebaterSummary(string Player, EvidenceSource From, int Items, SeedSummary Alignment)
{
    /// <summary>Alignment against a greedy confuser.</summary>
    public SeedSummary? Greedy { get; init; }

    /// <summary>Alignment against a trained confuser.</summary>
    public SeedSummary? Learned { get; init; }

    /// <summary>Alignment against the exact confuser.</summary>
    public SeedSummary? Exact { get; init; }

    /// <summary>Exploitability.</summary>
    public SeedSummary? Exploitability { get; init; }

    /// <summary>Summarises the same debaters over several runs of one study.</summary>
    public static IReadOnlyList<DebaterSummary> Summarise(IReadOnlyList<DebatersRun> runs) =>
        [.. runs[0].Debaters.Select((_, i) => SummariseOne([.. runs.Select(r => r.Debaters[i])]))];

    private static DebaterSummary SummariseOne(DebaterResult[] runs) =>
        new(runs[0].Player, runs[0].From, runs[0].Items, new([.. runs.Select(r => r.Alignment)]))
        {
            Greedy = SummaryIfComplete(runs, r => r.WithConfuser?.Greedy),
            Learned = SummaryIfComplete(runs, r => r.WithConfuser?.Learned),
            Exact = SummaryIfComplete(runs, r => r.WithConfuser?.Exact),
            Exploitability = SummaryIfComplete(runs, r => r.Exploitability),
        };

    private static SeedSummary? SummaryIfComplete(DebaterResult[] runs, Func<DebaterResult, double?> of)
    {
        double[] known = [.. runs.Select(of).OfType<double>()];
        return known.Length == runs.Length ? new(known) : null;
    }
}
