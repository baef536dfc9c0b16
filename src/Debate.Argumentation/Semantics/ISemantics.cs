using System.Numerics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// An extension-based semantics: which sets of arguments are acceptable together. Extensions are ascending arrays of arguments. Every
/// search spends the <see cref="SearchBudget"/> that it is given.
/// </summary>
public interface ISemantics
{
    /// <summary>Its name, such as preferred.</summary>
    string Name { get; }

    /// <summary>Its code in the ICCMA competitions, such as PR.</summary>
    string Code { get; }

    /// <summary>Some extension; null if there is none.</summary>
    int[]? Extension(Framework framework, SearchBudget budget);

    /// <summary>Every extension once, lazily as it is found.</summary>
    IEnumerable<int[]> Extensions(Framework framework, SearchBudget budget);

    /// <summary>Whether the argument is in some extension, with that extension.</summary>
    Answer Credulous(Framework framework, int argument, SearchBudget budget);

    /// <summary>Whether the argument is in every extension; if not, with an extension that lacks it.</summary>
    Answer Sceptical(Framework framework, int argument, SearchBudget budget);

    /// <summary>The number of extensions.</summary>
    BigInteger Count(Framework framework, SearchBudget budget) =>
        Extensions(framework, budget).Aggregate(BigInteger.Zero, (count, _) => count + 1);
}

/// <summary>Every semantics available; a new one adds one line here.</summary>
public static class SemanticsCatalogue
{
    private static readonly ISemantics[] All =
    [
        new ConflictFree(), new Naive(), new Admissible(), new Complete(), new Grounded(), new Preferred(), new Stable(), new SemiStable(),
        new Stage(), new Ideal(), new Eager(),
    ];

    /// <summary>Every semantics.</summary>
    public static IReadOnlyList<ISemantics> Entries => All;

    /// <summary>Their codes, for an error message.</summary>
    public static string Codes => string.Join(", ", All.Select(s => s.Code));

    /// <summary>The semantics with that code or name, ignoring case; null if unknown.</summary>
    public static ISemantics? Find(string name) => Array.Find(All, s =>
        s.Code.Equals(name, StringComparison.OrdinalIgnoreCase) || s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// Directionality (Baroni and Giacomin, Artificial Intelligence 2007): acceptance within an unattacked set of arguments depends on that set
/// alone, so the answer for an argument remains valid as long as nothing with a path of attacks to it changes.
/// </summary>
public static class Directionality
{
    /// <summary>
    /// True for admissible, complete, grounded, preferred and ideal semantics; not for those that compare or require whole extensions
    /// (stable, semi-stable, eager, stage) nor for naive and conflict-free sets, which ignore the direction of attacks.
    /// </summary>
    public static bool IsDirectional(ISemantics semantics) => semantics.Code is "AD" or "CO" or "GR" or "PR" or "ID";
}
