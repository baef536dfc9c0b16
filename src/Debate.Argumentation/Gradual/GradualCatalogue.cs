namespace Debate.Argumentation.Gradual;

/// <summary>Every gradual semantics available; a new one adds one line here.</summary>
public static class GradualCatalogue
{
    private static readonly IGradualSemantics[] All =
    [
        new DfQuad(),
        new EulerBased(),
        new GroundedStrength(),
        new HCategoriser(),
        new QuadraticEnergy(),
    ];

    /// <summary>Every gradual semantics.</summary>
    public static IReadOnlyList<IGradualSemantics> Entries => All;

    /// <summary>Their names, in the order of the catalogue, which is alphabetical.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>The semantics with that name, ignoring case; null if unknown.</summary>
    public static IGradualSemantics? Find(string name) => Array.Find(All, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The semantics with that name; an <see cref="InputException"/> that lists the names if unknown.</summary>
    public static IGradualSemantics Get(string name) =>
        Find(name) ?? throw new InputException($"gradual semantics '{name}': not one of {string.Join(", ", Names)}");
}
