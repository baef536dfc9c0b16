using Debate.Core;
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

/// <summary>
/// Prioritised replay (Schaul et al., 2016): sample i is drawn with probability P(i) = p_i^alpha / sum, where p_i is its last error, and
/// has the importance weight (n P(i))^-beta, scaled so that no weight of a batch exceeds 1. A sum tree makes the cost of a draw logarithmic
/// in the number of samples.
/// </summary>
internal sealed class PrioritizedReplay
{
    private const double MinPriority = 1e-6;

    private readonly double[] _sums;
    private readonly int _leaves, _count;
    private readonly double _alpha, _beta;

    /// <summary>Samples 0..count-1, all equally likely initially.</summary>
    public PrioritizedReplay(int count, double alpha, double beta)
    {
        (_count, _alpha, _beta, _leaves) = (count, alpha, beta, 1);
        while (_leaves < count) _leaves *= 2;
        _sums = new double[2 * _leaves];
        for (var i = 0; i < count; i++) _sums[_leaves + i] = 1;
        for (var node = _leaves - 1; node > 0; node--) _sums[node] = _sums[2 * node] + _sums[2 * node + 1];
    }

    /// <summary>Samples a batch, one sample from each of as many equal segments of the total mass, with their weights.</summary>
    public void SampleBatch(SeededRandom draws, Span<int> samples, Span<float> weights)
    {
        var greatest = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = FindLeaf((i + draws.NextDouble()) / samples.Length * _sums[1]);
            var weight = Math.Pow(_count * _sums[_leaves + samples[i]] / _sums[1], -_beta);
            greatest = Math.Max(greatest, weight);
            weights[i] = (float)weight;
        }
        foreach (ref var weight in weights) weight = (float)(weight / greatest);
    }

    /// <summary>Updates the priority of a sample to its current error.</summary>
    public void UpdatePriority(int sample, double error)
    {
        var node = _leaves + sample;
        _sums[node] = Math.Pow(Math.Abs(error) + MinPriority, _alpha);
        while ((node /= 2) > 0) _sums[node] = _sums[2 * node] + _sums[2 * node + 1];
    }

    private int FindLeaf(double mass)
    {
        var node = 1;
        while (node < _leaves)
        {
            node *= 2;
            // Rounding may leave some mass; the right half is then taken only if it has any.
            if (mass < _sums[node] || _sums[node + 1] == 0) continue;
            mass -= _sums[node++];
        }
        return node - _leaves;
    }
}
