namespace Debate.Rewards.Shapes;

/// <summary>
/// The average value of a role: b[game, role], an exponential moving average of the returns, b = a b + (1 - a) R with a = 0.95 (SPIRAL,
/// 2025, section 3; role-conditioned advantage estimation). Immutable; a role that was never played has the value 0.
/// </summary>
public sealed class RoleAdvantageBaseline
{
    /// <summary>The weight of the old value, a.</summary>
    public const double Decay = 0.95;

    private readonly IReadOnlyDictionary<(string Game, string Role), double> _values;

    private RoleAdvantageBaseline(IReadOnlyDictionary<(string Game, string Role), double> values) => _values = values;

    /// <summary>The baselines before any game.</summary>
    public static RoleAdvantageBaseline Empty { get; } = new(new Dictionary<(string Game, string Role), double>());

    /// <summary>The baseline of a role.</summary>
    public double this[string game, string role] => _values.GetValueOrDefault((game, role));

    /// <summary>The baselines after a game with this return for the role.</summary>
    public RoleAdvantageBaseline WithReturn(string game, string role, double reward) =>
        new(new Dictionary<(string Game, string Role), double>(_values)
    {
        [(game, role)] = Decay * this[game, role] + (1 - Decay) * reward,
    });
}
