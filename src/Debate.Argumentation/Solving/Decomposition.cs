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

/// <summary>A subframework, with the numbers of its arguments in the whole framework (ascending).</summary>
internal sealed record SubFramework(Framework Framework, int[] Arguments)
{
    /// <summary>Maps a set of the subframework to the numbers of the whole.</summary>
    public int[] Lift(ReadOnlySpan<int> set)
    {
        var lifted = new int[set.Length];
        for (var i = 0; i < set.Length; i++) lifted[i] = Arguments[set[i]];
        return lifted;
    }

    /// <summary>The local number of an argument of the whole; negative if it is not in the subframework.</summary>
    public int ToLocal(int argument) => Array.BinarySearch(Arguments, argument);
}

/// <summary>Extracts subframeworks; each extraction costs only its own size, after one linear setup.</summary>
internal sealed class FrameworkCutter
{
    private readonly Framework _whole;
    private readonly SearchBudget _budget;
    private readonly int[] _localIndex;

    public FrameworkCutter(Framework whole, SearchBudget budget)
    {
        (_whole, _budget, _localIndex) = (whole, budget, new int[whole.Count]);
        Array.Fill(_localIndex, -1);
    }

    /// <summary>The subframework of these arguments, which must be ascending.</summary>
    public SubFramework Cut(int[] arguments)
    {
        if (arguments.Length == _whole.Count) return new SubFramework(_whole, arguments);
        for (var i = 0; i < arguments.Length; i++) _localIndex[arguments[i]] = i;
        var part = new SubFramework(_whole.Induced(arguments, _localIndex, _budget), arguments);
        foreach (var argument in arguments) _localIndex[argument] = -1;
        _budget.Spend(0);
        return part;
    }

    /// <summary>
    /// The cone of influence of an argument: itself and everything with a path of attacks to it. Nothing outside attacks the cone, so its
    /// admissible sets are those of the whole within it (directionality; Baroni and Giacomin, 2007).
    /// </summary>
    public static SubFramework Cone(Framework whole, int argument, SearchBudget budget)
    {
        var seen = new bool[whole.Count];
        var found = new List<int> { argument };
        seen[argument] = true;
        for (var next = 0; next < found.Count; next++)
        {
            if (next % 1024 == 0) budget.Spend(0);
            foreach (var attacker in whole.Attackers[found[next]])
            {
                if (seen[attacker]) continue;
                seen[attacker] = true;
                found.Add(attacker);
            }
        }
        found.Sort();
        return new FrameworkCutter(whole, budget).Cut([.. found]);
    }
}
