namespace Debate.Argumentation.Certificates;

/// <summary>
/// A proof that clauses have no model: a sequence of clauses, each derived from those before it, until a contradiction. Some need no
/// derivation because an admissible set justifies them; which sets justify which clauses depends on the claim, so the code that makes the
/// claim decides it.
/// </summary>
/// <param name="Steps">The clauses in the order of derivation.</param>
public sealed record Refutation(IReadOnlyList<RefutationStep> Steps);

/// <summary>One clause of a refutation.</summary>
/// <param name="Clause">Its literals.</param>
/// <param name="Justification">An admissible set that justifies it; null if it follows by unit propagation.</param>
public sealed record RefutationStep(int[] Clause, int[]? Justification = null);
