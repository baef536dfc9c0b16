namespace Debate.Argumentation.Dynamics;

/// <summary>What an edit does.</summary>
public enum GraphEditKind
{
    /// <summary>Adds the argument <see cref="GraphEdit.Id"/> with <see cref="GraphEdit.Text"/> and <see cref="GraphEdit.Score"/>.</summary>
    AddArgument,

    /// <summary>
    /// Adds the inference <see cref="GraphEdit.Id"/> from <see cref="GraphEdit.Premises"/> to <see cref="GraphEdit.To"/>, of the kind
    /// <see cref="GraphEdit.Step"/>.
    /// </summary>
    AddInference,

    /// <summary>Adds the attack of the argument <see cref="GraphEdit.Id"/> on <see cref="GraphEdit.To"/>.</summary>
    AddAttack,

    /// <summary>Gives the argument <see cref="GraphEdit.Id"/> the text <see cref="GraphEdit.Text"/>.</summary>
    SetText,

    /// <summary>Gives the argument <see cref="GraphEdit.Id"/> the base score <see cref="GraphEdit.Score"/>.</summary>
    SetScore,

    /// <summary>
    /// Takes back the argument or inference <see cref="GraphEdit.Id"/> and all that cannot be without it: its attacks, the inferences that
    /// use or conclude it, and so on.
    /// </summary>
    Retract,

    /// <summary>Takes back the attack of the argument <see cref="GraphEdit.Id"/> on <see cref="GraphEdit.To"/>.</summary>
    RetractAttack,
}

/// <summary>
/// One change of an argument graph, in ids alone, so that it can be journaled and sent. Which fields count follows from the kind; what
/// the graph asks of them is checked where the edit is applied (<see cref="EditableGraph"/>).
/// </summary>
/// <param name="Kind">What the edit does.</param>
/// <param name="Id">The argument or inference it is about; the attacker of an attack.</param>
public sealed record GraphEdit(GraphEditKind Kind, string Id)
{
    /// <summary>What is attacked or concluded: the id of an argument or inference.</summary>
    public string? To { get; init; }

    /// <summary>The premises of an inference: ids of arguments.</summary>
    public IReadOnlyList<string>? Premises { get; init; }

    /// <summary>What an inference does to its conclusion.</summary>
    public InferenceKind Step { get; init; }

    /// <summary>What an argument says; none is empty.</summary>
    public string? Text { get; init; }

    /// <summary>A base score in [0, 1]; one half where an argument is added without one.</summary>
    public double? Score { get; init; }

    /// <summary>Adds an argument.</summary>
    public static GraphEdit AddArgument(string id, string text = "", double score = 0.5) =>
        new(GraphEditKind.AddArgument, id) { Text = text, Score = score };

    /// <summary>Adds an attack of an argument on an argument or inference.</summary>
    public static GraphEdit AddAttack(string from, string to) => new(GraphEditKind.AddAttack, from) { To = to };

    /// <summary>Adds an inference.</summary>
    public static GraphEdit AddInference(Inference step) =>
        new(GraphEditKind.AddInference, step.Id) { Premises = step.Premises, To = step.Conclusion, Step = step.Kind };

    /// <summary>Adds a supporting inference from one argument; its id is made from theirs.</summary>
    public static GraphEdit AddSupport(string from, string to) => AddInference(new Inference($"{from}->{to}", [from], to));

    /// <summary>Changes an argument's text.</summary>
    public static GraphEdit SetText(string id, string text) => new(GraphEditKind.SetText, id) { Text = text };

    /// <summary>Changes an argument's base score.</summary>
    public static GraphEdit SetScore(string id, double score) => new(GraphEditKind.SetScore, id) { Score = score };

    /// <summary>Takes back an argument or inference with all that cannot be without it.</summary>
    public static GraphEdit Retract(string id) => new(GraphEditKind.Retract, id);

    /// <summary>Takes back an attack.</summary>
    public static GraphEdit RetractAttack(string from, string to) => new(GraphEditKind.RetractAttack, from) { To = to };
}
