using System.Runtime.InteropServices;
using Debate.Core.Input;

namespace Debate.Argumentation;

/// <summary>
/// Builds an <see cref="ArgumentGraph"/>. Arguments and inferences share one id space. Handles are valid for this builder only. A duplicate
/// or empty id, an unknown id, a base score outside [0, 1] or an inference without premises is an <see cref="InputException"/>. Time is
/// linear in the number of elements added.
/// </summary>
public sealed class ArgumentGraphBuilder
{
    // A handle is the argument's number, or the complement of the inference's number: both stay valid while either list grows.
    private readonly Dictionary<string, int> _handles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _suffixes = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [], _texts = [];
    private readonly List<Inference> _inferences = [];
    private readonly List<double> _scores = [];
    private readonly List<int> _attackFrom = [], _attackTo = [], _premiseFrom = [], _premiseTo = [];

    /// <summary>Adds an argument and returns its handle, which is also its number in the built graph.</summary>
    public int AddArgument(string id, string text = "", double score = 0.5)
    {
        if (score is not (>= 0 and <= 1))
            throw new InputException(FormattableString.Invariant($"argument '{id}': score {score} is outside [0, 1]"));
        Register(id, _ids.Count);
        _ids.Add(id);
        _texts.Add(text);
        _scores.Add(score);
        return _ids.Count - 1;
    }

    /// <summary>
    /// Adds a supporting inference from the single premise <paramref name="from"/> to <paramref name="to"/>; its id is derived from theirs.
    /// </summary>
    public int AddSupport(string from, string to) => AddInference(new Inference(CreateUniqueId($"{from}->{to}"), [from], to));

    /// <summary>
    /// Adds an inference. Its premises must be arguments already added; its conclusion may be any argument or inference and is resolved
    /// when the graph is built, so inferences may be added in any order.
    /// </summary>
    public int AddInference(Inference step)
    {
        if (step.Premises.Count == 0) throw new InputException($"inference '{step.Id}': it has no premise");
        var handle = ~_inferences.Count;
        Register(step.Id, handle);
        foreach (var premise in step.Premises)
            AddPair(_premiseFrom, _premiseTo, handle, GetArgument(premise, $"premise of inference '{step.Id}'"));
        _inferences.Add(step);
        return handle;
    }

    /// <summary>Adds an attack of an argument on an argument or inference; duplicates count once.</summary>
    public void AddAttack(string from, string to) => AddAttack(GetArgument(from, "source of an attack"), GetHandle(to));

    /// <summary>Adds an attack between handles; the source must be an argument.</summary>
    public void AddAttack(int from, int to) => AddPair(_attackFrom, _attackTo, from, to);

    /// <summary>True, with its handle, if an argument or inference has this id.</summary>
    public bool TryGetHandle(string id, out int handle) => _handles.TryGetValue(id, out handle);

    /// <summary>The handle of an id; an <see cref="InputException"/> if it is unknown.</summary>
    public int GetHandle(string id) =>
        TryGetHandle(id, out var handle) ? handle : throw new InputException($"id '{id}': unknown argument or inference");

    /// <summary><paramref name="wish"/>, or the first unused id among wish#2, wish#3 ...</summary>
    public string CreateUniqueId(string wish)
    {
        if (!_handles.ContainsKey(wish)) return wish;
        // Ids are never freed, so the search continues where it last stopped.
        ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(_suffixes, wish, out var known);
        if (!known) next = 2;
        while (_handles.ContainsKey($"{wish}#{next}")) next++;
        return $"{wish}#{next}";
    }

    /// <summary>The graph of everything added so far, in the order added.</summary>
    public ArgumentGraph Build()
    {
        var nodes = _ids.Count + _inferences.Count;
        return new ArgumentGraph(new GraphParts([.. _ids, .. _inferences.Select(i => i.Id)], [.. _texts], [.. _scores],
            Adjacency.Create(nodes, ToNodes(_attackFrom), ToNodes(_attackTo)),
            Adjacency.Create(nodes, ToNodes(_premiseFrom), ToNodes(_premiseTo)),
            ToNodes(_inferences.Select(GetConclusion)), [.. _inferences.Select(i => i.Kind)]));
    }

    private int GetConclusion(Inference step) => TryGetHandle(step.Conclusion, out var handle)
        ? handle : throw new InputException($"inference '{step.Id}': unknown conclusion '{step.Conclusion}'");

    private int[] ToNodes(IEnumerable<int> handles)
    {
        var nodes = handles.ToArray();
        foreach (ref var node in nodes.AsSpan()) if (node < 0) node = _ids.Count + ~node;
        return nodes;
    }

    private int GetArgument(string id, string role) => GetHandle(id) is >= 0 and var handle
        ? handle : throw new InputException($"id '{id}': the {role} must be an argument, not an inference");

    private void Register(string id, int handle)
    {
        if (id.Length == 0) throw new InputException("id '': an id must not be empty");
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_handles, id, out var taken);
        if (taken) throw new InputException($"id '{id}': duplicate id");
        slot = handle;
    }

    private static void AddPair(List<int> from, List<int> to, int source, int target)
    {
        from.Add(source);
        to.Add(target);
    }
}
