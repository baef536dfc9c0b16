using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>
/// A decomposed framework: the arguments that the grounded labelling decides (if the semantics respects it), and the weakly connected
/// components of the rest, small ones first. Extensions of the whole are the accepted arguments plus one extension of each part.
/// </summary>
internal sealed class Decomposition
{
    private readonly Label[] _labels;
    private readonly int[] _component;

    private Decomposition(Framework framework, Label[] labels, int[] accepted, SearchBudget budget)
    {
        (_labels, _component, Accepted) = (labels, new int[framework.Count], accepted);
        Parts = CutParts(framework, budget);
    }

    /// <summary>Accepted by the grounded labelling, ascending.</summary>
    public int[] Accepted { get; }

    /// <summary>The undecided rest in components without attacks between them.</summary>
    public IReadOnlyList<SubFramework> Parts { get; }

    /// <summary>Decomposes the arguments that the grounded labelling leaves undecided.</summary>
    public static Decomposition DecomposeUndecided(Framework framework, SearchBudget budget)
    {
        var propagation = new LabelPropagation(framework, budget);
        propagation.PropagateUnattacked();
        return new Decomposition(framework, propagation.Labels, propagation.GetAccepted(), budget);
    }

    /// <summary>Decomposes the whole framework.</summary>
    public static Decomposition DecomposeWhole(Framework framework, SearchBudget budget) =>
        new(framework, new Label[framework.Count], [], budget);

    /// <summary>The grounded label of an argument; undecided if the grounded labelling was not computed.</summary>
    public Label LabelOf(int argument) => _labels[argument];

    /// <summary>The part with an undecided argument.</summary>
    public SubFramework PartOf(int argument) => Parts.First(p => p.ToLocal(argument) >= 0);

    /// <summary>The union of the accepted arguments and one extension of each part, in the numbers of the whole, ascending.</summary>
    public int[] JoinSets(IEnumerable<int[]> sets)
    {
        var joined = new List<int>(Accepted);
        foreach (var (part, set) in Parts.Zip(sets)) foreach (var argument in set) joined.Add(part.Arguments[argument]);
        joined.Sort();
        return [.. joined];
    }

    private List<SubFramework> CutParts(Framework framework, SearchBudget budget)
    {
        var sizes = NumberComponents(framework, budget);
        var members = sizes.ConvertAll(size => new int[size]);
        var filled = new int[sizes.Count];
        for (var a = 0; a < framework.Count; a++)
            if (_labels[a] == Label.Undecided) members[_component[a]][filled[_component[a]]++] = a;
        var cutter = new FrameworkCutter(framework, budget);
        budget.Spend(0);
        return [.. members.OrderBy(m => m.Length).Select(cutter.Cut)];
    }

    // Numbers the components and returns their sizes.
    private List<int> NumberComponents(Framework framework, SearchBudget budget)
    {
        var sizes = new List<int>();
        var (reached, seen) = (new List<int>(), new bool[framework.Count]);
        for (var start = 0; start < framework.Count; start++)
        {
            if (seen[start] || _labels[start] != Label.Undecided) continue;
            reached.Clear();
            Reach(start);
            for (var next = 0; next < reached.Count; next++)
            {
                if (next % 1024 == 0) budget.Spend(0);
                foreach (var other in framework.Attacked[reached[next]]) Reach(other);
                foreach (var other in framework.Attackers[reached[next]]) Reach(other);
            }
            sizes.Add(reached.Count);
        }
        return sizes;

        void Reach(int argument)
        {
            if (seen[argument] || _labels[argument] != Label.Undecided) return;
            (seen[argument], _component[argument]) = (true, sizes.Count);
            reached.Add(argument);
        }
    }
}
