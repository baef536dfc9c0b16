using System.Numerics;
using Debate.Argumentation.Certificates;
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

    /// <summary>What is known about its extensions; nothing by default.</summary>
    SemanticsTraits Traits => SemanticsTraits.Unknown;

    /// <summary>How its answers are proved; nothing is by default.</summary>
    internal SemanticsCertificates Certificates => SemanticsCertificates.Unproved;

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

/// <summary>What is known about the extensions of a semantics. Whatever depends on the semantics asks this and not for its name.</summary>
public sealed record SemanticsTraits
{
    /// <summary>Nothing is known.</summary>
    public static SemanticsTraits Unknown { get; } = new();

    /// <summary>
    /// Directionality (Baroni and Giacomin, Artificial Intelligence 2007): acceptance within an unattacked set of arguments depends on that
    /// set alone, so the answer for an argument remains valid as long as nothing with a path of attacks to it changes. Not true of those
    /// that compare or require whole extensions, nor of those that ignore the direction of attacks.
    /// </summary>
    public bool IsDirectional { get; init; }

    /// <summary>Whether every extension is complete (Dung, 1995), and so contains the grounded one.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether there is exactly one extension.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether an argument is in some extension exactly if it is in some admissible set.</summary>
    public bool CredulousIsAdmissible { get; init; }

    /// <summary>Whether an argument is in every extension exactly if it is in the grounded one.</summary>
    public bool ScepticalIsGrounded { get; init; }
}
