using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Certificates;

/// <summary>
/// Checks an answer after it was given, independently of how it was found: it verifies witnesses with its own loops, and proves that
/// something does not exist by refuting the claim that it does and checking the refutation. <see cref="CertificateTable"/> states how each
/// answer is proved.
/// </summary>
public static class Checker
{
    /// <summary>Maximum number of conflicts that the refutations of one answer may take.</summary>
    public const long Conflicts = 200_000;

    /// <summary>
    /// Checks the answer to a query within a search budget (<paramref name="effort"/>; default <see cref="Conflicts"/> conflicts). Whatever
    /// is not proved by then counts as unproved.
    /// </summary>
    public static Finding Check(Framework framework, Query query, Answer answer, Effort? effort = null)
    {
        var proofs = For(query.Semantics.Code, framework, new Refuter(framework, effort ?? new Effort(conflicts: Conflicts)));
        if (proofs is null) return Finding.Unproved($"nothing is known about {query.Semantics.Code}");
        try
        {
            return Check(proofs, framework, query, answer);
        }
        catch (EffortSpentException spent)
        {
            return Finding.Unproved(spent.Message);
        }
        catch (UncheckedException none)
        {
            return Finding.Unproved(none.Message);
        }
    }

    private static Finding Check(SemanticsProofs proofs, Framework framework, Query query, Answer answer) => query.Kind switch
    {
        QueryKind.SomeExtension => answer.Accepted ? Witness(proofs, framework, answer.Witness, _ => true) : proofs.None(),
        QueryKind.Credulous => answer.Accepted
            ? Witness(proofs, framework, answer.Witness, set => set.Holds(query.Argument)) : proofs.InNone(query.Argument),
        QueryKind.Sceptical => answer.Accepted
            ? proofs.InAll(query.Argument) : Witness(proofs, framework, answer.Witness, set => !set.Holds(query.Argument)),
        QueryKind.Extensions => Extensions(proofs, query, answer.Extensions ?? []),
        _ => answer.Count is { } count ? proofs.Count(count) : Finding.Rejected("the number is missing"),
    };

    private static Finding Witness(SemanticsProofs proofs, Framework framework, IReadOnlyList<int>? witness, Func<SetCheck, bool> fits)
    {
        if (witness is null) return Finding.Rejected("the witness is missing");
        var set = new SetCheck(framework, witness);
        if (set.IsMalformed) return Finding.Rejected("the witness holds something twice or something that is no argument");
        return fits(set) ? proofs.Extension(witness) : Finding.Rejected("the witness is on the wrong side of the argument asked about");
    }

    private static Finding Extensions(SemanticsProofs proofs, Query query, IReadOnlyList<IReadOnlyList<int>> extensions) =>
        extensions.Count >= query.Limit ? proofs.Each(extensions) : extensions.Count == 0 ? proofs.None() : proofs.All(extensions);

    private static SemanticsProofs? For(string code, Framework framework, Refuter refuter) => code switch
    {
        "CF" => new PropertyProofs(framework, refuter, SetProperty.ConflictFree),
        "NA" => new NaiveProofs(framework, refuter),
        "AD" => new PropertyProofs(framework, refuter, SetProperty.Admissible),
        "CO" => new PropertyProofs(framework, refuter, SetProperty.Complete),
        "GR" => new GroundedProofs(framework, refuter),
        "PR" => new PreferredProofs(framework, refuter),
        "ST" => new PropertyProofs(framework, refuter, SetProperty.Stable),
        "SST" => new RangeProofs(framework, refuter, SetProperty.Admissible),
        "STG" => new RangeProofs(framework, refuter, SetProperty.ConflictFree),
        "ID" => new IdealProofs(framework, refuter),
        "EA" => new EagerProofs(framework, refuter),
        _ => null,
    };
}
