using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>Search limits of an explanation; what they leave out is reported in <see cref="Explanation.Gaps"/>.</summary>
/// <param name="MaxSets">Maximum number of sets listed of each kind; at least 1.</param>
/// <param name="MaxChecks">Maximum number of solver calls for each kind; at least 1.</param>
/// <param name="MaxSetSize">Maximum size of a set that changes the status, where sets are tried one by one; at least 1.</param>
/// <param name="MaxWork">
/// Maximum total number of arguments and attacks in the changed frameworks built for each kind, which lowers the number of solver calls on
/// large frameworks.
/// </param>
public sealed record ExplanationLimits(int MaxSets = 5, int MaxChecks = 1000, int MaxSetSize = 3, long MaxWork = 10_000_000);

/// <summary>Explains why an argument is accepted or not. Every change reported to alter a status was verified by the solver.</summary>
public static class Explainer
{
    /// <summary>
    /// Explains the status of an argument. The initial query spends the search budget <paramref name="budget"/> like any query; if the
    /// budget runs out later, the result holds what was found until then and names the gap. An auxiliary or unknown argument is an
    /// <see cref="InputException"/>.
    /// </summary>
    public static Explanation Explain(
        IExplanationContext setting, int argument, Acceptance acceptance, ExplanationLimits? limits = null, SearchBudget? budget = null)
    {
        if (argument < 0 || argument >= setting.ExplainableCount)
            throw new InputException($"argument {argument + 1}: it must be in 1..{setting.ExplainableCount}");
        var search = new ExplanationSearch(setting, argument, acceptance, limits ?? new ExplanationLimits(), budget ?? new SearchBudget());
        var answer = acceptance.Ask(setting.Framework, argument, search.Budget);
        return answer.Accepted ? new AcceptedExplainer(search).Explain() : new RejectedExplainer(search).Explain(answer);
    }
}
