using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

/// <summary>Plays a solved game optimally, by margin. It can play no other game.</summary>
public sealed class SolvedPlayer : IEvidencePlayer
{
    private readonly SolvedGame _game;
    private readonly SolvedPlay[] _plays;
    private readonly double[] _worths;

    /// <param name="game">The game that it will play.</param>
    public SolvedPlayer(SolvedGame game)
    {
        (_game, _worths) = (game, new double[game.Among.Count]);
        _plays = [game.Play(Side.Pro), game.Play(Side.Con)];
    }

    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, Draws draws)
    {
        var rules = position.Game.Rules;
        if ((position.Game.Judge as FeatureJudge)?.Evidence != _game.Evidence || rules.Only is not null || rules.Reveals != _game.Reveals)
            throw new InputException("player exact: it solved another game");
        return _plays[(int)rules.Starter].Best(position.Order, _worths);
    }

    /// <summary>The outcome for pro under optimal play, when <paramref name="starter"/> begins.</summary>
    public int Value(Side starter) => _plays[(int)starter].Value;
}
