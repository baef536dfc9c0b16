using Debate.Rewards.Environments;

namespace Debate.Rewards.Offline;

/// <summary>
/// A step with what followed: the discounted sum of the rewards of up to n steps, the state after them (-1 where the episode had ended) and
/// the discount of that state.
/// </summary>
internal readonly record struct NStepSample(int State, int Action, float Return, int After, float Discount);

/// <summary>Samples over n steps of whole episodes, not corrected for who chose the steps between, as in the paper.</summary>
internal static class NStepSamples
{
    /// <summary>A sample for each step of a log in which step i is worth <paramref name="rewards"/>[i].</summary>
    public static NStepSample[] Of(TransitionLog log, IReadOnlyList<double> rewards, int n, double gamma)
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
            var over = log.Environment.Outcomes[after] != Outcome.Open;
            samples[first] = new(log.Steps[first].State, log.Steps[first].Action, (float)sum, over ? -1 : after, (float)discount);
        }
        return samples;
    }
}
