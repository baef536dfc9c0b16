using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Judges;

/// <summary>
/// A distribution of comparisons, as Sukovic and Radanovic (ICLR 2024) form them: a row s and a demonstrated action a with probability w(s,
/// a), against another action a' chosen uniformly. Every accuracy belongs to such a distribution, and so do the bounds to compare it with:
/// both are computed exactly from w.
/// </summary>
public sealed class PairDistribution
{
    private const double TieTolerance = 1e-9;

    private readonly double[] _weights;

    private PairDistribution(string name, (FeatureTable Features, int Actions) of, double[] weights, bool isSample)
    {
        (Name, (Features, Actions), _weights) = (name, of, weights);
        var marginal = ActionMarginal(weights, Actions);
        NoEvidence = Accuracy(marginal, marginal);
        Bayes = isSample ? double.NaN : Enumerable.Range(0, Features.Rows).Sum(row => Accuracy(RowWeights(row), RowWeights(row)));
    }

    /// <summary>A description of the comparisons, for reports.</summary>
    public string Name { get; }

    /// <summary>The rows.</summary>
    public FeatureTable Features { get; }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>The accuracy of the best judge that sees no evidence: it prefers the action that is demonstrated more often.</summary>
    public double NoEvidence { get; }

    /// <summary>
    /// The Bayes accuracy: the one that no judge exceeds even if it sees everything, because it prefers the action that is demonstrated
    /// more often in this very row. Fewer items of evidence can only lower it. NaN if the distribution is a sample: from a row that was
    /// seen once nobody knows what else is done there.
    /// </summary>
    public double Bayes { get; }

    /// <summary>w(s, a) for all A actions of a row.</summary>
    public ReadOnlySpan<double> RowWeights(int row) => _weights.AsSpan(row * Actions, Actions);

    /// <summary>
    /// The distribution of what <paramref name="expert"/> does in an environment: w is the expected number of visits to a state times the
    /// probability of the action, weighted by the inverse frequency of the action or not. If <paramref name="rows"/> is given, only those
    /// states count.
    /// </summary>
    public static PairDistribution Create(TabularEnvironment environment, Policy expert, DemonstrationWeighting weighting,
        IReadOnlySet<int>? rows = null)
    {
        var weights = new double[environment.States * environment.Actions];
        var visits = new PolicyChain(environment, expert).Visits()
            ?? throw new InputException($"policy {expert.Name}: episodes in {environment.Name} may never end, so visits have no shares");
        foreach (var state in environment.OpenStates.Where(s => rows?.Contains(s) != false))
            for (var action = 0; action < environment.Actions; action++)
                weights[state * environment.Actions + action] = visits[state] * expert.ActionProbabilities(state)[action];
        var where = rows is null ? "" : FormattableString.Invariant($" on {rows.Count} held-out states");
        return Normalise($"{expert.Name} in {environment.Name}{where}", (environment.Features, environment.Actions), weights, weighting);
    }

    /// <summary>
    /// The distribution of logged steps, each a row and the action taken there, weighted by the inverse frequency of the action or not.
    /// </summary>
    public static PairDistribution Create(
        string name, (FeatureTable Features, int Actions) of, IEnumerable<(int Row, int Action)> steps, DemonstrationWeighting weighting)
    {
        var weights = new double[of.Features.Rows * of.Actions];
        foreach (var (row, action) in steps) weights[row * of.Actions + action]++;
        return Normalise(name, of, weights, weighting, isSample: true);
    }

    private static PairDistribution Normalise(
        string name, (FeatureTable Features, int Actions) of, double[] weights, DemonstrationWeighting weighting, bool isSample = false)
    {
        if (weighting == DemonstrationWeighting.InverseFrequency) WeightByInverseFrequency(weights, of.Actions);
        var sum = weights.Sum();
        if (!(sum > 0)) throw new InputException($"{name}: it visits none of the rows that are compared");
        for (var i = 0; i < weights.Length; i++) weights[i] /= sum;
        var word = weighting == DemonstrationWeighting.InverseFrequency ? "inverse-frequency-weighted" : "unweighted";
        return new($"{word} pairs of {name}", of, weights, isSample);
    }

    /// <summary>Samples a comparison.</summary>
    internal (int Row, int Action, int Other) Sample(SeededRandom draws)
    {
        var (left, at) = (draws.NextDouble(), -1);
        for (var i = 0; i < _weights.Length && left >= 0; i++)
            if (_weights[i] > 0) left -= _weights[at = i];
        var (action, other) = (at % Actions, draws.NextInt(Actions - 1));
        return (at / Actions, action, other < action ? other : other + 1);
    }

    /// <summary>
    /// The part of the mass <paramref name="weights"/> (one number for each action) that falls on comparisons in which
    /// <paramref name="scores"/> favour the demonstrated action; a tie counts half.
    /// </summary>
    internal static double Accuracy(ReadOnlySpan<double> weights, ReadOnlySpan<double> scores)
    {
        var right = 0.0;
        for (var action = 0; action < weights.Length; action++)
        {
            if (weights[action] == 0) continue;
            var wins = 0.0;
            for (var other = 0; other < weights.Length; other++)
                if (other != action) wins += WinCredit(scores[action], scores[other]);
            right += weights[action] * wins / (weights.Length - 1);
        }
        return right;
    }

    private static double WinCredit(double score, double other) =>
        Math.Abs(score - other) <= TieTolerance * Math.Max(Math.Abs(score), Math.Abs(other)) ? 0.5 : score > other ? 1 : 0;

    private static void WeightByInverseFrequency(double[] weights, int actions)
    {
        var marginal = ActionMarginal(weights, actions);
        for (var i = 0; i < weights.Length; i++)
            if (weights[i] > 0) weights[i] /= marginal[i % actions];
    }

    private static double[] ActionMarginal(double[] weights, int actions)
    {
        var marginal = new double[actions];
        for (var i = 0; i < weights.Length; i++) marginal[i % actions] += weights[i];
        return marginal;
    }
}
