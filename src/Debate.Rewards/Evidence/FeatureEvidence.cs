using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// A patient's state as an evidence game (Sukovic and Radanovic, ICLR 2024): pro argues for one action, con for another, the items are the
/// features of the state, and the learned judge prefers the action with the higher score given what was revealed. Immutable; every game
/// gets its own judge.
/// </summary>
public sealed class FeatureEvidence
{
    /// <summary>
    /// A game about <paramref name="state"/>, a row of <paramref name="features"/>. Throws <see cref="InputException"/> if the judge was
    /// trained on other features, or the state or an action does not exist.
    /// </summary>
    public FeatureEvidence(LearnedJudge judge, FeatureTable features, int state, int pro, int con)
    {
        judge.EnsureMatches(features, judge.Network.Shape.Actions);
        if (state < 0 || state >= features.Rows) throw new InputException($"state {state}: not in 0..{features.Rows - 1}");
        foreach (var action in new[] { pro, con })
            if (action < 0 || action >= judge.Network.Shape.Actions)
                throw new InputException($"action {action}: not in 0..{judge.Network.Shape.Actions - 1}");
        (Judge, Features, State, Pro, Con) = (judge, features, state, pro, con);
    }

    /// <summary>The judge.</summary>
    public LearnedJudge Judge { get; }

    /// <summary>The items: the features of all states.</summary>
    public FeatureTable Features { get; }

    /// <summary>The state.</summary>
    public int State { get; }

    /// <summary>The items' values.</summary>
    public ReadOnlySpan<float> Values => Features.Row(State);

    /// <summary>The action that pro argues for.</summary>
    public int Pro { get; }

    /// <summary>The action that con argues for.</summary>
    public int Con { get; }

    /// <summary>The action that a side argues for.</summary>
    public int ActionOf(Side side) => side == Side.Pro ? Pro : Con;

    /// <summary>
    /// Creates a game with as many reveals as the judge was trained to see, whose judgements are spent of <paramref name="budget"/>.
    /// </summary>
    public EvidenceGame CreateGame(Side starter = Side.Pro, SearchBudget? budget = null) =>
        new(new EvidenceRules(Features.Count, Judge.Origin.Items, starter), new FeatureJudge(this, budget: budget));

    /// <summary>Creates a game with these rules.</summary>
    public EvidenceGame CreateGame(EvidenceRules rules) => new(rules, new FeatureJudge(this));
}

/// <summary>
/// Spends judged sets of evidence of a search's budget, many at a time: a step costs more than a judgement. Without a budget it does nothing.
/// </summary>
internal struct JudgedSetCounter(SearchBudget? budget)
{
    private const int SetsPerStep = 64;
    private int _judged;

    /// <summary>Counts one more set.</summary>
    public void CountSet()
    {
        if (budget is null || ++_judged < SetsPerStep) return;
        _judged = 0;
        budget.Spend(SetsPerStep);
    }
}

/// <summary>
/// Judges one action against another given the revealed features: the utility is the sign of J(pro) - J(con), the margin is that difference
/// (the log odds of pro). Each set is judged from scratch, so its judgement does not depend on earlier ones, down to the last bit.
/// </summary>
public sealed class FeatureJudge : IEvidenceJudge
{
    private readonly JudgeNetwork _network;
    private readonly SolvedGame? _solved;
    private readonly int[] _revealed;
    private JudgedSetCounter _counter;

    /// <param name="evidence">The state and the two actions to judge.</param>
    /// <param name="solved">The same game solved over all items, if available: it holds the same judgements, bit for bit.</param>
    /// <param name="budget">What judgements are spent of; null for none.</param>
    internal FeatureJudge(FeatureEvidence evidence, SolvedGame? solved = null, SearchBudget? budget = null) =>
        (Evidence, _solved, _network, _revealed, _counter) =
        (evidence, solved, evidence.Judge.Network.WithSharedWeights(), new int[evidence.Features.Count], new(budget));

    /// <summary>The state and the two actions to judge.</summary>
    public FeatureEvidence Evidence { get; }

    /// <inheritdoc/>
    public int Items => _revealed.Length;

    /// <inheritdoc/>
    public Judgement Judge(EvidenceSet revealed)
    {
        _counter.CountSet();
        var count = 0;
        for (var word = 0; word < revealed.Words.Length; word++)
            for (var bits = revealed.Words[word]; bits != 0; bits &= bits - 1)
                _revealed[count++] = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
        var shown = _revealed.AsSpan(0, count);
        var ahead = count == _solved?.Reveals
            ? _solved.Margin(shown) : _network.ScoreDifference(Evidence.Values, shown, Evidence.Pro, Evidence.Con);
        return new(Math.Sign(ahead), ahead, true);
    }
}
