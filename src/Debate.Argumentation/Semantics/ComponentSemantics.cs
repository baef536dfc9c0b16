using System.Numerics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// A semantics whose extensions are unions of one extension per weakly connected component, so that subclasses only handle a single
/// component. Most also respect the grounded labelling: arguments that it decides need no search (<see cref="RespectsGrounded"/>).
/// </summary>
public abstract class ComponentSemantics : ISemantics
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Code { get; }

    /// <summary>
    /// Whether every extension contains the grounded one, and the extensions of the undecided rest are those of the whole minus the
    /// grounded one: true for every semantics whose extensions are complete.
    /// </summary>
    protected virtual bool RespectsGrounded => true;

    /// <inheritdoc/>
    public int[]? Extension(Framework framework, Effort effort) => Assemble(Apart(framework, effort), null, null, effort);

    /// <inheritdoc/>
    public IEnumerable<int[]> Extensions(Framework framework, Effort effort)
    {
        var apart = Apart(framework, effort);
        return Product.Of([.. apart.Parts.Select(p => All(p.Framework, effort))]).Select(apart.Join);
    }

    /// <inheritdoc/>
    public BigInteger Count(Framework framework, Effort effort)
    {
        var count = BigInteger.One;
        foreach (var part in Apart(framework, effort).Parts)
            if (!count.IsZero) count *= CountOf(part.Framework, effort);
        return count;
    }

    /// <inheritdoc/>
    public Answer Credulous(Framework framework, int argument, Effort effort)
    {
        var apart = Apart(framework, effort);
        if (apart.LabelOf(argument) == Label.Out) return new(false);
        if (apart.LabelOf(argument) == Label.In) return Found(Assemble(apart, null, null, effort));
        var part = apart.PartOf(argument);
        return With(part.Framework, part.Local(argument), effort) is { } set ? Found(Assemble(apart, part, set, effort)) : new(false);

        static Answer Found(int[]? set) => set is null ? new(false) : new(true, set);
    }

    /// <inheritdoc/>
    public Answer Sceptical(Framework framework, int argument, Effort effort)
    {
        var apart = Apart(framework, effort);
        if (apart.LabelOf(argument) == Label.In) return new(true);
        if (apart.LabelOf(argument) == Label.Out) return Lacking(Assemble(apart, null, null, effort));
        var part = apart.PartOf(argument);
        return Without(part.Framework, part.Local(argument), effort) is { } set ? Lacking(Assemble(apart, part, set, effort)) : new(true);

        static Answer Lacking(int[]? set) => set is null ? new(true) : new(false, set);
    }

    /// <summary>Some extension of a component; null if there is none.</summary>
    protected abstract int[]? Some(Framework component, Effort effort);

    /// <summary>Enumerates every extension of a component once.</summary>
    protected abstract IEnumerable<int[]> All(Framework component, Effort effort);

    /// <summary>An extension of a component that contains the argument; null if there is none.</summary>
    protected abstract int[]? With(Framework component, int argument, Effort effort);

    /// <summary>An extension of a component that lacks the argument; null if there is none.</summary>
    protected abstract int[]? Without(Framework component, int argument, Effort effort);

    /// <summary>The number of extensions of a component.</summary>
    protected virtual BigInteger CountOf(Framework component, Effort effort)
    {
        long count = 0;
        foreach (var _ in All(component, effort)) if (++count % 1024 == 0) effort.Step(0);
        return count;
    }

    private Decomposition Apart(Framework framework, Effort effort) =>
        RespectsGrounded ? Decomposition.Reduced(framework, effort) : Decomposition.Whole(framework, effort);

    // Joins the set given for one part with some extension of every other part; null if one of them has none.
    private int[]? Assemble(Decomposition apart, Part? given, int[]? set, Effort effort)
    {
        var sets = new List<int[]>(apart.Parts.Count);
        foreach (var part in apart.Parts)
        {
            if ((ReferenceEquals(part, given) ? set : Some(part.Framework, effort)) is not { } found) return null;
            sets.Add(found);
        }
        return apart.Join(sets);
    }
}
