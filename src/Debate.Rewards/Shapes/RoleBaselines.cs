namespace Debate.Rewards.Shapes;

/// <summary>
/// What a role is worth on average: b[game, role], an exponential moving average of the returns, b = a b + (1 - a) R with a = 0.95 (SPIRAL,
/// 2025, section 3; role-conditioned advantage estimation). Immutable; a role never played is worth 0.
/// </summary>
public sealed class RoleBaselines
{
    /// <summary>How much of the old value stays.</summary>
    public const double Decay = 0.95;

    private readonly IReadOnlyDictionary<(string Game, string Role), double> _values;

    private RoleBaselines(IReadOnlyDictionary<(string Game, string Role), double> values) => _values = values;

    /// <summary>Nothing played yet.</summary>
    public static RoleBaselines None { get; } = new(new Dictionary<(string Game, string Role), double>());

    /// <summary>The baseline of a role.</summary>
    public double this[string game, string role] => _values.GetValueOrDefault((game, role));

    /// <summary>The baselines after a game in which the role got this return.</summary>
    public RoleBaselines After(string game, string role, double reward) => new(new Dictionary<(string Game, string Role), double>(_values)
    {
        [(game, role)] = Decay * this[game, role] + (1 - Decay) * reward,
    });

    /// <summary>The advantage of a return over its role's baseline.</summary>
    public double Advantage(string game, string role, double reward) => reward - this[game, role];
}
