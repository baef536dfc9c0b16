using Debate.Rewards.Environments;

namespace Debate.Rewards.Policies;

/// <summary>
/// The state of a policy's episodes after a number of steps: the shares that ended in survival, that ended in death, and that are still
/// going on. Exact. The trajectories of Sukovic and Radanovic (ICLR 2024) end after 21 steps of four hours.
/// </summary>
public sealed record Course(int Steps, double Survived, double Died, double Open)
{
    /// <summary>The horizon of Sukovic and Radanovic (ICLR 2024), in steps of four hours.</summary>
    public const int PaperSteps = 21;

    /// <summary>Computes the shares for a policy after <paramref name="steps"/> steps.</summary>
    public static Course Of(TabularEnvironment environment, Policy policy, int steps = PaperSteps)
    {
        var effective = environment.Open.ToDictionary(state => state, state => environment.Effective(policy, state));
        var (now, survived, died) = (environment.Initial.ToArray(), 0.0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            var after = new double[environment.States];
            foreach (var state in environment.Open)
                if (now[state] > 0) Move(environment, (state, now[state]), effective[state], after);
            for (var state = 0; state < after.Length; state++)
            {
                if (environment.Outcomes[state] == Outcome.Survival) survived += after[state];
                if (environment.Outcomes[state] == Outcome.Death) died += after[state];
            }
            now = after;
        }
        return new(steps, survived, died, environment.Open.Sum(state => now[state]));
    }

    private static void Move(TabularEnvironment environment, (int State, double Mass) from, double[] effective, double[] to)
    {
        foreach (var action in environment.Transitions.Admissible(from.State))
        {
            if (effective[action] == 0) continue;
            var row = environment.Transitions.Row(from.State, action);
            for (var i = 0; i < row.Next.Length; i++) to[row.Next[i]] += from.Mass * effective[action] * row.Probability[i];
        }
    }
}
