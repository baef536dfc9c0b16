using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;

namespace Debate.Rewards.Evidence;

/// <summary>
/// What the best possible opponent makes of a player: the exact confuser. It knows every choice of the player beforehand and looks at each
/// way to answer.
/// </summary>
public static class BestResponse
{
    /// <summary>
    /// The utility for pro, in [-1, 1], when <paramref name="player"/> plays one side and the exact best response to it the other,
    /// <paramref name="responder"/>. The player's draws follow from <paramref name="seed"/> and the turn; a player that reveals any item is
    /// taken in expectation, because the responder cannot know what it will do.
    /// </summary>
    public static double Utility(SolvedGame game, Side starter, Side responder, (IEvidencePlayer Player, long Seed) opponent) =>
        opponent.Player is RandomPlayer
            ? game.AgainstRandom(starter, responder.Other()).Worth
            : new Response(responder, opponent.Player, opponent.Seed).Utility(game.Game(starter).Start);

    private sealed class Response(Side responder, IEvidencePlayer player, long seed)
    {
        public int Utility(EvidencePosition position)
        {
            if (position.IsOver) return position.Judge().Utility;
            if (position.ToMove != responder)
                return Utility(position.After(player.Choose(position, EvidenceGame.DrawsOf(seed, position.Order.Count))));
            var best = -responder.Sign();
            foreach (var item in position.Moves())
            {
                var utility = Utility(position.After(item));
                if (utility * responder.Sign() > best * responder.Sign()) best = utility;
                // Nothing is better than to win.
                if (best == responder.Sign()) break;
            }
            return best;
        }
    }
}
