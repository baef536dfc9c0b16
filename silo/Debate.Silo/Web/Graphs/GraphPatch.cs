using System.Text.Json;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Core.Input;

namespace Debate.Silo.Web.Graphs;

/// <summary>Edits of a graph, applied in their order, all or none.</summary>
public sealed record GraphPatch
{
    /// <summary>The edits.</summary>
    public required IReadOnlyList<GraphPatchEdit> Edits { get; init; }

    /// <summary>
    /// The edits in the terms of the graph; throws <see cref="InputException"/> where one of them says nothing, or two things.
    /// </summary>
    internal GraphEdit[] ToEdits() => [.. Edits.Select((edit, i) => edit.ToEdit(FormattableString.Invariant($"edits[{i}]")))];
}

/// <summary>What is contested, and under which gradual semantics.</summary>
public sealed record GraphContest
{
    /// <summary>The edits, in their order; the graph itself stays as it is.</summary>
    public required IReadOnlyList<GraphPatchEdit> Edits { get; init; }

    /// <summary>The gradual semantics; that of a claim's run where it is not given, else df-quad.</summary>
    public string? Semantics { get; init; }
}

/// <summary>One edit: exactly one of its fields.</summary>
public sealed record GraphPatchEdit
{
    /// <summary>Adds an argument.</summary>
    public NewArgument? Add { get; init; }

    /// <summary>Adds an inference, which may have several premises.</summary>
    public NewInference? Infer { get; init; }

    /// <summary>The id of an argument or inference that is removed, with all that depends on it.</summary>
    public string? Remove { get; init; }

    /// <summary>[A, B]: A attacks B, an argument or an inference.</summary>
    public IReadOnlyList<string>? Attack { get; init; }

    /// <summary>[A, B]: A supports B, by an inference of the id A->B.</summary>
    public IReadOnlyList<string>? Support { get; init; }

    /// <summary>[A, B]: no link leads from A to B any more: neither an attack nor an inference of which A is the only premise.</summary>
    public IReadOnlyList<string>? Unlink { get; init; }

    /// <summary>[A, B]: A attacks B no more; its supports stay.</summary>
    public IReadOnlyList<string>? Unattack { get; init; }

    /// <summary>[A, X]: the base score of A is X, a number in [0, 1].</summary>
    public JsonElement? Score { get; init; }

    /// <summary>[A, TEXT]: what A says.</summary>
    public IReadOnlyList<string>? Text { get; init; }

    /// <summary>The edit as callers write it.</summary>
    internal static GraphPatchEdit FromEdit(GraphEdit edit) => edit.Kind switch
    {
        GraphEditKind.AddArgument => new() { Add = new(edit.Id) { Text = edit.Text ?? "", Score = edit.Score ?? 0.5 } },
        GraphEditKind.AddInference when edit is { Step: InferenceKind.Support, Premises: [var premise], To: { } to }
            && edit.Id == $"{premise}->{to}" => new() { Support = [premise, to] },
        GraphEditKind.AddInference => new()
        {
            Infer = new(edit.Id, edit.Premises ?? [], edit.To ?? "") { Kind = edit.Step.ToString().ToLowerInvariant() },
        },
        GraphEditKind.AddAttack => new() { Attack = [edit.Id, edit.To ?? ""] },
        GraphEditKind.SetText => new() { Text = [edit.Id, edit.Text ?? ""] },
        GraphEditKind.SetScore => new() { Score = JsonSerializer.SerializeToElement<object[]>([edit.Id, edit.Score ?? 0.5]) },
        GraphEditKind.Retract => new() { Remove = edit.Id },
        GraphEditKind.RetractAttack => new() { Unattack = [edit.Id, edit.To ?? ""] },
        _ => new() { Unlink = [edit.Id, edit.To ?? ""] },
    };

    internal GraphEdit ToEdit(string place)
    {
        GraphEdit?[] said =
        [
            Add is { } add ? GraphEdit.AddArgument(add.Id, add.Text, add.Score) : null,
            Infer is { } infer ? GraphEdit.AddInference(new Inference(infer.Id, infer.From, infer.To, ReadKind(infer, place))) : null,
            Remove is { } remove ? GraphEdit.Retract(remove) : null,
            Attack is { } attack ? Link(attack, $"{place}.attack", GraphEdit.AddAttack) : null,
            Support is { } support ? Link(support, $"{place}.support", GraphEdit.AddSupport) : null,
            Unlink is { } unlink ? Link(unlink, $"{place}.unlink", GraphEdit.RetractLinks) : null,
            Unattack is { } unattack ? Link(unattack, $"{place}.unattack", GraphEdit.RetractAttack) : null,
            Score is { } score ? ReadScore(score, $"{place}.score") : null,
            Text is { } text ? Link(text, $"{place}.text", GraphEdit.SetText) : null,
        ];
        return said.OfType<GraphEdit>().ToArray() is [var one] ? one : throw new InputException(
            $"{place}: it must have exactly one of add, infer, remove, attack, support, unlink, unattack, score, text");
    }

