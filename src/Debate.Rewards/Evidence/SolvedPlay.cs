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
    private readonly float[][] _worth;

    internal SolvedPlay(SolvedGame game, EvidenceRules rules, float[] leaves, Side? random)
    {
        (_game, _rules, _random) = (game, rules, random);
        _worth = new float[game.Reveals + 1][];
        _worth[game.Reveals] = leaves;
        for (var size = game.Reveals - 1; size >= 0; size--) _worth[size] = Layer(size);
    }

    /// <summary>The value of the whole game for pro: a margin, or an expected utility against a random side.</summary>
    public double Worth => _worth[0][0];

    /// <summary>The outcome for pro under optimal play: 1, 0 or -1.</summary>
    public int Value => Math.Sign(Worth);

    /// <summary>The value for pro after these reveals, in any order.</summary>
    public double WorthAfter(IEnumerable<int> shown)
    {
        int[] places = [.. shown.Select(_game.Place).Order()];
        return _worth[places.Length][_game.Combinations.Rank(places)];
    }

    /// <summary>
    /// The best item to reveal for the side to move; of equally good ones, the one with the lowest number. The game must not be over. Also
    /// writes the value for pro of each item that may be revealed into <paramref name="worths"/> (indexed as in
    /// <see cref="SolvedGame.Among"/>; NaN if it is already revealed).
    /// </summary>
    public int Best(IEnumerable<int> shown, Span<double> worths)
    {
        int[] places = [.. shown.Select(_game.Place).Order()];
        var children = new Children(_game.Combinations, places, _worth[places.Length + 1]);
        var (sign, best, most) = (_rules.Turn(places.Length).Sign(), -1, double.NegativeInfinity);
        for (var place = 0; place < _rules.Items; place++)
        {
            worths[place] = children.IsShown(place) ? double.NaN : children.Of(place);
            if (sign * worths[place] > most) (best, most) = (place, sign * worths[place]);
        }
        return _game.Among[best];
    }

    private float[] Layer(int size)
    {
        var layer = new float[_game.Combinations.Of(_rules.Items, size)];
        var shown = new int[size];
        for (var place = 0; place < size; place++) shown[place] = place;
        var turn = _rules.Turn(size);
        var rank = 0;
        do
        {
            var children = new Children(_game.Combinations, shown, _worth[size + 1]);
            layer[rank++] = turn == _random ? children.Mean() : turn == Side.Pro ? children.Most() : children.Least();
        }
        while (_game.Combinations.Next(shown));
        return layer;
    }

    /// <summary>The sets with one more item: their ranks follow from the ranks of the parts below and above that item.</summary>
    private readonly ref struct Children(Combinations combinations, ReadOnlySpan<int> shown, ReadOnlySpan<float> worth)
    {
        private readonly ReadOnlySpan<int> _shown = shown;
        private readonly ReadOnlySpan<float> _worth = worth;

        public bool IsShown(int item) => _shown.Contains(item);

        public float Of(int item)
        {
            var (rank, place) = (0, 0);
            for (; place < _shown.Length && _shown[place] < item; place++) rank += combinations.Of(_shown[place], place + 1);
            rank += combinations.Of(item, place + 1);
            for (; place < _shown.Length; place++) rank += combinations.Of(_shown[place], place + 2);
            return _worth[rank];
        }

        public float Most() => Fold(float.NegativeInfinity, Math.Max);

        public float Least() => Fold(float.PositiveInfinity, Math.Min);

        public float Mean() => Fold(0, (sum, worth) => sum + worth) / (combinations.Items - _shown.Length);

        private float Fold(float from, Func<float, float, float> with)
        {
            for (var item = 0; item < combinations.Items; item++)
                if (!IsShown(item)) from = with(from, Of(item));
            return from;
        }
    }
}
