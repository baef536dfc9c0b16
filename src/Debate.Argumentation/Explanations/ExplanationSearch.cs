using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>The state of one request for an explanation: its inputs, limits and the gaps found so far.</summary>
internal sealed class ExplanationSearch(IExplanationContext setting, int argument, Acceptance acceptance, ExplanationLimits limits,
    SearchBudget budget)
{
    private readonly SortedSet<string> _gaps = new(StringComparer.Ordinal);

    public IExplanationContext Context => setting;
    public Framework Framework => setting.Framework;
    public int Argument => argument;
    public Acceptance Acceptance => acceptance;
    public ExplanationLimits Limits => limits;
    public SearchBudget Budget => budget;
    public IReadOnlyList<string> Gaps => [.. _gaps];

    /// <summary>Maximum number of changed frameworks tried for one kind of result.</summary>
    public int MaxChecks { get; } =
        (int)Math.Clamp(limits.MaxWork / (setting.Framework.Count + setting.Framework.AttackCount + 1L), 1, limits.MaxChecks);

    public void AddGap(string sentence) => _gaps.Add(sentence);

    public bool IsAccepted(Counterfactual hypothesis)
    {
        budget.Spend(0);
        return acceptance.Ask(hypothesis.Framework, hypothesis.Argument, budget).Accepted;
    }

    /// <summary>Runs a search; if the budget runs out first, records a gap and returns nothing.</summary>
    public IReadOnlyList<T> TrySearch<T>(string what, Func<IReadOnlyList<T>> search)
    {
        try
        {
            return search();
        }
        catch (SearchBudgetSpentException spent)
        {
            AddGap($"{what}: {spent.Message}");
            return [];
        }
    }

    /// <summary>
    /// The arguments whose removal or defeat can matter, nearest first, without the explained one: those with a path of attacks to it, and
    /// all others too if the semantics is not directional.
    /// </summary>
    public IReadOnlyList<int> FindRelevant()
    {
        var (order, seen) = (new List<int> { argument }, new HashSet<int> { argument });
        for (var i = 0; i < order.Count; i++)
            foreach (var attacker in Framework.Attackers[order[i]]) if (seen.Add(attacker)) order.Add(attacker);
        if (!acceptance.Semantics.Traits.IsDirectional)
            for (var other = 0; other < setting.ExplainableCount; other++) if (seen.Add(other)) order.Add(other);
        return [.. order.Skip(1).Where(a => a < setting.ExplainableCount)];
    }
}