    private static GraphEdit Link(IReadOnlyList<string> ends, string place, Func<string, string, GraphEdit> create) =>
        ends is [var from, var to] ? create(from, to) : throw new InputException($"{place}: it must be a list of two texts");

    private static GraphEdit ReadScore(JsonElement score, string place) =>
        score.ValueKind == JsonValueKind.Array && score.GetArrayLength() == 2 && score[0].ValueKind == JsonValueKind.String
            && score[1].ValueKind == JsonValueKind.Number && score[1].TryGetDouble(out var number)
            ? GraphEdit.SetScore(score[0].GetString()!, number)
            : throw new InputException($"{place}: it must be [ID, NUMBER]");

    private static InferenceKind ReadKind(NewInference step, string place) => step.Kind switch
    {
        "support" => InferenceKind.Support,
        "attack" => InferenceKind.Attack,
        _ => throw new ValidationError($"{place}.infer.kind", step.Kind, "must be support or attack").ToException(""),
    };
}

/// <summary>An argument that is added.</summary>
/// <param name="Id">Its id, which no argument or inference has yet.</param>
public sealed record NewArgument(string Id)
{
    /// <summary>What it says.</summary>
    public string Text { get; init; } = "";

    /// <summary>Its base score, in [0, 1].</summary>
    public double Score { get; init; } = 0.5;
}

/// <summary>An inference that is added: a step from premises, taken together, to a conclusion.</summary>
/// <param name="Id">Its id, which no argument or inference has yet.</param>
/// <param name="From">The ids of its premises.</param>
/// <param name="To">The argument or inference that it concludes.</param>
public sealed record NewInference(string Id, IReadOnlyList<string> From, string To)
{
    /// <summary>support, or attack.</summary>
    public string Kind { get; init; } = "support";
}

/// <summary>What became of a change.</summary>
/// <param name="Id">The graph's id.</param>
/// <param name="Version">The version that the change made.</param>
/// <param name="Repeated">True where the change was made before under the same Idempotency-Key, and not again; else absent.</param>
public sealed record GraphChanged(string Id, long Version, bool? Repeated);

/// <summary>A map that was put, and what came in.</summary>
public sealed record GraphStored
{
    /// <summary>The graph's id.</summary>
    public required string Id { get; init; }

    /// <summary>The version that it made.</summary>
    public long Version { get; init; }

    /// <summary>True where it was put before under the same Idempotency-Key, and not again; else absent.</summary>
    public bool? Repeated { get; init; }

    /// <summary>The format that it was read as.</summary>
    public required string Format { get; init; }

    /// <summary>The map's name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>The number of arguments.</summary>
    public int Arguments { get; init; }

    /// <summary>The number of attacks, those of inferences included.</summary>
    public int Attacks { get; init; }

    /// <summary>The number of attacks on inferences.</summary>
    public int Undercuts { get; init; }

    /// <summary>The number of inferences that support.</summary>
    public int Supports { get; init; }

    /// <summary>The ids of the arguments to be debated.</summary>
    public IReadOnlyList<string> Motions { get; init; } = [];

    /// <summary>What the body has and the graph does not represent, each line with its count.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Who speaks, in the order of the body.</summary>
    public IReadOnlyList<string> Speakers { get; init; } = [];
}

/// <summary>A graph in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Version">Its version.</param>
/// <param name="Arguments">The number of its arguments.</param>
/// <param name="Inferences">The number of its inferences, of both kinds.</param>
/// <param name="Attacks">The number of attacks that go without an inference.</param>
/// <param name="Created">When it was first put or edited, in UTC.</param>
/// <param name="Changed">When it was last put or edited, in UTC.</param>
public sealed record GraphListing(
    string Id, string Title, long Version, int Arguments, int Inferences, int Attacks, DateTimeOffset Created, DateTimeOffset Changed);

/// <summary>A change of a graph as an event.</summary>
/// <param name="Id">The graph's id.</param>
/// <param name="Version">The version that the change made; also the event's id.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="Kind">start (the graph before its first change), edited, put (another map took its place) or removed.</param>
public sealed record GraphEvent(string Id, long Version, DateTimeOffset Time, string Kind)
{
    /// <summary>The Idempotency-Key of the change, or one that was drawn for it; absent for the start.</summary>
    public string? Change { get; init; }

    /// <summary>The edits, as PATCH takes them; absent for any other kind.</summary>
    public IReadOnlyList<GraphPatchEdit>? Edits { get; init; }
}
