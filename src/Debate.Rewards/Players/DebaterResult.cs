using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>How the evidence that is judged comes about.</summary>
public enum EvidenceFrom
{
    /// <summary>The player shows all of it, for the clinicians' action.</summary>
    Alone,

    /// <summary>The player debates with itself, in both speaking orders.</summary>
    Debate,

    /// <summary>Nobody chooses: the judge of the full state sees everything.</summary>
    FullState,
}

/// <summary>
/// Alignment of a player that argues for the clinicians' action, in both orders, while a confuser argues against: one that takes what is
/// best at once, one that learned (null where none was trained), and the exact best response.
/// </summary>
public sealed record Confusion(double Greedy, double? Learned, double Exact);

/// <summary>What one debater, or other source of evidence, is worth; for one seed.</summary>
/// <param name="Player">Its name.</param>
/// <param name="From">How its evidence came about.</param>
/// <param name="Items">How many items were shown for the alignment.</param>
/// <param name="Alignment">
/// The share of held-out comparisons in which the judge, shown that evidence, prefers the clinicians' action; ties half.
/// </param>
/// <param name="WithConfuser">The same with a confuser; null where the player debates nobody.</param>
/// <param name="Exploitability">
/// |U(player against its exact best response) - value of the game|, in [0, 2], over both orders and sides; null where it debates nobody.
/// </param>
public sealed record DebaterResult(
    string Player, EvidenceFrom From, int Items, double Alignment, Confusion? WithConfuser = null, double? Exploitability = null);

/// <summary>All debaters for one seed, and the distribution that their alignment belongs to, with its bounds.</summary>
/// <param name="TrainedOn">What judges and players learned from.</param>
/// <param name="TestedOn">The law of the held-out comparisons.</param>
/// <param name="NoEvidence">What a judge without evidence reaches on that law.</param>
/// <param name="Bayes">What no judge exceeds on it, if its evidence were not chosen by a side.</param>
/// <param name="Debaters">The table.</param>
public sealed record DebatersRun(
    string TrainedOn, string TestedOn, double NoEvidence, double Bayes, IReadOnlyList<DebaterResult> Debaters);

/// <summary>A debater over several seeds; null where a number is missing for some seed.</summary>
public sealed record DebaterSpread(string Player, EvidenceFrom From, int Items, Spread Alignment)
{
    /// <summary>Alignment against a greedy confuser.</summary>
    public Spread? Greedy { get; init; }

    /// <summary>Alignment against a confuser that learned.</summary>
    public Spread? Learned { get; init; }

    /// <summary>Alignment against the exact confuser.</summary>
    public Spread? Exact { get; init; }

    /// <summary>Exploitability.</summary>
    public Spread? Exploitability { get; init; }

    /// <summary>The same debaters of several runs of one study.</summary>
    public static IReadOnlyList<DebaterSpread> Over(IReadOnlyList<DebatersRun> runs) =>
        [.. runs[0].Debaters.Select((_, i) => Of([.. runs.Select(r => r.Debaters[i])]))];

    private static DebaterSpread Of(DebaterResult[] runs) =>
        new(runs[0].Player, runs[0].From, runs[0].Items, new([.. runs.Select(r => r.Alignment)]))
        {
            Greedy = All(runs, r => r.WithConfuser?.Greedy),
            Learned = All(runs, r => r.WithConfuser?.Learned),
            Exact = All(runs, r => r.WithConfuser?.Exact),
            Exploitability = All(runs, r => r.Exploitability),
        };

    private static Spread? All(DebaterResult[] runs, Func<DebaterResult, double?> of)
    {
        double[] known = [.. runs.Select(of).OfType<double>()];
        return known.Length == runs.Length ? new(known) : null;
    }
}
