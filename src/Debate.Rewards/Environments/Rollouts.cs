namespace Debate.Rewards.Environments;

/// <summary>One step of an episode: the state, the action taken and the next state. Episodes and steps count from 0.</summary>
public readonly record struct Transition(int Episode, int Step, int State, int Action, int Next);

/// <summary>Samples episodes of a policy in an environment.</summary>
public static class Rollouts
{
    /// <summary>
    /// The steps of <paramref name="episodes"/> episodes, sampled from <paramref name="seed"/>. Each episode has its own random stream, so
    /// the first episodes are the same however many are requested. An episode that is still ongoing after <paramref name="maxSteps"/>
    /// steps is cut.
    /// </summary>
    public static IEnumerable<Transition> Generate(
        TabularEnvironment environment, Policy policy, int episodes, long seed, int maxSteps = 10_000)
    {
        for (var episode = 0; episode < episodes; episode++)
        {
            var draws = SeededRandom.Create(seed, FormattableString.Invariant($"episode/{episode}"));
            var state = SampleIndex(environment.Initial, draws);
            for (var step = 0; step < maxSteps && environment.Outcomes[state] == EpisodeEnd.Ongoing; step++)
            {
                var action = SampleIndex(policy.ActionProbabilities(state), draws);
                var next = SampleNextState(environment, state, action, draws);
                yield return new(episode, step, state, action, next);
                state = next;
            }
        }
    }

    private static int SampleNextState(TabularEnvironment environment, int state, int action, SeededRandom draws)
    {
        var transitions = environment.Transitions;
        if (!transitions.IsAdmissible(state, action))
        {
            var admissible = transitions.Admissible(state);
            action = admissible[draws.NextInt(admissible.Length)];
        }
        var row = transitions.Row(state, action);
        return row.Next[SampleIndex(row.Probability, draws)];
    }

    // The last index with a positive probability takes what rounding leaves over.
    private static int SampleIndex(ReadOnlySpan<double> probability, SeededRandom draws)
    {
        var (left, last) = (draws.NextDouble(), 0);
        for (var i = 0; i < probability.Length; i++)
        {
            if (probability[i] == 0) continue;
            last = i;
            if ((left -= probability[i]) < 0) break;
        }
        return last;
    }
}
