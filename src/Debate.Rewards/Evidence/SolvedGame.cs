using System.Numerics.Tensors;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// A game over the features of a patient, solved in arrays: every set of evidence with which a debate may end is judged once, and the
/// pre-activations of the judge's first layer are extended item by item along the enumeration. After that, values, optimal moves and best
/// responses need no judging. One instance serves one thread.
/// </summary>
public sealed class SolvedGame
{
    private readonly int[] _allowedItems;
    private readonly float[] _margins;

    private readonly SearchBudget? _budget;

    private SolvedGame(FeatureEvidence evidence, int reveals, int[] among, SearchBudget? budget)
    {
        (Evidence, Reveals, _allowedItems, _budget) = (evidence, reveals, among, budget);
        Numbering = new(among.Length, reveals);
        _margins = new float[Numbering.Binomial(among.Length, reveals)];
        new Enumeration(evidence, among, (Numbering, _margins), budget).JudgeAllSets(reveals);
    }

    /// <summary>
    /// Solves the game with <paramref name="reveals"/> reveals in which both sides may reveal only the items <paramref name="among"/>, or
    /// all items if null. Throws <see cref="InputException"/> if there are fewer items than reveals, an item does not exist, or there are
    /// too many sets. The sets that are judged, and then those that are valued, are spent of <paramref name="budget"/>, if one is given.
    /// </summary>
    public static SolvedGame Solve(
        FeatureEvidence evidence, int reveals, IReadOnlyList<int>? among = null, SearchBudget? budget = null)
    {
        int[] items = [.. (among ?? [.. Enumerable.Range(0, evidence.Features.Count)]).Distinct().Order()];
        if (reveals < 0 || reveals > items.Length) throw new InputException($"reveals: {reveals} is not in 0..{items.Length}");
        if (items.Any(i => i < 0 || i >= evidence.Features.Count))
            throw new InputException($"item {items.First(i => i < 0 || i >= evidence.Features.Count)}: there is no such feature");
        return new(evidence, reveals, items, budget);
    }

    /// <summary>The state and the two actions that the game is about.</summary>
    public FeatureEvidence Evidence { get; }

    /// <summary>The total number of reveals.</summary>
    public int Reveals { get; }

    /// <summary>The items that may be revealed, ascending.</summary>
    public IReadOnlyList<int> AllowedItems => _allowedItems;

    /// <summary>How many sets of evidence were judged.</summary>
    public int Leaves => _margins.Length;

    /// <summary>The judgement of the set that is best for pro: what pro achieves without an opponent.</summary>
    public Judgement BestForPro
    {
        get
        {
            var max = TensorPrimitives.Max<float>(_margins);
            return new(Math.Sign(max), max, true);
        }
    }

    /// <summary>Creates the game itself, over all items; throws <see cref="InputException"/> if only some of them were solved.</summary>
    public EvidenceGame CreateGame(Side starter)
    {
        if (_allowedItems.Length != Evidence.Features.Count) throw new InputException("game: it was solved over some of the items only");
        return new(new(_allowedItems.Length, Reveals, starter), new FeatureJudge(Evidence, this));
    }

    /// <summary>Optimal play by both sides when <paramref name="starter"/> begins.</summary>
    public SolvedPlay OptimalPlay(Side starter) => new(this, new(_allowedItems.Length, Reveals, starter), _margins, _budget);

    /// <summary>
    /// Optimal play by one side against an opponent that reveals uniformly random items; the value is the expected utility.
    /// </summary>
    public SolvedPlay OptimalPlayAgainstRandom(Side starter, Side random) => new(
        this, new(_allowedItems.Length, Reveals, starter), Array.ConvertAll(_margins, m => (float)Math.Sign(m)), _budget, random);

    internal CombinatorialNumbering Numbering { get; }

    /// <summary>The margin of a set given as ascending indices into <see cref="AllowedItems"/>.</summary>
    internal float Margin(ReadOnlySpan<int> places) => _margins[Numbering.Rank(places)];

    internal int IndexOf(int item)
    {
        var place = Array.BinarySearch(_allowedItems, item);
        return place >= 0 ? place : throw new InputException($"item {item}: it is not among those of the solved game");
    }

    /// <summary>Visits every set once, depth first; each level keeps the first layer's pre-activations for its items.</summary>
    private sealed class Enumeration(
        FeatureEvidence evidence, int[] among, (CombinatorialNumbering Numbering, float[] Margins) into, SearchBudget? budget)
    {
        private readonly JudgeNetwork _judge = evidence.Judge.Network.WithSharedWeights();
        private readonly float[] _values = evidence.Values.ToArray();
        private float[][] _preActivations = [];
        private JudgedSetCounter _counter = new(budget);

        public void JudgeAllSets(int reveals)
        {
            _preActivations = [.. Enumerable.Range(0, reveals + 1).Select(_ => new float[_judge.Shape.Hidden])];
            _judge.EncodeEvidence(_values, [], _preActivations[0]);
            JudgeSets(0, 0, 0);
        }

        private void JudgeSets(int size, int from, int rank)
        {
            var left = _preActivations.Length - 1 - size;
            if (left == 0)
            {
                _counter.CountSet();
                into.Margins[rank] = _judge.ScoreDifference(_preActivations[size], evidence.Pro, evidence.Con);
            }
            else
                for (var place = from; place <= among.Length - left; place++)
                {
                    _judge.AddItem(_values, among[place], _preActivations[size], _preActivations[size + 1]);
                    JudgeSets(size + 1, place + 1, rank + into.Numbering.Binomial(place, size + 1));
                }
        }
    }
}

