using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Certificates;

/// <summary>
/// Checks an answer after it was given, independently of how it was found: it verifies witnesses with its own loops, and proves that
/// something does not exist by refuting the claim that it does and checking the refutation. <see cref="CertificateTable"/> states how each
/// answer is proved.
/// </summary>
public static class CertificateChecker
{
    /// <summary>Maximum number of conflicts that the refutations of one answer may take.</summary>
    public const long MaxConflicts = 200_000;

    /// <summary>
    /// Checks the answer to a query within a search budget (<paramref name="budget"/>; default <see cref="MaxConflicts"/> conflicts).
    /// Whatever
    /// is not proved by then counts as unproved.
    /// </summary>
    public static CheckResult Check(Framework framework, Query query, Answer answer, SearchBudget? budget = null)
    {
        if (query.Semantics.Certificates.CreateProofs is not { } create)
            return CheckResult.Unproved($"nothing is known about {query.Semantics.Code}");
        try
        {
            var refuter = new Refuter(framework, budget ?? new SearchBudget(conflicts: MaxConflicts));
            return Check(create(framework, refuter), framework, query, answer);
        }
        catch (SearchBudgetSpentException spent)
        {
            return CheckResult.Unproved(spent.Message);
        }
        catch (UncheckedRefutationException none)
        {
            return CheckResult.Unproved(none.Message);
        }
    }

    private static CheckResult Check(SemanticsProofs proofs, Framework framework, Query query, Answer answer) => query.Kind switch
    {
        QueryKind.SomeExtension => answer.Accepted ? CheckWitness(proofs, framework, answer.Witness, _ => true) : proofs.ProveNone(),
        QueryKind.Credulous => answer.Accepted
            ? CheckWitness(proofs, framework, answer.Witness, set => set.Contains(query.Argument)) : proofs.ProveInNone(query.Argument),
        QueryKind.Sceptical => answer.Accepted
            ? proofs.ProveInAll(query.Argument) : CheckWitness(proofs, framework, answer.Witness, set => !set.Contains(query.Argument)),
        QueryKind.Extensions => CheckExtensions(proofs, query, answer.Extensions ?? []),
        _ => answer.Count is { } count ? proofs.ProveCount(count) : CheckResult.Rejected("the number is missing"),
    };

    private static CheckResult CheckWitness(SemanticsProofs proofs, Framework framework, IReadOnlyList<int>? witness,
        Func<SetCheck, bool> fits)
    {
        if (witness is null) return CheckResult.Rejected("the witness is missing");
        var set = new SetCheck(framework, witness);
        if (set.IsMalformed) return CheckResult.Rejected("the witness holds something twice or something that is no argument");
        return fits(set) ? proofs.ProveExtension(witness)
            : CheckResult.Rejected("the witness is on the wrong side of the argument asked about");
    }

    private static CheckResult CheckExtensions(SemanticsProofs proofs, Query query, IReadOnlyList<IReadOnlyList<int>> extensions) =>
        extensions.Count >= query.Limit ? proofs.ProveEach(extensions) : extensions.Count == 0 ? proofs.ProveNone()
        : proofs.ProveAll(extensions);
}

/// <summary>The checker's verdict on an answer.</summary>
public enum ProofStatus
{
    /// <summary>Everything that the answer claims was proved.</summary>
    Proved,

    /// <summary>Nothing is wrong with it, but not all of it was proved.</summary>
    Unproved,

    /// <summary>It is wrong.</summary>
    Rejected,
}

/// <summary>The result of checking an answer.</summary>
/// <param name="Status">Whether it is proved.</param>
/// <param name="Reason">How it was proved, or why not; one clause of a sentence.</param>
public sealed record CheckResult(ProofStatus Status, string Reason)
{
    /// <summary>A result of status proved.</summary>
    public static CheckResult Proved(string reason) => new(ProofStatus.Proved, reason);

    /// <summary>A result of status unproved.</summary>
    public static CheckResult Unproved(string reason) => new(ProofStatus.Unproved, reason);

    /// <summary>A result of status rejected.</summary>
    public static CheckResult Rejected(string reason) => new(ProofStatus.Rejected, reason);

    /// <summary>This result unless it is a proof; otherwise the next result, with both reasons joined.</summary>
    public CheckResult Then(Func<CheckResult> next)
    {
        if (Status != ProofStatus.Proved) return this;
        var second = next();
        return second with { Reason = $"{Reason}; {second.Reason}" };
    }
}
