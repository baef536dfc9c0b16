using Debate.Deliberation.Engine;

namespace Debate.GraphEditors;

/// <summary>
/// An instance that no clause learning finishes: whether n + 1 pigeons fit into n holes, for which every resolution proof is exponential
/// (Haken, 1985), as the acceptance of argument 0 (the reduction of Dimopoulos and Torres, 1996): a clause attacks it, a literal attacks
/// the clauses that it makes true, and a literal and its negation attack each other.
/// </summary>
public static class PigeonHole
{
    /// <summary>DC-PR of the instance with that many holes.</summary>
    public static SolveCall Of(int holes)
    {
        var clauses = new List<int[]>();
        int In(int pigeon, int hole) => 2 * (pigeon * holes + hole);
        for (var pigeon = 0; pigeon <= holes; pigeon++) clauses.Add([.. Enumerable.Range(0, holes).Select(hole => In(pigeon, hole))]);
        for (var hole = 0; hole < holes; hole++)
            for (var one = 0; one <= holes; one++)
                for (var other = 0; other < one; other++) clauses.Add([In(one, hole) + 1, In(other, hole) + 1]);
        return Acceptance(clauses, literals: 2 * (holes + 1) * holes);
    }

    private static SolveCall Acceptance(List<int[]> clauses, int literals)
    {
        var attacks = new List<(int From, int To)>();
        var first = 1 + clauses.Count;
        for (var clause = 0; clause < clauses.Count; clause++)
        {
            attacks.Add((1 + clause, 0));
            foreach (var literal in clauses[clause]) attacks.Add((first + literal, 1 + clause));
        }
        for (var literal = 0; literal < literals; literal++) attacks.Add((first + literal, first + (literal ^ 1)));
        return new(first + literals, [.. attacks.Select(a => a.From)], [.. attacks.Select(a => a.To)], "DC-PR", 0);
    }
}