/// <summary>
/// An estimate of a game in both speaking orders, solved as if both sides could reveal only the items that matter most
/// (<see cref="Screening"/>). This is our own heuristic: no bound on its error is known.
/// </summary>
/// <param name="InOrder">The margin for pro under optimal play when pro speaks first.</param>
/// <param name="Reversed">The same when con does.</param>
/// <param name="Items">How many items could be revealed; the estimate is exact if that is all of them.</param>
/// <param name="Leaves">How many sets of evidence were judged to compute it.</param>
public sealed record PrunedGame(double InOrder, double Reversed, int Items, int Leaves)
{
    /// <summary>
    /// The default number of items: with six reveals a large game then takes a few hundredths of a second (18,564 sets of evidence).
    /// </summary>
    public const int DefaultItems = 18;

    private const int ItemStep = 2;

    /// <summary>The estimated reward of pro's action.</summary>
    public DebateReward Reward => new(Math.Sign(InOrder), Math.Sign(Reversed));

    /// <summary>
    /// Estimates a game over at most <paramref name="items"/> items, with as many reveals as the judge was trained to see. The seed
    /// determines the contexts in which items are tried. The judged sets are spent of <paramref name="budget"/>, if one is given.
    /// </summary>
    public static PrunedGame Estimate(FeatureEvidence evidence, int items = DefaultItems, long seed = 0, SearchBudget? budget = null)
    {
        var game = Solve(evidence, items, seed, budget);
        return new(game.OptimalPlay(Side.Pro).OptimalValue, game.OptimalPlay(Side.Con).OptimalValue, game.AllowedItems.Count, game.Leaves);
    }

    /// <summary>The same pruned game in a form that can be played.</summary>
    public static SolvedGame Solve(FeatureEvidence evidence, int items = DefaultItems, long seed = 0, SearchBudget? budget = null)
    {
        var reveals = evidence.Judge.Origin.Items;
        var among = Screening.SelectItems(evidence, reveals, Math.Max(items, reveals), SeededRandom.Create(seed, "screening"));
        return SolvedGame.Solve(evidence, reveals, among, budget);
    }

    /// <summary>The numbers of items to estimate a game over, from a few more than the reveals up to all.</summary>
    public static IEnumerable<int> ItemCounts(FeatureEvidence evidence)
    {
        for (var items = evidence.Judge.Origin.Items + ItemStep; items < evidence.Features.Count; items += ItemStep) yield return items;
        yield return evidence.Features.Count;
    }
}

/// <summary>
/// Selects the items that matter most in a game, when there are too many to search: half of them are the best for pro, half the best for
/// con, by the average change in margin when the item is added to a random set of the others. This is our own heuristic: no bound holds for
/// what it leaves out.
/// </summary>
public static class Screening
{
    /// <summary>
    /// Selects at most <paramref name="count"/> items, ascending, for a game with <paramref name="reveals"/> reveals. Each item is tried
    /// with <paramref name="contexts"/> random sets of the others, the same sets for all items.
    /// </summary>
    public static IReadOnlyList<int> SelectItems(FeatureEvidence evidence, int reveals, int count, SeededRandom draws, int contexts = 16)
    {
        if (count >= evidence.Features.Count) return [.. Enumerable.Range(0, evidence.Features.Count)];
        var judge = new FeatureJudge(evidence);
        var effects = new double[evidence.Features.Count];
        var items = Enumerable.Range(0, effects.Length).ToList();
        for (var context = 0; context < contexts; context++)
        {
            draws.Shuffle(items);
            var shown = new EvidenceSet(effects.Length);
            foreach (var item in items.Take(Math.Max(0, reveals - 1))) shown.Add(item);
            var before = judge.Judge(shown).Margin;
            foreach (var item in items.Skip(shown.Count))
            {
                shown.Add(item);
                // An item is not tried in the contexts that contain it. In expectation that happens equally often for all items, so the
                // mean is over a fixed number.
                effects[item] += (judge.Judge(shown).Margin - before) / contexts;
                shown.Remove(item);
            }
        }
        int[] byEffect = [.. Enumerable.Range(0, effects.Length).OrderByDescending(i => effects[i])];
        return [.. byEffect.Take((count + 1) / 2).Concat(byEffect.TakeLast(count / 2)).Order()];
    }
}
