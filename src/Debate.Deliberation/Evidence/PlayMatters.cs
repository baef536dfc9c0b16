namespace Debate.Deliberation.Evidence;

/// <summary>
/// Whether the outcome of a game depends on what is revealed. Where <see cref="Matters"/> is true, two plays with different outcomes are
/// the witness; where it is false, <see cref="Exact"/> says whether every play was examined or only as many as the budget allowed.
/// </summary>
public sealed record PlayMatters(bool Exact, IReadOnlyList<EvidencePlay> Witness, int Nodes)
{
    /// <summary>True when two plays with different outcomes are known.</summary>
    public bool Matters => Witness.Count == 2;

    /// <summary>
    /// Searches for two plays of <paramref name="game"/> with different outcomes: first among a few random plays; then among those in which
    /// both sides help pro, or con, at every reveal; then among all sets of reveals where there are at most <paramref name="budget"/>, else
    /// among random ones until the budget is spent. A node is a call of the judge.
    /// </summary>
    public static PlayMatters Of(EvidenceGame game, int budget = 20_000)
    {
        var look = new Lookout(game, budget);
        look.Some(FirstPlays);
        look.Help(Side.Pro);
        look.Help(Side.Con);
        var exact = Sets(game.Rules) <= budget;
        if (exact) look.Every(); else look.Some(int.MaxValue);
        return new PlayMatters(exact || look.Different, look.Different ? [look.First!, look.Other!] : [], look.Nodes);
    }

    private const int FirstPlays = 64;

    private static double Sets(EvidenceRules rules)
    {
        var sets = 1.0;
        for (var k = 1; k <= rules.Reveals; k++) sets *= (rules.Items - rules.Reveals + k) / (double)k;
        return Math.Round(sets);
    }

    private sealed class Lookout(EvidenceGame game, int budget)
    {
        private readonly EvidenceSet _set = new(game.Rules.Items);
        private readonly List<int> _order = [];
        private int _plays;

        public EvidencePlay? First { get; private set; }
        public EvidencePlay? Other { get; private set; }
        public int Nodes { get; private set; }
        public bool Different => Other is not null;

        public void Help(Side side)
        {
            while (_order.Count < game.Rules.Reveals && !Different) Add(BestFor(side));
            if (!Different) Note(Judge());
            Clear();
        }

        public void Every() => EveryFrom(0);

        public void Some(int plays)
        {
            var items = Enumerable.Range(0, game.Rules.Items).ToList();
            for (var last = _plays + (long)plays; _plays < last && Nodes < budget && !Different; _plays++)
            {
                Draws.Of(_plays, "play matters").Shuffle(items);
                foreach (var item in items.Take(game.Rules.Reveals)) Add(item);
                Note(Judge());
                Clear();
            }
        }

        private void EveryFrom(int from)
        {
            if (_order.Count == game.Rules.Reveals) { Note(Judge()); return; }
            var last = game.Rules.Items - (game.Rules.Reveals - _order.Count);
            for (var item = from; item <= last && !Different; item++)
            {
                Add(item);
                EveryFrom(item + 1);
                RemoveLast();
            }
        }

        private int BestFor(Side side)
        {
            var (best, most) = (_set.NextOutside(0), double.NegativeInfinity);
            for (var item = best; item < _set.Items && Nodes < budget; item = _set.NextOutside(item + 1))
            {
                Add(item);
                var score = side.Sign() * Judge().Score;
                RemoveLast();
                if (score > most) (best, most) = (item, score);
            }
            return best;
        }

        private Judgement Judge()
        {
            Nodes++;
            return game.Judge.Judge(_set);
        }

        private void Note(Judgement judgement)
        {
            if (First is null) First = new EvidencePlay([.. _order], judgement);
            else if (judgement.Utility != First.Judgement.Utility) Other = new EvidencePlay([.. _order], judgement);
        }

        private void Add(int item) { _set.Add(item); _order.Add(item); }

        private void RemoveLast() { _set.Remove(_order[^1]); _order.RemoveAt(_order.Count - 1); }

        private void Clear() { while (_order.Count > 0) RemoveLast(); }
    }
}
