using Debate.Rewards.Environments;

namespace Debate.Rewards.Policies;

/// <summary>
/// The state of a policy's episodes after a number of steps: the shares that ended in survival, that ended in death, and that are still
/// going on. Exact. The trajectories of Sukovic and Radanovic (ICLR 2024) end after 21 steps of four hours.
/// </summary>
public sealed record HorizonStatistics(int Steps, double Survived, double Died, double Open)
{
    /// <summary>The horizon of Sukovic and Radanovic (ICLR 2024), in steps of four hours.</summary>
    public const int PaperHorizon = 21;

    /// <summary>Computes the shares for a policy after <paramref name="steps"/> steps.</summary>
    public static HorizonStatistics Compute(TabularEnvironment environment, Policy policy, int steps = PaperHorizon)
    {
        var effective = environment.OpenStates.ToDictionary(state => state, state => environment.EffectivePolicy(policy, state));
        var (now, survived, died) = (environment.Initial.ToArray(), 0.0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            var after = new double[environment.States];
            foreach (var state in environment.OpenStates)
                if (now[state] > 0) PropagateMass(environment, (state, now[state]), effective[state], after);
            for (var state = 0; state < after.Length; state++)
            {
                if (environment.Outcomes[state] == EpisodeEnd.Survival) survived += after[state];
                if (environment.Outcomes[state] == EpisodeEnd.Death) died += after[state];
            }
            now = after;
        }
        return new(steps, survived, died, environment.OpenStates.Sum(state => now[state]));
    }

    private static void PropagateMass(TabularEnvironment environment, (int State, double Mass) from, double[] effective, double[] to)
    {
        foreach (var action in environment.Transitions.Admissible(from.State))
        {
            if (effective[action] == 0) continue;
            var row = environment.Transitions.Row(from.State, action);
            for (var i = 0; i < row.Next.Length; i++) to[row.Next[i]] += from.Mass * effective[action] * row.Probability[i];
        }
    }
}
