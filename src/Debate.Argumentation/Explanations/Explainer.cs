using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>How much an explanation may search; what is left out is said in <see cref="Explanation.Gaps"/>.</summary>
/// <param name="Sets">The most sets listed of each sort; at least 1.</param>
/// <param name="Checks">The most questions asked of the solver for each sort; at least 1.</param>
/// <param name="Size">The most arguments of a set that changes the status, where sets are tried one by one; at least 1.</param>
/// <param name="Work">
/// The most arguments and attacks of changed frameworks written for each sort, which lowers the number of questions on large ones.
/// </param>
public sealed record ExplanationLimits(int Sets = 5, int Checks = 1000, int Size = 3, long Work = 10_000_000);

/// <summary>Says why an argument is accepted or not. What is claimed to change a status was tried.</summary>
public static class Explainer
{
    /// <summary>
    /// The explanation. The question itself spends <paramref name="effort"/> as any query does; when the effort ends later, what was found
    /// until then is given and the gap named. An argument that the setting does not speak of is an <see cref="InputException"/>.
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
