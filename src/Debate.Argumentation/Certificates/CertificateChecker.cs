using Debate.Argumentation.Semantics;
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

/// <summary>The kind of evidence that proves an answer.</summary>
public enum ProofKind
{
    /// <summary>The set that is the answer, checked in linear time.</summary>
    Set,

    /// <summary>That set, and a checked refutation of the claim that a better one exists.</summary>
    SetAndRefutation,

    /// <summary>The checker's own computation over the attacks, in linear time.</summary>
    Attacks,

    /// <summary>A checked refutation of the claim that such a set exists.</summary>
    Refutation,

    /// <summary>A checked refutation, some clauses of which are justified by admissible sets.</summary>
    JustifiedRefutation,

    /// <summary>A checked refutation in the cases that the note names, otherwise nothing.</summary>
    Partly,

    /// <summary>Nothing.</summary>
    Unproved,

    /// <summary>No framework has this answer; the checker rejects it.</summary>
    Impossible,
}

/// <summary>One row of the table.</summary>
/// <param name="Task">The kind of the query.</param>
/// <param name="Semantics">The code of the semantics.</param>
/// <param name="Answer">yes or no; set or none for SE; all or number.</param>
/// <param name="ProofKind">The kind of evidence that proves it.</param>
/// <param name="Note">In which cases, if not in all; may be empty.</param>
public sealed record CertificateRow(QueryKind Task, string Semantics, string Answer, ProofKind ProofKind, string Note = "");

/// <summary>
/// Which evidence proves which answer. A refutation is found by a separate search after the answer is printed, and each of its clauses is
/// checked by reverse unit propagation; beyond <see cref="CertificateChecker.MaxConflicts"/> conflicts the search stops and the answer
/// stays unproved.
/// "Partly" means proved in the cases that the row names, otherwise unproved.
/// <list type="table">
/// <listheader><term>answer</term><description>CF, NA, GR | AD, CO, ST | PR | SST, STG | ID | EA</description></listheader>
/// <item><term>SE set, DC yes, DS no</term><description>set (GR: attacks) | set | set and refutation | set and refutation | justified
/// refutation | partly</description></item>
/// <item><term>SE none</term><description>impossible, but a refutation for ST</description></item>
/// <item><term>DC no</term><description>attacks (CF: refutation) | refutation | refutation | partly | justified refutation |
/// partly</description></item>
/// <item><term>DS yes</term><description>attacks (CF: impossible) | refutation (AD: impossible) | justified refutation | partly |
/// refutation | partly</description></item>
/// <item><term>EE all, CE number</term><description>set and refutation (GR: attacks) | set and refutation | set and refutation | partly |
/// justified refutation (CE: there is exactly one) | partly (CE: there is exactly one)</description></item>
/// </list>
/// </summary>
public static class CertificateTable
{
    /// <summary>Every task, semantics of the catalogue and answer.</summary>
    public static IReadOnlyList<CertificateRow> Rows =>
    [
        .. from kind in Query.Kinds
           from semantics in SemanticsCatalogue.Entries
           from answer in Answers(kind)
           select GetRow(kind, semantics, answer),
    ];

    /// <summary>The possible answers of a task: yes and no, set and none, all, number.</summary>
    public static IReadOnlyList<string> Answers(QueryKind kind) => kind switch
    {
        QueryKind.SomeExtension => ["set", "none"],
        QueryKind.Extensions => ["all"],
        QueryKind.Count => ["number"],
        _ => ["yes", "no"],
    };

    /// <summary>The row of one answer.</summary>
    public static CertificateRow GetRow(QueryKind kind, ISemantics semantics, string answer)
    {
        var (evidence, note) = semantics.Certificates.Find(kind, answer);
        return new(kind, semantics.Code, answer, evidence, note);
    }
}
