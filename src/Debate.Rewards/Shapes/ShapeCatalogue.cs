using Debate.Core.Input;

namespace Debate.Rewards.Shapes;

/// <summary>The arguments of a shape, between its parentheses: numbers, texts and shapes, in order.</summary>
internal sealed record ShapeArguments(string Name, IReadOnlyList<object> Values)
{
    /// <summary>Argument <paramref name="at"/> as a number.</summary>
    public double Number(int at) => Values[at] is double number ? number : throw Error($"argument {at + 1} must be a number");

    /// <summary>The same for an optional argument.</summary>
    public double Number(int at, double otherwise) => at < Values.Count ? Number(at) : otherwise;

    public string Text(int at) => Values[at] as string ?? throw Error($"argument {at + 1} must be a text in quotes");

    public RewardShape Shape(int at) => Values[at] switch
    {
        RewardShape shape => shape,
        double number => RewardShapes.Constant(number),
        _ => throw Error($"argument {at + 1} must be a shape"),
    };

    public InputException Error(string rule) => new($"shape: {Name}: {rule}");
}

/// <summary>Every shape by its name; a new one is a function of <see cref="RewardShapes"/> and a line here.</summary>
public static class ShapeCatalogue
{
    private static readonly SortedDictionary<string, (int Least, int Most, Func<ShapeArguments, RewardShape> Create)> Shapes =
        new(StringComparer.Ordinal)
        {
            ["win"] = (0, 0, _ => RewardShapes.Win),
            ["win01"] = (0, 0, _ => RewardShapes.UnsignedWin),
            ["probability"] = (0, 0, _ => RewardShapes.WinProbability),
            ["margin"] = (0, 0, _ => RewardShapes.Margin),
            ["logit"] = (0, 0, _ => RewardShapes.LogitDifference),
            ["majority"] = (0, 0, _ => RewardShapes.MajorityAgreement),
            ["rank"] = (0, 0, _ => RewardShapes.RankInGroup),
            ["zero-sum"] = (0, 2, a => RewardShapes.ZeroSum(a.Number(0, 0), a.Number(1, 0))),
            ["soft-log-prob"] = (0, 0, _ => RewardShapes.SoftPreference(SoftPreferences.LogProb)),
            ["soft-prob"] = (0, 0, _ => RewardShapes.SoftPreference(SoftPreferences.Prob)),
            ["soft-logit"] = (0, 0, _ => RewardShapes.SoftPreference(SoftPreferences.Logit)),
            ["soft-sigmoid"] = (0, 0, _ => RewardShapes.SoftPreference(SoftPreferences.Sigmoid)),
            ["soft-binary"] = (0, 0, _ => RewardShapes.SoftPreference(SoftPreferences.Binary)),
            ["length"] = (1, 2, a => RewardShapes.LengthPenalty(a.Number(0), a.Number(1, 0.001))),
            ["format"] = (1, 2, a => RewardShapes.FormatPenalty(a.Text(0), a.Number(1, 1))),
            ["mix"] = (3, 3, a => RewardShapes.Mix(a.Number(0), a.Shape(1), a.Shape(2))),
        };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Shapes.Keys;

    /// <summary>
    /// Whether a shape may look at the other answers of the group: by rank, majority or soft preference. Where it does not, and answers do
    /// not meet one another, each has the same reward alone.
    /// </summary>
    public static bool IsRelative(string expression) =>
        new[] { "rank", "majority", "soft-" }.Any(name => expression.Contains(name, StringComparison.Ordinal));

    internal static RewardShape Create(ShapeArguments arguments)
    {
        if (!Shapes.TryGetValue(arguments.Name, out var shape))
            throw new InputException($"shape: '{arguments.Name}' is none; there are {string.Join(", ", Names)}");
        if (arguments.Values.Count < shape.Least || arguments.Values.Count > shape.Most)
            throw arguments.Error($"{arguments.Values.Count} arguments, not {shape.Least}..{shape.Most}");
        return shape.Create(arguments);
    }
}

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
