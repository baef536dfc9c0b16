using Debate.Core.Input;

namespace Debate.Argumentation.Dynamics;

/// <summary>
/// A mutable argument graph. The cost of an edit depends on what it touches, not on the size of the graph; <see cref="Snapshot"/> is linear
/// and cached until the next edit. An invalid edit (a duplicate or unknown id, a score outside [0, 1], adding an existing attack or
/// retracting a missing one) is an <see cref="InputException"/> and changes nothing. The same edits always give the same graph, with
/// arguments and inferences each in the order of addition. Not thread-safe.
/// </summary>
public sealed class EditableGraph
{
    private ArgumentGraph? _snapshot;
    private NodeTable? _nodes;

    /// <summary>Creates the graph from <paramref name="start"/>, at version 0 unless that is a later version.</summary>
    public EditableGraph(ArgumentGraph? start = null, long version = 0)
    {
        Version = version;
        _snapshot = start ?? ArgumentGraph.Empty;
    }

    /// <summary>The number of edits applied so far, including the version of the graph at the start.</summary>
    public long Version { get; private set; }

    /// <summary>The number of arguments.</summary>
    public int ArgumentCount => _snapshot?.ArgumentCount ?? Nodes.ArgumentCount;

    /// <summary>The number of inferences, of both kinds.</summary>
    public int InferenceCount => _snapshot?.InferenceCount ?? Nodes.InferenceCount;

    /// <summary>The number of attacks that go without an inference.</summary>
    public int DirectAttackCount => _snapshot?.DirectAttacks.Count ?? Nodes.AttackCount;

    /// <summary>Whether an argument or inference has this id.</summary>
    public bool ContainsId(string id) => Nodes.Find(id) >= 0;

    /// <summary>Applies one edit and increments the version.</summary>
    public void Apply(GraphEdit edit) => Apply([edit]);

    /// <summary>
    /// Applies edits in order, all or none, and increments the version for each; errors begin with <paramref name="field"/> and the index
    /// of the edit, as edits[3], where it is given.
    /// </summary>
    public void Apply(IReadOnlyList<GraphEdit> edits, string? field = null)
    {
        var at = 0;
        try
        {
            for (; at < edits.Count; at++) ApplyOne(edits[at]);
        }
        catch (InputException wrong)
        {
            Nodes.RollBack();
            if (field is null) throw;
            throw new InputException(FormattableString.Invariant($"{field}[{at}]: {wrong.Message}"), wrong);
        }
        Nodes.Commit();
        Version += edits.Count;
        if (edits.Count > 0) _snapshot = null;
    }

    /// <summary>The current graph.</summary>
    public ArgumentGraph Snapshot() => _snapshot ??= Nodes.Build();

    // A graph that is only read needs no table.
    private NodeTable Nodes
    {
        get
        {
            if (_nodes is not null) return _nodes;
            _nodes = new();
            _nodes.Load(_snapshot!);
            return _nodes;
        }
    }

    private void ApplyOne(GraphEdit edit)
    {
        switch (edit.Kind)
        {
            case GraphEditKind.AddArgument: AddArgument(edit); break;
            case GraphEditKind.AddInference: AddInference(edit); break;
            case GraphEditKind.AddAttack: AddAttack(edit); break;
            case GraphEditKind.SetText: Nodes.SetText(GetArgument(edit.Id, "edit"), edit.Text ?? ""); break;
            case GraphEditKind.SetScore: Nodes.SetScore(GetArgument(edit.Id, "edit"), GetScore(edit)); break;
            case GraphEditKind.Retract: Nodes.Remove(GetNode(edit.Id)); break;
            case GraphEditKind.RetractAttack: RetractAttack(edit); break;
            case GraphEditKind.RetractLinks: RetractLinks(edit); break;
            default: throw new InputException($"edit of '{edit.Id}': kind {(int)edit.Kind} is not known");
        }
    }

    private void AddArgument(GraphEdit edit)
    {
        ValidateNewId(edit.Id);
        Nodes.Add(new EditableNode(edit.Id) { Text = edit.Text ?? "", Score = GetScore(edit) });
    }

