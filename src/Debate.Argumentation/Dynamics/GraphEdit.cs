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

    /// <summary>Sets the text of the argument <see cref="GraphEdit.Id"/> to <see cref="GraphEdit.Text"/>.</summary>
    SetText,

    /// <summary>Sets the base score of the argument <see cref="GraphEdit.Id"/> to <see cref="GraphEdit.Score"/>.</summary>
    SetScore,

    /// <summary>
    /// Retracts the argument or inference <see cref="GraphEdit.Id"/> and everything that depends on it: its attacks, the inferences that
    /// use or conclude it, and so on.
    /// </summary>
    Retract,

    /// <summary>Retracts the attack of the argument <see cref="GraphEdit.Id"/> on <see cref="GraphEdit.To"/>.</summary>
    RetractAttack,

    /// <summary>
    /// Retracts every link of the argument <see cref="GraphEdit.Id"/> to <see cref="GraphEdit.To"/>: the attack, and the inferences of
    /// which it is the only premise, with everything that depends on them.
    /// </summary>
    RetractLinks,
}

/// <summary>
/// One change of an argument graph, in terms of ids only, so that it can be journaled and sent. The kind determines which fields are used;
/// they are validated where the edit is applied (<see cref="EditableGraph"/>).
/// </summary>
/// <param name="Kind">What the edit does.</param>
/// <param name="Id">The argument or inference that is edited; for an attack, the attacker.</param>
public sealed record GraphEdit(GraphEditKind Kind, string Id)
{
    /// <summary>The target of an attack or the conclusion of an inference: the id of an argument or inference.</summary>
    public string? To { get; init; }

    /// <summary>The premises of an inference: ids of arguments.</summary>
    public IReadOnlyList<string>? Premises { get; init; }

    /// <summary>Whether an inference supports or attacks its conclusion.</summary>
    public InferenceKind Step { get; init; }

    /// <summary>An argument's text; null means empty.</summary>
    public string? Text { get; init; }

    /// <summary>A base score in [0, 1]; null means 0.5 when an argument is added.</summary>
    public double? Score { get; init; }

    /// <summary>Adds an argument.</summary>
    public static GraphEdit AddArgument(string id, string text = "", double score = 0.5) =>
        new(GraphEditKind.AddArgument, id) { Text = text, Score = score };

    /// <summary>Adds an attack of an argument on an argument or inference.</summary>
    public static GraphEdit AddAttack(string from, string to) => new(GraphEditKind.AddAttack, from) { To = to };

    /// <summary>Adds an inference.</summary>
    public static GraphEdit AddInference(Inference step) =>
        new(GraphEditKind.AddInference, step.Id) { Premises = step.Premises, To = step.Conclusion, Step = step.Kind };

    /// <summary>Adds a supporting inference from one premise; its id is derived from the ids of premise and conclusion.</summary>
    public static GraphEdit AddSupport(string from, string to) => AddInference(new Inference($"{from}->{to}", [from], to));

    /// <summary>Changes an argument's text.</summary>
    public static GraphEdit SetText(string id, string text) => new(GraphEditKind.SetText, id) { Text = text };

    /// <summary>Changes an argument's base score.</summary>
    public static GraphEdit SetScore(string id, double score) => new(GraphEditKind.SetScore, id) { Score = score };

    /// <summary>Retracts an argument or inference with everything that depends on it.</summary>
    public static GraphEdit Retract(string id) => new(GraphEditKind.Retract, id);

    /// <summary>Retracts the attack and the inferences that lead from an argument alone to an argument or inference.</summary>
    public static GraphEdit RetractLinks(string from, string to) => new(GraphEditKind.RetractLinks, from) { To = to };

    /// <summary>Retracts an attack.</summary>
    public static GraphEdit RetractAttack(string from, string to) => new(GraphEditKind.RetractAttack, from) { To = to };
}
