using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>The state of one request for an explanation: its inputs, limits and the gaps found so far.</summary>
internal sealed class Inquiry(ISetting setting, int argument, Acceptance acceptance, ExplanationLimits limits, Effort effort)
{
    private readonly SortedSet<string> _gaps = new(StringComparer.Ordinal);

    public ISetting Setting => setting;
    public Framework Framework => setting.Framework;
    public int Argument => argument;
    public Acceptance Acceptance => acceptance;
    public ExplanationLimits Limits => limits;
    public Effort Effort => effort;
    public IReadOnlyList<string> Gaps => [.. _gaps];

    /// <summary>Maximum number of changed frameworks tried for one kind of result.</summary>
    public int Checks { get; } =
        (int)Math.Clamp(limits.Work / (setting.Framework.Count + setting.Framework.AttackCount + 1L), 1, limits.Checks);

    public void Gap(string sentence) => _gaps.Add(sentence);

    public bool Accepts(Hypothesis hypothesis)
    {
        effort.Step(0);
        return acceptance.Ask(hypothesis.Framework, hypothesis.Argument, effort).Accepted;
    }

    /// <summary>Runs a search; if the budget runs out first, records a gap and returns nothing.</summary>
    public IReadOnlyList<T> Try<T>(string what, Func<IReadOnlyList<T>> search)
    {
        try
        {
            return search();
        }
        catch (EffortSpentException spent)
        {
            Gap($"{what}: {spent.Message}");
            return [];
        }
    }

    /// <summary>
    /// The arguments whose removal or defeat can matter, nearest first, without the explained one: those with a path of attacks to it, and
    /// all others too if the semantics is not directional.
    /// </summary>
    public IReadOnlyList<int> Relevant()
    {
        var (order, seen) = (new List<int> { argument }, new HashSet<int> { argument });
        for (var i = 0; i < order.Count; i++)
            foreach (var attacker in Framework.Attackers[order[i]]) if (seen.Add(attacker)) order.Add(attacker);
        if (!Directionality.Holds(acceptance.Semantics))
            for (var other = 0; other < setting.Spoken; other++) if (seen.Add(other)) order.Add(other);
        return [.. order.Skip(1).Where(a => a < setting.Spoken)];
    }
}
