using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Certificates;

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
