namespace Debate.Deliberation.Evidence.Players;

/// <summary>
/// Answers the last reveal: reveals the best, by immediate judgement, of the items related to it; where there are none, or the domain does
/// not define relations, it plays greedily.
/// </summary>
public sealed class CounterPlayer : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => "counter";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var answers = FindAnswers(position);
        return GreedyPlayer.BestMove(position, answers.Count > 0 ? answers : position.Moves(), draws);
    }

    private static List<int> FindAnswers(EvidencePosition position) =>
        position.Order.Count > 0 && position.Game.Neighbours is { } neighbours
            ? [.. neighbours.NeighboursOf(position.Order[^1]).Where(item => !position.IsRevealed(item))] : [];
}
