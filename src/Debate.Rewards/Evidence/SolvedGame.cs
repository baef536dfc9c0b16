using System.Numerics.Tensors;
using Debate.Argumentation.Solving;
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
