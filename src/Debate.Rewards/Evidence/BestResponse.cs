using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;

namespace Debate.Rewards.Evidence;

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
