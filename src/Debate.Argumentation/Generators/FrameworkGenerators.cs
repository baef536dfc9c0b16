using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Generators;

/// <summary>The kinds of random frameworks: one line each.</summary>
public static class FrameworkGenerators
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FrameworkGenerator> All { get; } =
    [
        new ErdosRenyi(),
        new WattsStrogatz(),
        new BarabasiAlbert(),
        new StableRich(),
        new ComponentChain(),
        new Grid(),
    ];

    /// <summary>The kind with this name; an <see cref="InputException"/> if there is none.</summary>
    public static FrameworkGenerator GetByName(string name) => All.FirstOrDefault(g => g.Name == name)
        ?? throw new InputException($"kind '{name}': known are {string.Join(", ", All.Select(g => g.Name))}");
}

/// <summary>A parameter of a kind of random framework: its default and its range, both ends included.</summary>
public sealed record GeneratorParameter(string Name, string Description, double Default, double Min, double Max)
{
    /// <summary>Whether the value must be an integer.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>A share or probability, in [0, 1].</summary>
    public static GeneratorParameter CreateShare(string name, string description, double standard) =>
        new(name, description, standard, 0, 1) { IsWhole = false };

    /// <summary>The number of arguments, 0 to ten million.</summary>
    public static GeneratorParameter Arguments { get; } = new("arguments", "number of arguments", 100, 0, 10_000_000);
}

/// <summary>The values of a kind's parameters, validated.</summary>
public sealed class GeneratorValues
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    internal GeneratorValues(FrameworkGenerator generator, IReadOnlyDictionary<string, double> given)
    {
        if (given.Keys.FirstOrDefault(name => generator.Parameters.All(p => p.Name != name)) is { } unknown)
            throw new InputException($"{unknown}: {generator.Name} has no such parameter; it has "
                + string.Join(", ", generator.Parameters.Select(p => p.Name)));
        foreach (var parameter in generator.Parameters)
            _values[parameter.Name] = Validate(parameter, given.GetValueOrDefault(parameter.Name, parameter.Default));
    }

    /// <summary>The value of a parameter.</summary>
    public double this[string name] => _values[name];

    /// <summary>The value of an integer parameter.</summary>
    public int GetInteger(string name) => (int)_values[name];

    private static double Validate(GeneratorParameter parameter, double value)
    {
        if (!(value >= parameter.Min && value <= parameter.Max))
            throw Error(parameter, value, FormattableString.Invariant($"it must be in {parameter.Min}..{parameter.Max}"));
        return parameter.IsWhole && value != Math.Floor(value) ? throw Error(parameter, value, "it must be a whole number") : value;
    }

    private static InputException Error(GeneratorParameter parameter, double value, string rule) =>
        new(FormattableString.Invariant($"{parameter.Name} {value}: {rule}"));
}

/// <summary>
/// A kind of random framework. The same values and seed give the same framework on every machine. Time is linear in arguments plus attacks
/// unless the kind documents otherwise.
/// </summary>
public abstract class FrameworkGenerator
{
    /// <summary>Its name on a command line.</summary>
    public abstract string Name { get; }

    /// <summary>Its parameters.</summary>
    public abstract IReadOnlyList<GeneratorParameter> Parameters { get; }

    /// <summary>
    /// Generates the framework of a seed; missing parameters take their defaults. An <see cref="InputException"/> for an unknown parameter
    /// or a value outside its range.
    /// </summary>
    public Framework Generate(IReadOnlyDictionary<string, double> parameters, long seed)
    {
        var attacks = GenerateAttacks(new GeneratorValues(this, parameters), SeededRandom.Create(seed, $"generate/{Name}"));
        return Framework.Create(attacks.ArgumentCount, attacks.From, attacks.To);
    }

    /// <summary>Generates the attacks from validated values.</summary>
    protected abstract AttackList GenerateAttacks(GeneratorValues values, SeededRandom draws);
}
