using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

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
