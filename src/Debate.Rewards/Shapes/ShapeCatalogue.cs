namespace Debate.Rewards.Shapes;

/// <summary>The arguments of a shape, between its parentheses: numbers, texts and shapes, in order.</summary>
internal sealed record ShapeArguments(string Name, IReadOnlyList<object> Values)
{
    /// <summary>Argument <paramref name="at"/> as a number.</summary>
    public double Number(int at) => Values[at] is double number ? number : throw Error($"argument {at + 1} must be a number");

    /// <summary>The same for an optional argument.</summary>
    public double Number(int at, double otherwise) => at < Values.Count ? Number(at) : otherwise;

    public string Text(int at) => Values[at] as string ?? throw Error($"argument {at + 1} must be a text in quotes");

    public IRewardShape Shape(int at) => Values[at] switch
    {
        IRewardShape shape => shape,
        double number => ShapeCombinators.Constant(number),
        _ => throw Error($"argument {at + 1} must be a shape"),
    };

    public InputException Error(string rule) => new($"shape: {Name}: {rule}");
}

/// <summary>Every shape by its name; a new one adds one line here.</summary>
public static class ShapeCatalogue
{
    private static readonly SortedDictionary<string, (int Least, int Most, Func<ShapeArguments, IRewardShape> Create)> Shapes =
        new(StringComparer.Ordinal)
        {
            ["win"] = (0, 0, _ => Win.Signed()),
            ["win01"] = (0, 0, _ => Win.Unsigned()),
            ["probability"] = (0, 0, _ => WinProbability.Create()),
            ["margin"] = (0, 0, _ => Margin.Create()),
            ["logit"] = (0, 0, _ => LogitDifference.Create()),
            ["majority"] = (0, 0, _ => new MajorityAgreement()),
            ["rank"] = (0, 0, _ => new RankInGroup()),
            ["zero-sum"] = (0, 2, a => new ZeroSum(a.Number(0, 0), a.Number(1, 0))),
            ["soft-log-prob"] = (0, 0, _ => SoftPreferences.CreateShape(SoftPreferences.LogProb)),
            ["soft-prob"] = (0, 0, _ => SoftPreferences.CreateShape(SoftPreferences.Prob)),
            ["soft-logit"] = (0, 0, _ => SoftPreferences.CreateShape(SoftPreferences.Logit)),
            ["soft-sigmoid"] = (0, 0, _ => SoftPreferences.CreateShape(SoftPreferences.Sigmoid)),
            ["soft-binary"] = (0, 0, _ => SoftPreferences.CreateShape(SoftPreferences.Binary)),
            ["length"] = (1, 2, a => Penalties.Length(a.Number(0), a.Number(1, 0.001))),
            ["format"] = (1, 2, a => Penalties.Format(a.Text(0), a.Number(1, 1))),
            ["mix"] = (3, 3, a => ShapeCombinators.Mix(a.Number(0), a.Shape(1), a.Shape(2))),
        };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Shapes.Keys;

    internal static IRewardShape Create(ShapeArguments arguments)
    {
        if (!Shapes.TryGetValue(arguments.Name, out var shape))
            throw new InputException($"shape: '{arguments.Name}' is none; there are {string.Join(", ", Names)}");
        if (arguments.Values.Count < shape.Least || arguments.Values.Count > shape.Most)
            throw arguments.Error($"{arguments.Values.Count} arguments, not {shape.Least}..{shape.Most}");
        return shape.Create(arguments);
    }
}

/// <summary>Combines shapes into shapes: sums, products, mixtures and constants.</summary>
internal static class ShapeCombinators
{
    public static IRewardShape Constant(double value) => new TextShape(_ => value);

    public static IRewardShape Sum(IRewardShape a, IRewardShape b) => new Pointwise(a, b, (x, y) => x + y);

    public static IRewardShape Difference(IRewardShape a, IRewardShape b) => new Pointwise(a, b, (x, y) => x - y);

    public static IRewardShape Product(IRewardShape a, IRewardShape b) => new Pointwise(a, b, (x, y) => x * y);

    /// <summary>
    /// (1 - share) a + share b: how Sukovic and Radanovic (ICLR 2024) mix the environment's reward with that of the debate.
    /// </summary>
    public static IRewardShape Mix(double share, IRewardShape a, IRewardShape b) =>
        new Pointwise(a, b, (x, y) => (1 - share) * x + share * y);

    private sealed class Pointwise(IRewardShape a, IRewardShape b, Func<double, double, double> combine) : IRewardShape
    {
        public double[] Rewards(JudgedGroup group) => [.. a.Rewards(group).Zip(b.Rewards(group), combine)];
    }
}
