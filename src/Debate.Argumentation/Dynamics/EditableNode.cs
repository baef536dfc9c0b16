namespace Debate.Argumentation.Dynamics;

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
