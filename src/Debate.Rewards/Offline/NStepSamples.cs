using Debate.Rewards.Environments;

namespace Debate.Rewards.Offline;

/// <summary>
/// A step and its n-step return: the discounted sum of the rewards of up to n steps, the state after them (-1 if the episode had ended) and
/// the discount of that state.
/// </summary>
internal readonly record struct NStepSample(int State, int Action, float Return, int NextState, float Discount);

/// <summary>
/// n-step samples of whole episodes, not corrected for the policy that chose the steps in between, as in Sukovic and Radanovic (ICLR 2024).
/// </summary>
internal static class NStepSamples
{
    /// <summary>Creates a sample for each step of a log in which step i pays <paramref name="rewards"/>[i].</summary>
    public static NStepSample[] Create(TransitionLog log, IReadOnlyList<double> rewards, int n, double gamma)
    {
        var samples = new NStepSample[log.Steps.Count];
        for (var first = 0; first < samples.Length; first++)
        {
            var (sum, discount, last) = (0.0, 1.0, first);
            for (var i = first; i < first + n && i < samples.Length && log.Steps[i].Episode == log.Steps[first].Episode; i++)
            {
                sum += discount * rewards[i];
                discount *= gamma;
                last = i;
            }
            var after = log.Steps[last].Next;
            var over = log.Environment.Outcomes[after] != EpisodeEnd.Ongoing;
            samples[first] = new(log.Steps[first].State, log.Steps[first].Action, (float)sum, over ? -1 : after, (float)discount);
        }
        return samples;
    }
}
