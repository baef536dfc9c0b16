using Debate.Rewards.Environments;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Judges;

/// <summary>
/// A distribution of comparisons: a row s and a demonstrated action a with probability w(s, a), against another action a' drawn uniformly.
/// Every accuracy belongs to such a law, and so do the bounds that it is read against: both are computed exactly from w.
/// </summary>
public sealed class PairLaw
{
    private const double Tie = 1e-9;

    private readonly double[] _weights;

    private PairLaw(string name, (FeatureTable Features, int Actions) of, double[] weights, bool isSample)
    {
        (Name, (Features, Actions), _weights) = (name, of, weights);
        var marginal = Marginal(weights, Actions);
        NoEvidence = Accuracy(marginal, marginal);
        Bayes = isSample ? double.NaN : Enumerable.Range(0, Features.Rows).Sum(row => Accuracy(Of(row), Of(row)));
    }

    /// <summary>What is compared, for reports.</summary>
    public string Name { get; }

    /// <summary>The rows.</summary>
    public FeatureTable Features { get; }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>The accuracy of the best judge that sees no evidence: it prefers the action that is demonstrated more often.</summary>
    public double NoEvidence { get; }

    /// <summary>
    /// The accuracy that no judge exceeds, seeing everything (Bayes): it prefers the action that is demonstrated more often in this very
    /// row. Fewer items of evidence can only lower it. NaN where the law is a sample: of a row seen once nobody knows what else is done
    /// there.
    /// </summary>
    public double Bayes { get; }

    /// <summary>w(s, a) for all actions of a row.</summary>
    public ReadOnlySpan<double> Of(int row) => _weights.AsSpan(row * Actions, Actions);

    /// <summary>
    /// The law of what <paramref name="expert"/> does in an environment: w is its expected number of visits to a state times its
    /// probability of the action; weighted by the inverse of how frequent the action is, or not. With <paramref name="rows"/> only those.
    /// </summary>
    public static PairLaw Of(TabularEnvironment environment, Policy expert, Weighting weighting, IReadOnlySet<int>? rows = null)
    {
        var weights = new double[environment.States * environment.Actions];
        var visits = new PolicyChain(environment, expert).Visits()
            ?? throw new InputException($"policy {expert.Name}: episodes in {environment.Name} may never end, so visits have no shares");
        foreach (var state in environment.Open.Where(s => rows?.Contains(s) != false))
            for (var action = 0; action < environment.Actions; action++)
                weights[state * environment.Actions + action] = visits[state] * expert.In(state)[action];
        var where = rows is null ? "" : FormattableString.Invariant($" on {rows.Count} held-out states");
        return Of($"{expert.Name} in {environment.Name}{where}", (environment.Features, environment.Actions), weights, weighting);
    }

    /// <summary>
    /// The law of logged steps, each a row and what was done there; weighted by the inverse of how frequent the action is, or not.
    /// </summary>
    public static PairLaw Of(
        string name, (FeatureTable Features, int Actions) of, IEnumerable<(int Row, int Action)> steps, Weighting weighting)
    {
        var weights = new double[of.Features.Rows * of.Actions];
        foreach (var (row, action) in steps) weights[row * of.Actions + action]++;
        return Of(name, of, weights, weighting, isSample: true);
    }

    private static PairLaw Of(
        string name, (FeatureTable Features, int Actions) of, double[] weights, Weighting weighting, bool isSample = false)
    {
        if (weighting == Weighting.InverseFrequency) Balance(weights, of.Actions);
        var sum = weights.Sum();
        if (!(sum > 0)) throw new InputException($"{name}: it visits none of the rows that are compared");
        for (var i = 0; i < weights.Length; i++) weights[i] /= sum;
        var word = weighting == Weighting.InverseFrequency ? "inverse-frequency-weighted" : "unweighted";
        return new($"{word} pairs of {name}", of, weights, isSample);
    }

    /// <summary>A comparison drawn from the law.</summary>
    internal (int Row, int Action, int Other) Draw(Draws draws)
    {
        var (left, at) = (draws.Unit(), -1);
        for (var i = 0; i < _weights.Length && left >= 0; i++)
            if (_weights[i] > 0) left -= _weights[at = i];
        var (action, other) = (at % Actions, draws.Below(Actions - 1));
        return (at / Actions, action, other < action ? other : other + 1);
    }

    /// <summary>
    /// How much of the mass <paramref name="weights"/>, one an action, falls on comparisons that <paramref name="scores"/> decides for the
    /// demonstrated action; a tie counts half.
    /// </summary>
    internal static double Accuracy(ReadOnlySpan<double> weights, ReadOnlySpan<double> scores)
    {
        var right = 0.0;
        for (var action = 0; action < weights.Length; action++)
        {
            if (weights[action] == 0) continue;
            var wins = 0.0;
            for (var other = 0; other < weights.Length; other++)
                if (other != action) wins += Wins(scores[action], scores[other]);
            right += weights[action] * wins / (weights.Length - 1);
        }
        return right;
    }

    private static double Wins(double score, double other) =>
        Math.Abs(score - other) <= Tie * Math.Max(Math.Abs(score), Math.Abs(other)) ? 0.5 : score > other ? 1 : 0;

    private static void Balance(double[] weights, int actions)
    {
        var marginal = Marginal(weights, actions);
        for (var i = 0; i < weights.Length; i++)
            if (weights[i] > 0) weights[i] /= marginal[i % actions];
    }

    private static double[] Marginal(double[] weights, int actions)
    {
        var marginal = new double[actions];
        for (var i = 0; i < weights.Length; i++) marginal[i % actions] += weights[i];
        return marginal;
    }
}
