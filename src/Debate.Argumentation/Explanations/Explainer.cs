using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>Search limits of an explanation; what they leave out is reported in <see cref="Explanation.Gaps"/>.</summary>
/// <param name="Sets">Maximum number of sets listed of each kind; at least 1.</param>
/// <param name="Checks">Maximum number of solver calls for each kind; at least 1.</param>
/// <param name="Size">Maximum size of a set that changes the status, where sets are tried one by one; at least 1.</param>
/// <param name="Work">
/// Maximum total number of arguments and attacks in the changed frameworks built for each kind, which lowers the number of solver calls on
/// large frameworks.
/// </param>
public sealed record ExplanationLimits(int Sets = 5, int Checks = 1000, int Size = 3, long Work = 10_000_000);

/// <summary>Explains why an argument is accepted or not. Every change reported to alter a status was verified by the solver.</summary>
public static class Explainer
{
    /// <summary>
    /// Explains the status of an argument. The initial query spends the search budget <paramref name="effort"/> like any query; if the
    /// budget runs out later, the result holds what was found until then and names the gap. An auxiliary or unknown argument is an
    /// <see cref="InputException"/>.
    /// </summary>
    public static Explanation Explain(
        ISetting setting, int argument, Acceptance acceptance, ExplanationLimits? limits = null, Effort? effort = null)
    {
        if (argument < 0 || argument >= setting.Spoken)
            throw new InputException($"argument {argument + 1}: it must be in 1..{setting.Spoken}");
        var inquiry = new Inquiry(setting, argument, acceptance, limits ?? new ExplanationLimits(), effort ?? new Effort());
        var answer = acceptance.Ask(setting.Framework, argument, inquiry.Effort);
        return answer.Accepted ? new AcceptedCase(inquiry).Explain() : new RejectedCase(inquiry).Explain(answer);
    }
}
