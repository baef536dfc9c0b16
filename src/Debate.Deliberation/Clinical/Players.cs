using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>An argument as it stands in the record of a dialogue.</summary>
/// <param name="Id">Its id in the graph: A, B, ... for a decision, A1, A2, ... for the beliefs of its dialogue.</param>
/// <param name="Argument">What it says.</param>
public sealed record Argued(string Id, SchemeArgument Argument);

/// <summary>What a verifier objects: a critical question of the argument's scheme, and why it fails.</summary>
/// <param name="Question">The id of the question.</param>
/// <param name="Reason">Why, as the generator hears it.</param>
public sealed record Objection(string Question, string Reason);

/// <summary>Makes arguments.</summary>
public interface IGenerator
{
    /// <summary>A further decision beside those that were proposed; null where there is none.</summary>
    Task<SchemeArgument?> DecideAsync(IReadOnlyList<Argued> proposed, int round);

    /// <summary>The argument that an objection leads to, by the scheme of the question; null where there is none.</summary>
    Task<SchemeArgument?> CounterAsync(Argued target, Objection objection, int round);
}

/// <summary>Asks and answers the critical questions itself.</summary>
public interface IVerifier
{
    /// <summary>An objection to the argument, other than those that were raised against it; null where it is accepted.</summary>
    Task<Objection?> VerifyAsync(Argued argument, IReadOnlyList<Objection> raised, int round);
}
