using System.Numerics;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// A semantics whose extensions are unions of one extension per weakly connected component, so that subclasses only handle a single
/// component. Where all extensions are complete (<see cref="SemanticsTraits.IsComplete"/>), arguments that the grounded labelling decides
/// need no search: the extensions of the undecided rest are those of the whole minus the grounded one.
/// </summary>
public abstract class ComponentSemantics : ISemantics
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Code { get; }

    /// <inheritdoc/>
    public abstract SemanticsTraits Traits { get; }

    /// <summary>How its answers are proved.</summary>
    internal abstract SemanticsCertificates Certificates { get; }

    SemanticsCertificates ISemantics.Certificates => Certificates;

    /// <inheritdoc/>
    public int[]? Extension(Framework framework, SearchBudget budget) => Assemble(Decompose(framework, budget), null, null, budget);

    /// <inheritdoc/>
    public IEnumerable<int[]> Extensions(Framework framework, SearchBudget budget)
    {
        var decomposition = Decompose(framework, budget);
        return CartesianProduct.Enumerate([.. decomposition.Parts.Select(p => Enumerate(p.Framework, budget))])
            .Select(decomposition.JoinSets);
    }

    /// <inheritdoc/>
    public BigInteger Count(Framework framework, SearchBudget budget)
    {
        var count = BigInteger.One;
        foreach (var part in Decompose(framework, budget).Parts)
            if (!count.IsZero) count *= CountExtensions(part.Framework, budget);
        return count;
    }

    /// <inheritdoc/>
    public Answer Credulous(Framework framework, int argument, SearchBudget budget)
    {
        var decomposition = Decompose(framework, budget);
        if (decomposition.LabelOf(argument) == Label.Out) return new(false);
        if (decomposition.LabelOf(argument) == Label.In) return Found(Assemble(decomposition, null, null, budget));
        var part = decomposition.PartOf(argument);
        return FindContaining(part.Framework, part.ToLocal(argument), budget) is { } set ? Found(Assemble(decomposition, part, set, budget))
            : new(false);

        static Answer Found(int[]? set) => set is null ? new(false) : new(true, set);
    }

    /// <inheritdoc/>
    public Answer Sceptical(Framework framework, int argument, SearchBudget budget)
    {
        var decomposition = Decompose(framework, budget);
        if (decomposition.LabelOf(argument) == Label.In) return new(true);
        if (decomposition.LabelOf(argument) == Label.Out) return Lacking(Assemble(decomposition, null, null, budget));
        var part = decomposition.PartOf(argument);
        return FindExcluding(part.Framework, part.ToLocal(argument), budget) is { } set
            ? Lacking(Assemble(decomposition, part, set, budget)) : new(true);

        static Answer Lacking(int[]? set) => set is null ? new(true) : new(false, set);
    }

    /// <summary>Some extension of a component; null if there is none.</summary>
    protected abstract int[]? FindOne(Framework component, SearchBudget budget);

    /// <summary>Enumerates every extension of a component once.</summary>
    protected abstract IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget);

    /// <summary>An extension of a component that contains the argument; null if there is none.</summary>
    protected abstract int[]? FindContaining(Framework component, int argument, SearchBudget budget);

    /// <summary>An extension of a component that lacks the argument; null if there is none.</summary>
    protected abstract int[]? FindExcluding(Framework component, int argument, SearchBudget budget);

    /// <summary>The number of extensions of a component.</summary>
    protected virtual BigInteger CountExtensions(Framework component, SearchBudget budget)
    {
        long count = 0;
        foreach (var _ in Enumerate(component, budget)) if (++count % 1024 == 0) budget.Spend(0);
        return count;
    }

    private Decomposition Decompose(Framework framework, SearchBudget budget) =>
        Traits.IsComplete ? Decomposition.DecomposeUndecided(framework, budget) : Decomposition.DecomposeWhole(framework, budget);

    // Joins the set given for one part with some extension of every other part; null if one of them has none.
    private int[]? Assemble(Decomposition decomposition, SubFramework? given, int[]? set, SearchBudget budget)
    {
        var sets = new List<int[]>(decomposition.Parts.Count);
        foreach (var part in decomposition.Parts)
        {
            if ((ReferenceEquals(part, given) ? set : FindOne(part.Framework, budget)) is not { } found) return null;
            sets.Add(found);
        }
        return decomposition.JoinSets(sets);
    }
}

/// <summary>A semantics for which one search answers all questions.</summary>
public abstract class SearchSemantics : ComponentSemantics
{
    private protected abstract ExtensionSearch CreateSearch(Framework component, SearchBudget budget);

    /// <inheritdoc/>
    protected sealed override int[]? FindOne(Framework component, SearchBudget budget) => CreateSearch(component, budget).Find();

    /// <inheritdoc/>
    protected sealed override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget) =>
        CreateSearch(component, budget).Enumerate();

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        CreateSearch(component, budget).Find(FrameworkEncoding.In(argument));

    /// <inheritdoc/>
    protected override int[]? FindExcluding(Framework component, int argument, SearchBudget budget) =>
        CreateSearch(component, budget).Find(FrameworkEncoding.Not(FrameworkEncoding.In(argument)));
}

/// <summary>A semantics with exactly one extension.</summary>
public abstract class SingleSemantics : ComponentSemantics
{
    /// <summary>The extension of a component.</summary>
    protected abstract int[] ComputeUnique(Framework component, SearchBudget budget);

    /// <inheritdoc/>
    protected sealed override int[] FindOne(Framework component, SearchBudget budget) => ComputeUnique(component, budget);

    /// <inheritdoc/>
    protected sealed override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget)
    {
        yield return ComputeUnique(component, budget);
    }

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        ComputeUnique(component, budget) is var set && Array.BinarySearch(set, argument) >= 0 ? set : null;

    /// <inheritdoc/>
    protected sealed override int[]? FindExcluding(Framework component, int argument, SearchBudget budget) =>
        ComputeUnique(component, budget) is var set && Array.BinarySearch(set, argument) < 0 ? set : null;

    /// <inheritdoc/>
    protected sealed override BigInteger CountExtensions(Framework component, SearchBudget budget) => BigInteger.One;
}
