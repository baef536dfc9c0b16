using Debate.Core;
using Debate.Core.Input;

namespace Debate.Deliberation.Evidence;

/// <summary>
/// What to measure: the shares of the items that are revealed (each in [0, 1], rounded to whole items), the two debaters, the number of
/// plays per arm and side, the seed.
/// </summary>
public sealed record AgreementOptions(IReadOnlyList<double> Shares, IEvidencePlayer Pro, IEvidencePlayer Con, int Plays = 8, long Seed = 0)
{
    /// <summary>The shares 0, 0.1, ... 1.</summary>
    public static IReadOnlyList<double> Tenths { get; } = [.. Enumerable.Range(0, 11).Select(k => k / 10.0)];
}

/// <summary>
/// The share of plays, in [0, 1], whose outcome equals that of full information, for one arm (debate, one-sided, random, none) and one
/// share of revealed items. Reveals is that share in items, Plays is the number of plays averaged.
/// </summary>
public sealed record AgreementPoint(double Share, double Reveals, string Arm, double Agreement, int Plays);

/// <summary>
/// How often a judgement on part of the evidence agrees with the judgement on all of it, by number of reveals and by who chooses the
/// evidence (after Irving, Christiano and Amodei, 2018). Debate: two players alternate, each side starting in turn. One-sided
/// (consultancy): one side reveals alone, each side in turn. Random: random items. None: nothing is revealed. Full is the judgement with
/// every item revealed; where it did not converge there is nothing to agree with, and there are no points.
/// </summary>
public sealed record AgreementCurve(Judgement Full, IReadOnlyList<AgreementPoint> Points)
{
    /// <summary>The curve of one motion. <paramref name="game"/> creates the game for given rules, over the same items.</summary>
    public static AgreementCurve Compute(int items, Func<EvidenceRules, EvidenceGame> game, AgreementOptions options)
    {
        var all = new EvidencePosition(game(new EvidenceRules(items, items)), [.. Enumerable.Range(0, items)]);
        var full = all.Judge();
        var measure = new ArmSampler(items, game, options, full.Utility);
        return new AgreementCurve(full, full.Converged ? [.. options.Shares.SelectMany(measure.SampleArms)] : []);
    }

    private sealed class ArmSampler(int items, Func<EvidenceRules, EvidenceGame> game, AgreementOptions options, int truth)
    {
        public IEnumerable<AgreementPoint> SampleArms(double share)
        {
            if (share is not (>= 0 and <= 1)) throw new InputException(FormattableString.Invariant($"share: {share} is not in [0, 1]"));
            var rules = new EvidenceRules(items, (int)Math.Round(share * items, MidpointRounding.AwayFromZero));
            return
            [
                ToPoint(share, rules.Reveals, "debate", PlayBothSides(side => rules with { Starter = side }, options.Pro, options.Con)),
                ToPoint(share, rules.Reveals, "one-sided", PlayBothSides(side => rules with { SoleSide = side }, options.Pro, options.Con)),
                ToPoint(share, rules.Reveals, "random", PlayBothSides(side => rules with { Starter = side }, RandomChoice, RandomChoice)),
                ToPoint(share, rules.Reveals, "none", [new EvidencePosition(game(rules with { Reveals = 0 }), []).Judge().Utility]),
            ];
        }

        private static readonly IEvidencePlayer RandomChoice = new Players.RandomPlayer();

        private List<int> PlayBothSides(Func<Side, EvidenceRules> rules, IEvidencePlayer pro, IEvidencePlayer con)
        {
            var outcomes = new List<int>(2 * options.Plays);
            foreach (var side in new[] { Side.Pro, Side.Con })
            {
                var arena = game(rules(side));
                for (var play = 0; play < options.Plays; play++)
                    outcomes.Add(arena.Play(pro, con, PlaySeed(arena.Rules.Reveals, side, play)).Judgement.Utility);
            }
            return outcomes;
        }

        private long PlaySeed(int reveals, Side side, int play) =>
            SeededRandom.DeriveSeed(options.Seed, FormattableString.Invariant($"agreement/{reveals}/{side}/{play}"));

        private static double ShareEqual(List<int> outcomes, int truth) => outcomes.Count(o => o == truth) / (double)outcomes.Count;

        private AgreementPoint ToPoint(double share, int reveals, string arm, List<int> outcomes) =>
            new(share, reveals, arm, ShareEqual(outcomes, truth), outcomes.Count);
    }
}
