using Debate.Core;

namespace Debate.Deliberation.Evidence;

/// <summary>
/// Whether the outcome of a game depends on what is revealed. Where <see cref="OutcomeVaries"/> is true, two plays with different outcomes
/// are
/// the witness; where it is false, <see cref="Exact"/> says whether every play was examined or only as many as the budget allowed.
/// </summary>
public sealed record OutcomeVariability(bool Exact, IReadOnlyList<EvidencePlay> Witness, int Nodes)
{
    /// <summary>True when two plays with different outcomes are known.</summary>
    public bool OutcomeVaries => Witness.Count == 2;

    /// <summary>
    /// Searches for two plays of <paramref name="game"/> with different outcomes: first among a few random plays; then among those in which
    /// both sides help pro, or con, at every reveal; then among all sets of reveals where there are at most <paramref name="budget"/>, else
    /// among random ones until the budget is spent. A node is a call of the judge.
    /// </summary>
    public static OutcomeVariability Search(EvidenceGame game, int budget = 20_000)
    {
        var look = new PlaySearch(game, budget);
        look.TryRandom(InitialRandomPlays);
        look.TryHelping(Side.Pro);
        look.TryHelping(Side.Con);
        var exact = CountSets(game.Rules) <= budget;
        if (exact) look.TryAll(); else look.TryRandom(int.MaxValue);
        return new OutcomeVariability(exact || look.HasWitness, look.HasWitness ? [look.First!, look.Second!] : [], look.Nodes);
    }

    private const int InitialRandomPlays = 64;

    private static double CountSets(EvidenceRules rules)
    {
        var sets = 1.0;
        for (var k = 1; k <= rules.Reveals; k++) sets *= (rules.Items - rules.Reveals + k) / (double)k;
        return Math.Round(sets);
    }

    private sealed class PlaySearch(EvidenceGame game, int budget)
    {
        private readonly EvidenceSet _set = new(game.Rules.Items);
        private readonly List<int> _order = [];
        private int _plays;

        public EvidencePlay? First { get; private set; }
        public EvidencePlay? Second { get; private set; }
        public int Nodes { get; private set; }
        public bool HasWitness => Second is not null;

        public void TryHelping(Side side)
        {
            while (_order.Count < game.Rules.Reveals && !HasWitness) Add(BestFor(side));
            if (!HasWitness) AddPlay(Judge());
            Clear();
        }

        public void TryAll() => TryAllFrom(0);

        public void TryRandom(int plays)
        {
            var items = Enumerable.Range(0, game.Rules.Items).ToList();
            for (var last = _plays + (long)plays; _plays < last && Nodes < budget && !HasWitness; _plays++)
            {
                SeededRandom.Create(_plays, "play matters").Shuffle(items);
                foreach (var item in items.Take(game.Rules.Reveals)) Add(item);
                AddPlay(Judge());
                Clear();
            }
        }

        private void TryAllFrom(int from)
        {
            if (_order.Count == game.Rules.Reveals) { AddPlay(Judge()); return; }
            var last = game.Rules.Items - (game.Rules.Reveals - _order.Count);
            for (var item = from; item <= last && !HasWitness; item++)
            {
                Add(item);
                TryAllFrom(item + 1);
                RemoveLast();
            }
        }

        private int BestFor(Side side)
        {
            var (best, max) = (_set.NextOutside(0), double.NegativeInfinity);
            for (var item = best; item < _set.Items && Nodes < budget; item = _set.NextOutside(item + 1))
            {
                Add(item);
                var score = side.Sign() * Judge().OrderingKey;
                RemoveLast();
                if (score > max) (best, max) = (item, score);
            }
            return best;
        }

        private Judgement Judge()
        {
            Nodes++;
            return game.Judge.Judge(_set);
        }

        private void AddPlay(Judgement judgement)
        {
            if (First is null) First = new EvidencePlay([.. _order], judgement);
            else if (judgement.Utility != First.Judgement.Utility) Second = new EvidencePlay([.. _order], judgement);
        }

        private void Add(int item) { _set.Add(item); _order.Add(item); }

        private void RemoveLast() { _set.Remove(_order[^1]); _order.RemoveAt(_order.Count - 1); }

        private void Clear() { while (_order.Count > 0) RemoveLast(); }
    }
}
