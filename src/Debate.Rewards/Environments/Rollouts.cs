namespace Debate.Rewards.Environments;

/// <summary>One step of an episode: the state, the action taken and the next state. Episodes and steps count from 0.</summary>
public readonly record struct Transition(int Episode, int Step, int State, int Action, int Next);

/// <summary>Samples episodes of a policy in an environment.</summary>
public static class Rollouts
{
    /// <summary>
    /// The steps of <paramref name="episodes"/> episodes, sampled from <paramref name="seed"/>. Each episode has its own random stream, so
    /// the first episodes are the same however many are requested. An episode that is still ongoing after <paramref name="mostSteps"/>
    /// steps is cut.
    /// </summary>
    public static IEnumerable<Transition> Play(
        TabularEnvironment environment, Policy policy, int episodes, long seed, int mostSteps = 10_000)
    {
        for (var episode = 0; episode < episodes; episode++)
        {
            var draws = Draws.Of(seed, FormattableString.Invariant($"episode/{episode}"));
            var state = Pick(environment.Initial, draws);
            for (var step = 0; step < mostSteps && environment.Outcomes[state] == Outcome.Open; step++)
            {
                var action = Pick(policy.In(state), draws);
                var next = Follow(environment, state, action, draws);
                yield return new(episode, step, state, action, next);
                state = next;
            }
        }
    }

    private static int Follow(TabularEnvironment environment, int state, int action, Draws draws)
    {
        var transitions = environment.Transitions;
        if (!transitions.IsAdmissible(state, action))
        {
            var admissible = transitions.Admissible(state);
            action = admissible[draws.Below(admissible.Length)];
        }
        var row = transitions.Row(state, action);
        return row.Next[Pick(row.Probability, draws)];
    }

    // The last index with a positive probability takes what rounding leaves over.
    private static int Pick(ReadOnlySpan<double> probability, Draws draws)
    {
        var (left, last) = (draws.Unit(), 0);
        for (var i = 0; i < probability.Length; i++)
        {
            if (probability[i] == 0) continue;
            last = i;
            if ((left -= probability[i]) < 0) break;
        }
        return last;
    }
}
