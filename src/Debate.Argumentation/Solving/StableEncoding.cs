namespace Debate.Argumentation.Solving;

/// <summary>
/// Stable extensions with one variable per argument (Besnard and Doutre, 2004): no attack has both ends in, and each argument is in or has
/// an attacker that is.
/// </summary>
internal sealed class StableEncoding : Encoding
{
    public StableEncoding(Framework framework, Effort effort)
        : base(framework, effort)
    {
        var clause = new List<int>();
        for (var a = 0; a < framework.Count; a++)
        {
            Breathe(a);
            clause.Clear();
            clause.Add(In(a));
            foreach (var b in framework.Attackers[a])
            {
                if (b != a) clause.Add(In(b));
                Apart(a, b);
            }
            Add([.. clause]);
        }
    }
}
