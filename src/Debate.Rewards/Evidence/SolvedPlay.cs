using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

/// <summary>
/// The value for pro, under optimal play, of every position of a <see cref="SolvedGame"/> in one speaking order, by backward induction over
/// sets. Play is optimal by margin; the sign of the value is the value of the game that counts only who wins.
/// </summary>
public sealed class SolvedPlay
{
    private readonly SolvedGame _game;
    private readonly EvidenceRules _rules;
    private readonly Side? _random;
    private readonly float[][] _values;
    private JudgedSetCounter _counter;

    internal SolvedPlay(SolvedGame game, EvidenceRules rules, float[] leaves, SearchBudget? budget, Side? random = null)
    {
        (_game, _rules, _random, _counter) = (game, rules, random, new(budget));
        _values = new float[game.Reveals + 1][];
        _values[game.Reveals] = leaves;
        for (var size = game.Reveals - 1; size >= 0; size--) _values[size] = SolveLayer(size);
    }

    /// <summary>The value of the whole game for pro: a margin, or an expected utility against a random side.</summary>
    public double OptimalValue => _values[0][0];

    /// <summary>The outcome for pro under optimal play: 1, 0 or -1.</summary>
    public int Outcome => Math.Sign(OptimalValue);

    /// <summary>The value for pro after these reveals, in any order.</summary>
    public double ValueAfter(IEnumerable<int> shown)
    {
        int[] places = [.. shown.Select(_game.IndexOf).Order()];
        return _values[places.Length][_game.Numbering.Rank(places)];
    }

    /// <summary>
    /// The best item to reveal for the side to move; of equally good ones, the one with the lowest number. The game must not be over. Also
    /// writes the value for pro of each item that may be revealed into <paramref name="itemValues"/> (indexed as in
    /// <see cref="SolvedGame.AllowedItems"/>; NaN if it is already revealed).
    /// </summary>
    public int BestItem(IEnumerable<int> shown, Span<double> itemValues)
    {
        int[] places = [.. shown.Select(_game.IndexOf).Order()];
        var children = new Successors(_game.Numbering, places, _values[places.Length + 1]);
        var (sign, best, max) = (_rules.SideToMove(places.Length).Sign(), -1, double.NegativeInfinity);
        for (var place = 0; place < _rules.Items; place++)
        {
            itemValues[place] = children.IsRevealed(place) ? double.NaN : children.ValueWith(place);
            if (sign * itemValues[place] > max) (best, max) = (place, sign * itemValues[place]);
        }
        return _game.AllowedItems[best];
    }

    private float[] SolveLayer(int size)
    {
        var layer = new float[_game.Numbering.Binomial(_rules.Items, size)];
        var shown = new int[size];
        for (var place = 0; place < size; place++) shown[place] = place;
        var turn = _rules.SideToMove(size);
        var rank = 0;
        do
        {
            _counter.CountSet();
            var children = new Successors(_game.Numbering, shown, _values[size + 1]);
            layer[rank++] = turn == _random ? children.Mean() : turn == Side.Pro ? children.Max() : children.Min();
        }
        while (_game.Numbering.NextSubset(shown));
        return layer;
    }

    /// <summary>The sets with one more item: their ranks follow from the ranks of the parts below and above that item.</summary>
    private readonly ref struct Successors(CombinatorialNumbering combinations, ReadOnlySpan<int> shown, ReadOnlySpan<float> worth)
    {
        private readonly ReadOnlySpan<int> _revealed = shown;
        private readonly ReadOnlySpan<float> _values = worth;

        public bool IsRevealed(int item) => _revealed.Contains(item);

        public float ValueWith(int item)
        {
            var (rank, place) = (0, 0);
            for (; place < _revealed.Length && _revealed[place] < item; place++) rank += combinations.Binomial(_revealed[place], place + 1);
            rank += combinations.Binomial(item, place + 1);
            for (; place < _revealed.Length; place++) rank += combinations.Binomial(_revealed[place], place + 2);
            return _values[rank];
        }

        public float Max() => Fold(float.NegativeInfinity, Math.Max);

        public float Min() => Fold(float.PositiveInfinity, Math.Min);

        public float Mean() => Fold(0, (sum, worth) => sum + worth) / (combinations.Items - _revealed.Length);

        private float Fold(float from, Func<float, float, float> with)
        {
            for (var item = 0; item < combinations.Items; item++)
                if (!IsRevealed(item)) from = with(from, ValueWith(item));
            return from;
        }
    }
}

/// <summary>Plays a solved game optimally, by margin. It can play no other game.</summary>
public sealed class SolvedPlayer : IEvidencePlayer
{
    private readonly SolvedGame _game;
    private readonly SolvedPlay[] _plays;
    private readonly double[] _itemValues;

    /// <param name="game">The game that it will play.</param>
    public SolvedPlayer(SolvedGame game)
    {
        (_game, _itemValues) = (game, new double[game.AllowedItems.Count]);
        _plays = [game.OptimalPlay(Side.Pro), game.OptimalPlay(Side.Con)];
    }

    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var rules = position.Game.Rules;
        if ((position.Game.Judge as FeatureJudge)?.Evidence != _game.Evidence || rules.SoleSide is not null
            || rules.Reveals != _game.Reveals)
            throw new InputException("player exact: it solved another game");
        return _plays[(int)rules.Starter].BestItem(position.Order, _itemValues);
    }

    /// <summary>The outcome for pro under optimal play, when <paramref name="starter"/> begins.</summary>
    public int Outcome(Side starter) => _plays[(int)starter].Outcome;
}

/// <summary>
/// The outcome against the best possible opponent of a player, the exact confuser. It knows all choices of the player in advance and
/// searches every way to answer them.
/// </summary>
public static class BestResponse
{
    /// <summary>
    /// The utility for pro, in [-1, 1], when <paramref name="responder"/> plays the exact best response and the opponent's player plays the
    /// other side. The player's random choices are derived from its seed and the turn; a player that reveals uniformly random items is
    /// evaluated in expectation, because the responder cannot know what it will do.
    /// </summary>
    public static double Utility(SolvedGame game, Side starter, Side responder, (IEvidencePlayer Player, long Seed) opponent) =>
        opponent.Player is RandomPlayer
            ? game.OptimalPlayAgainstRandom(starter, responder.Other()).OptimalValue
            : new ResponseSearch(responder, opponent.Player, opponent.Seed).Utility(game.CreateGame(starter).Start);

    private sealed class ResponseSearch(Side responder, IEvidencePlayer player, long seed)
    {
        public int Utility(EvidencePosition position)
        {
            if (position.IsOver) return position.Judge().Utility;
            if (position.ToMove != responder)
                return Utility(position.After(player.Choose(position, EvidenceGame.TurnRandom(seed, position.Order.Count))));
            var best = -responder.Sign();
            foreach (var item in position.Moves())
            {
                var utility = Utility(position.After(item));
                if (utility * responder.Sign() > best * responder.Sign()) best = utility;
                // No outcome is better than a win.
                if (best == responder.Sign()) break;
            }
            return best;
        }
    }
}
