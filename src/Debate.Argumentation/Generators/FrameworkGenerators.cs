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
