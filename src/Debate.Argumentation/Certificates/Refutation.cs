namespace Debate.Argumentation.Certificates;

/// <summary>
/// A proof that clauses have no model: clauses that follow one after another until nothing can be true. Some need no such derivation
/// because an admissible set justifies them; which sets justify which clauses is for who makes the claim to say.
/// </summary>
/// <param name="Steps">The clauses in the order in which they follow.</param>
public sealed record Refutation(IReadOnlyList<RefutationStep> Steps);

/// <summary>One clause of a refutation.</summary>
/// <param name="Clause">Its literals.</param>
/// <param name="Justification">An admissible set that justifies it; null where it follows by unit propagation.</param>
public sealed record RefutationStep(int[] Clause, int[]? Justification = null);
