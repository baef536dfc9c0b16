namespace Debate.Argumentation.Solving;

/// <summary>
/// Stable extensions with one variable per argument (Besnard and Doutre, 2004): no attack has both ends in, and each argument is in or has
/// an attacker that is.
/// </summary>
internal sealed class StableEncoding : FrameworkEncoding
{
    public StableEncoding(Framework framework, SearchBudget budget)
        : base(framework, budget)
    {
        var clause = new List<int>();
        for (var a = 0; a < framework.Count; a++)
        {
            CheckCancellation(a);
            clause.Clear();
            clause.Add(In(a));
            foreach (var b in framework.Attackers[a])
            {
                if (b != a) clause.Add(In(b));
                AddConflict(a, b);
            }
            AddClause([.. clause]);
        }
    }
}