    private void AddInference(GraphEdit edit)
    {
        ValidateNewId(edit.Id);
        if (edit.Premises is not { Count: > 0 } premises) throw new InputException($"inference '{edit.Id}': it has no premise");
        if (!Enum.IsDefined(edit.Step)) throw new InputException($"inference '{edit.Id}': step {(int)edit.Step} is not support or attack");
        Nodes.Add(new EditableNode(edit.Id)
        {
            Premises = [.. premises.Select(p => GetArgument(p, $"premise of inference '{edit.Id}'")).Distinct().Order()],
            Conclusion = GetNode(edit.To ?? ""),
            Kind = edit.Step,
        });
    }

    private void AddAttack(GraphEdit edit)
    {
        var (from, to) = (GetArgument(edit.Id, "source of an attack"), GetNode(edit.To ?? ""));
        if (!Nodes.AddAttack(from, to)) throw new InputException($"attack '{edit.Id}' on '{edit.To}': it is there already");
    }

    private void RetractAttack(GraphEdit edit)
    {
        var (from, to) = (GetArgument(edit.Id, "source of an attack"), GetNode(edit.To ?? ""));
        if (!Nodes.RemoveAttack(from, to)) throw new InputException($"attack '{edit.Id}' on '{edit.To}': there is none");
    }

    private void RetractLinks(GraphEdit edit)
    {
        var (from, to) = (GetArgument(edit.Id, "source of a link"), GetNode(edit.To ?? ""));
        var steps = Nodes[from].Uses.Where(step => Nodes[step].Conclusion == to).ToList();
        var alone = steps.Where(step => Nodes[step].Premises.Length == 1).ToList();
        var attacked = Nodes.RemoveAttack(from, to);
        if (!attacked && alone.Count == 0)
            throw new InputException(steps.Count == 0 ? $"link '{edit.Id}' to '{edit.To}': there is none"
                : $"link '{edit.Id}' to '{edit.To}': '{Nodes[steps[0]].Id}' has other premises too; retract it by its id");
        foreach (var step in alone) if (Nodes.Contains(step)) Nodes.Remove(step);
    }

    private void ValidateNewId(string id)
    {
        if (string.IsNullOrEmpty(id)) throw new InputException("id '': an id must not be empty");
        if (ContainsId(id)) throw new InputException($"id '{id}': duplicate id");
    }

    private static double GetScore(GraphEdit edit) => edit.Score is not { } score ? 0.5
        : score is >= 0 and <= 1 ? score
        : throw new InputException(FormattableString.Invariant($"argument '{edit.Id}': score {score} is outside [0, 1]"));

    private int GetNode(string id) =>
        Nodes.Find(id) is >= 0 and var place ? place : throw new InputException($"id '{id}': unknown argument or inference");

    private int GetArgument(string id, string role) => !Nodes[GetNode(id)].IsInference ? GetNode(id)
        : throw new InputException($"id '{id}': the {role} must be an argument, not an inference");
}

/// <summary>
/// An argument or inference of an <see cref="EditableGraph"/>; neighbours are identified by their index, which never changes.
/// </summary>
internal sealed class EditableNode(string id)
{
    public string Id { get; } = id;
    public string Text { get; set; } = "";
    public double Score { get; set; } = 0.5;

    /// <summary>Empty for an argument.</summary>
    public int[] Premises { get; init; } = [];

    /// <summary>The index of the node that an inference concludes; -1 for an argument.</summary>
    public int Conclusion { get; init; } = -1;

    public InferenceKind Kind { get; init; }

    /// <summary>Its direct attackers, and the nodes that it attacks directly.</summary>
    public HashSet<int> Attackers { get; } = [];
    public HashSet<int> Attacked { get; } = [];

    /// <summary>The inferences of which it is a premise.</summary>
    public HashSet<int> Uses { get; } = [];

    /// <summary>The inferences that conclude it, of both kinds.</summary>
    public HashSet<int> ConcludingInferences { get; } = [];

    public bool IsInference => Conclusion >= 0;
}
