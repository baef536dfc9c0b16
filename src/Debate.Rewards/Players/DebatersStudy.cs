using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>
/// Compares debaters: whose evidence agrees with clinicians, and whose withstands a confuser (Sukovic and Radanovic, ICLR 2024). Judges and
/// players learn on most of the states, and every player is tested on comparisons in the others, together with attributions, random
/// evidence, exact play and the judge that sees everything. If a game can be solved, only the choice of cases is sampled and everything
/// else about it is exact.
/// </summary>
/// <param name="Benchmark">The benchmark.</param>
public sealed record DebatersStudy(Benchmark Benchmark)
{
    /// <summary>Number of episodes of the expert that judges and players learn from.</summary>
    public int Episodes { get; init; } = 12_000;

    /// <summary>The share of states held out from all learning, in (0, 1).</summary>
    public double HeldOutShare { get; init; } = .2;

    /// <summary>Number of comparisons in the held-out states that players are tested on, at least 1.</summary>
    public int Samples { get; init; } = 500;

    /// <summary>
    /// How players learn from play; each has this budget, a confuser half of it. The seed is overridden by that of the run.
    /// </summary>
    public PolicyOptimisation Learning { get; init; } = new(0);

    /// <summary>How a player learns from examples of exact play. The seed is overridden by that of the run.</summary>
    public Imitation Imitating { get; init; } = new(0);

    /// <summary>
    /// Runs the study with judges trained as <paramref name="training"/> specifies, for its number of items, for half of them, and for all
    /// features. Throws <see cref="InputException"/> if the number of items is odd. <paramref name="report"/> receives the share done, in
    /// [0, 1].
    /// </summary>
    public DebatersRun Run(JudgeTraining training, Action<double>? report = null, CancellationToken stop = default)
    {
        if (training.Items < 2 || training.Items % 2 != 0) throw new InputException($"items: {training.Items} is not even and at least 2");
        if (Samples < 1) throw new InputException($"samples: {Samples} is not at least 1");
        if (HeldOutShare is not (> 0 and < 1))
            throw new InputException(FormattableString.Invariant($"held out: {HeldOutShare} is not in (0, 1)"));
        var environment = Benchmark.Environment;
        var held = SelectHeldOutStates(environment, training.Seed);
        var demonstrations = Demonstrations.FromPolicy(environment, Benchmark.Expert, Episodes, training.Seed, held);
        var distribution = PairDistribution.Create(environment, Benchmark.Expert, training.Weighting, held);
        var studyArms = new StudyArms(this, training, demonstrations, new WorkProgress(share => report?.Invoke(TrainingShare * share)),
            stop);
        var armTotals = studyArms.Arms.Select(c => new ArmTotals(c)).ToArray();
        var draws = SeededRandom.Create(training.Seed, "debaters/cases");
        for (var sample = 0; sample < Samples; sample++)
        {
            stop.ThrowIfCancellationRequested();
            var (row, action, other) = distribution.Sample(draws);
            var contest = new SolvedCase(new(studyArms.Judge, environment.Features, row, action, other), (long)draws.NextUInt64());
            foreach (var tally in armTotals) tally.Add(contest);
            report?.Invoke(TrainingShare + (1 - TrainingShare) * (sample + 1) / Samples);
        }
        return new(demonstrations.Name, distribution.Name, distribution.NoEvidence, distribution.Bayes,
            [.. armTotals.Select(t => t.ToResult())]);
    }

    private const double TrainingShare = .8;

    private HashSet<int> SelectHeldOutStates(TabularEnvironment environment, long seed)
    {
        var states = environment.OpenStates.ToList();
        SeededRandom.Create(seed, "debaters/held out").Shuffle(states);
        return [.. states.Take((int)Math.Ceiling(HeldOutShare * states.Count))];
    }
}

/// <summary>Combines the progress of the parts of one job into one report, in [0, 1].</summary>
internal sealed class WorkProgress(Action<double>? report)
{
    private double _share;

    /// <summary>A reporter for a part with this share of the whole job; it receives how much of <paramref name="all"/> is done.</summary>
    public Action<double> CreatePartReporter(double share, double all)
    {
        var before = _share;
        return done => Report(before + share * done / all);
    }

    /// <summary>A reporter for parts that receive the number of new units done; each unit is this share of the whole job.</summary>
    public Action<int> CreateIncrementReporter(double unit) => more => Report(_share + unit * more);

    private void Report(double share) => report?.Invoke(_share = Math.Min(1, share));
}

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
