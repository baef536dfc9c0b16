namespace Debate.Argumentation.Certificates;

/// <summary>
/// Checks a refutation clause by clause: a clause follows by reverse unit propagation (RUP) if propagating its negation yields a conflict
/// with the clauses held so far (Goldberg and Novikov, 2003; Van Gelder, 2008). It shares no code with the solver that found the
/// refutation.
/// </summary>
public sealed class RefutationChecker
{
    private readonly List<int[]> _clauses = [];
    private readonly List<int>[] _watching;
    private readonly sbyte[] _value;
    private readonly List<int> _trail = [];
    private int _propagated;
    private bool _contradictory;

    private RefutationChecker(int variables)
    {
        _value = new sbyte[2 * variables];
        _watching = new List<int>[2 * variables];
        for (var i = 0; i < _watching.Length; i++) _watching[i] = [];
    }

    /// <summary>
    /// Whether the refutation proves that the clauses have no model. <paramref name="justifies"/> decides whether an admissible set
    /// justifies a clause; <paramref name="pause"/> is called before each step.
    /// </summary>
    public static bool Verify(
        int variables, ClauseList clauses, Refutation refutation, Func<int[], int[], bool>? justifies = null, Action? pause = null)
    {
        var checker = new RefutationChecker(variables);
        for (var i = 0; i < clauses.Count; i++) checker.AddClause(clauses[i].ToArray());
        foreach (var step in refutation.Steps)
        {
            pause?.Invoke();
            if (checker._contradictory) return true;
            if (!checker.IsWellFormed(step.Clause)) return false;
            var stands = step.Justification is { } set ? justifies?.Invoke(step.Clause, set) == true
                : checker.FollowsByPropagation(step.Clause);
            if (!stands) return false;
            checker.AddClause(step.Clause);
        }
        return checker._contradictory;
    }

    private bool IsWellFormed(int[] clause) => Array.TrueForAll(clause, l => l >= 0 && l < _value.Length);

    private bool FollowsByPropagation(int[] clause)
    {
        var mark = _trail.Count;
        var contradiction = false;
        foreach (var literal in clause)
            if (_value[literal] > 0) contradiction = true;
            else if (_value[literal] == 0) Assign(literal ^ 1);
        contradiction = contradiction || !Propagate();
        for (var i = _trail.Count - 1; i >= mark; i--) _value[_trail[i]] = _value[_trail[i] ^ 1] = 0;
        _trail.RemoveRange(mark, _trail.Count - mark);
        _propagated = mark;
        return contradiction;
    }

    // Literals that are true at the top level stay on the trail: a clause is watched by two of its literals that are not false there.
    private void AddClause(int[] clause)
    {
        var literals = clause.Distinct().OrderByDescending(l => _value[l]).ToArray();
        if (_contradictory || (literals.Length > 0 && _value[literals[0]] > 0)) return;
        var open = literals.Count(l => _value[l] == 0);
        if (open >= 2)
        {
            _watching[literals[0]].Add(_clauses.Count);
            _watching[literals[1]].Add(_clauses.Count);
            _clauses.Add(literals);
            return;
        }
        if (open == 1) Assign(literals[0]);
        _contradictory = open == 0 || !Propagate();
    }

    private void Assign(int literal)
    {
        _value[literal] = 1;
        _value[literal ^ 1] = -1;
        _trail.Add(literal);
    }

    private bool Propagate()
    {
        for (; _propagated < _trail.Count; _propagated++)
        {
            var falsified = _trail[_propagated] ^ 1;
            var watching = _watching[falsified];
            var kept = 0;
            for (var i = 0; i < watching.Count; i++)
            {
                var clause = watching[i];
                if (ReplaceWatch(clause, falsified)) continue;
                watching[kept++] = clause;
                var other = OtherWatch(clause, falsified);
                if (_value[other] > 0) continue;
                if (_value[other] == 0)
                {
                    Assign(other);
                    continue;
                }
                for (i++; i < watching.Count; i++) watching[kept++] = watching[i];
                watching.RemoveRange(kept, watching.Count - kept);
                return false;
            }
            watching.RemoveRange(kept, watching.Count - kept);
        }
        return true;
    }

    private int OtherWatch(int clause, int watch) => _clauses[clause][0] == watch ? _clauses[clause][1] : _clauses[clause][0];

    private bool ReplaceWatch(int clause, int falsified)
    {
        var literals = _clauses[clause];
        var slot = literals[0] == falsified ? 0 : 1;
        if (_value[literals[1 - slot]] > 0) return false;
        for (var i = 2; i < literals.Length; i++)
        {
            if (_value[literals[i]] < 0) continue;
            (literals[slot], literals[i]) = (literals[i], literals[slot]);
            _watching[literals[slot]].Add(clause);
            return true;
        }
        return false;
    }
}
