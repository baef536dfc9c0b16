using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>An argument of a dialogue, with its id in the graph.</summary>
/// <param name="Id">Its id in the graph: A, B, ... for a decision, A1, A2, ... for the beliefs of its dialogue.</param>
/// <param name="Argument">Its scheme and values.</param>
public sealed record DialogueArgument(string Id, SchemeArgument Argument);

/// <summary>A verifier's objection: the critical question of the scheme that the argument fails, and the reason.</summary>
/// <param name="Question">The id of the question.</param>
/// <param name="Reason">The reason, as the generator sees it.</param>
public sealed record Objection(string Question, string Reason);

/// <summary>Makes arguments.</summary>
public interface IArgumentGenerator
{
    /// <summary>Proposes a decision other than those already proposed; null when there is none.</summary>
    Task<SchemeArgument?> ProposeDecisionAsync(IReadOnlyList<DialogueArgument> proposed, int round);

    /// <summary>Turns an objection into an argument by the counter-scheme of its critical question; null when there is none.</summary>
    Task<SchemeArgument?> CreateCounterargumentAsync(DialogueArgument target, Objection objection, int round);
}

/// <summary>Asks the critical questions of an argument and answers them itself.</summary>
public interface IArgumentVerifier
{
    /// <summary>An objection to the argument other than those already raised; null when the verifier accepts the argument.</summary>
    Task<Objection?> VerifyAsync(DialogueArgument argument, IReadOnlyList<Objection> raised, int round);
}
