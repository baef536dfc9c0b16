using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;
using Debate.Networks;
using Debate.Rewards.Networks;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Offline;

/// <summary>
/// Dueling double deep Q-learning on a log (van Hasselt et al., 2016; Wang et al., 2016) with the settings of Sukovic and Radanovic (ICLR
/// 2024, 1.5): a trunk of 128 and 128 units and heads of 64, n-step returns, prioritised replay, a target network that is moved at each
/// step, targets clipped at 20 with a penalty on values beyond, Adam.
/// </summary>
/// <remarks>
/// Unlike theirs: no batch normalisation; uniform instead of normal initial weights, of the same variance; the maximum over the actions of
/// a state is taken over those in the data, not all 25; each seed has one fixed number of updates and no early stopping.
/// </remarks>
/// <param name="Seed">Seed of the parameters and of the batches.</param>
public sealed record DoubleDqn(long Seed)
{
    /// <summary>Number of updates, at least 1.</summary>
    public int Updates { get; init; } = 25_000;

    /// <summary>Number of samples in each update, at least 1.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>The n of n-step returns: how many rewards are taken from the log before a value is bootstrapped, at least 1.</summary>
    public int NSteps { get; init; } = 6;

    /// <summary>Adam's learning rate, positive.</summary>
    public double LearningRate { get; init; } = 1e-4;

    private const float TargetUpdateRate = 1e-3f, MaxValue = 20, ValuePenalty = 5;
    private const double Alpha = .6, Beta = .9, AdamEpsilon = 1.5e-4;

    /// <summary>
    /// Learns the values on a log in which step i pays <paramref name="rewards"/>[i]. The same input gives the same values, bit for bit.
    /// <paramref name="report"/> receives the number of updates done.
    /// </summary>
    public ActionValues Learn(
        TransitionLog log, IReadOnlyList<double> rewards, double gamma, Action<int>? report = null, CancellationToken stop = default)
    {
        if (Updates < 1 || BatchSize < 1 || NSteps < 1) throw new InputException("double DQN: updates, batch and steps must be at least 1");
        if (gamma is not (> 0 and < 1)) throw new InputException(FormattableString.Invariant($"gamma: {gamma} is not in (0, 1)"));
        var learner = new Learner(this, log, NStepSamples.Create(log, rewards, NSteps, gamma));
        for (var update = 0; update < Updates; update++)
        {
            stop.ThrowIfCancellationRequested();
            learner.Update();
            report?.Invoke(update + 1);
        }
        return learner.ToActionValues();
    }

    private sealed class Learner
    {
        private readonly DoubleDqn _settings;
        private readonly TransitionLog _log;
        private readonly NStepSample[] _samples;
        private readonly DuelingNetwork _online, _target;
        private readonly Adam<float> _adam;
        private readonly PrioritizedReplay _replay;
        private readonly SeededRandom _draws;
        private readonly int[][] _supportedActions;
        private readonly int[] _batch, _bestActions;
        private readonly float[] _weights, _features, _targets, _delta;

        public Learner(DoubleDqn settings, TransitionLog log, NStepSample[] samples)
        {
            (_settings, _log, _samples) = (settings, log, samples);
            var environment = log.Environment;
            var shape = new DuelingShape(environment.Features.Count, 128, 64, environment.Actions);
            (_online, _target) = (new(shape), new(shape));
            _online.InitialiseParameters(SeededRandom.Create(settings.Seed, "double-dqn/parameters"));
            _online.Parameters.CopyTo(_target.Parameters, 0);
            (_adam, _replay) = (new(_online.Parameters.Length, AdamEpsilon), new(samples.Length, Alpha, Beta));
            _draws = SeededRandom.Create(settings.Seed, "double-dqn/batches");
            _supportedActions = [.. Enumerable.Range(0, environment.States).Select(
                state => Enumerable.Range(0, environment.Actions).Where(action => log.Supports(state, action)).ToArray())];
            (_batch, _bestActions) = (new int[settings.BatchSize], new int[settings.BatchSize]);
            (_weights, _targets) = (new float[settings.BatchSize], new float[settings.BatchSize]);
            (_features, _delta) = (new float[settings.BatchSize * shape.Features], new float[settings.BatchSize * shape.Actions]);
        }

        public void Update()
        {
            _replay.SampleBatch(_draws, _batch, _weights);
            ComputeTargets();
            var actions = _log.Environment.Actions;
            var values = ComputeQ(_online, i => _samples[_batch[i]].State);
            _delta.AsSpan().Clear();
            for (var i = 0; i < _batch.Length; i++)
            {
                var place = i * actions + _samples[_batch[i]].Action;
                var (value, error) = (values[place], _targets[i] - values[place]);
                _delta[place] = -2 * _weights[i] * error / _batch.Length
                    + (Math.Abs(value) > MaxValue ? ValuePenalty * Math.Sign(value) : 0);
                _replay.UpdatePriority(_batch[i], error);
            }
            _online.Backward(_delta);
            _adam.Step(_online.Parameters, _online.Gradient, _settings.LearningRate);
            TensorPrimitives.Multiply(_target.Parameters, 1 - TargetUpdateRate, _target.Parameters);
            TensorPrimitives.MultiplyAdd(_online.Parameters, TargetUpdateRate, _target.Parameters, _target.Parameters);
        }

        /// <summary>Q of every state, for the actions that the data support; NaN for the others.</summary>
        public ActionValues ToActionValues()
        {
            var (environment, size) = (_log.Environment, _batch.Length);
            var values = new double[environment.States * environment.Actions];
            Array.Fill(values, double.NaN);
            for (var first = 0; first < environment.States; first += size)
            {
                var start = first;
                var found = ComputeQ(_online, i => Math.Min(start + i, environment.States - 1));
                for (var state = first; state < Math.Min(first + size, environment.States); state++)
                    foreach (var action in _supportedActions[state])
                        values[state * environment.Actions + action] = found[(state - first) * environment.Actions + action];
            }
            return new(environment, values);
        }

        // Double Q-learning: the online network selects the action after the n steps, the target network evaluates it.
        private void ComputeTargets()
        {
            var actions = _log.Environment.Actions;
            var online = ComputeQ(_online, NextState);
            for (var i = 0; i < _bestActions.Length; i++)
                _bestActions[i] = GreedyAction(_samples[_batch[i]].NextState, online.Slice(i * actions, actions));
            var target = ComputeQ(_target, NextState);
            for (var i = 0; i < _targets.Length; i++)
            {
                var sample = _samples[_batch[i]];
                var after = _bestActions[i] < 0 ? 0 : Math.Clamp(target[i * actions + _bestActions[i]], -MaxValue, MaxValue);
                _targets[i] = sample.Return + sample.Discount * after;
            }
        }

        // Row 0 stands in for an episode that is over; its value is not used, because such an end is worth 0.
        private int NextState(int i) => Math.Max(0, _samples[_batch[i]].NextState);

        private int GreedyAction(int state, ReadOnlySpan<float> values)
        {
            var best = -1;
            if (state < 0) return best;
            foreach (var action in _supportedActions[state])
                if (best < 0 || values[action] > values[best]) best = action;
            return best;
        }

        private Span<float> ComputeQ(DuelingNetwork network, Func<int, int> state)
        {
            var features = _log.Environment.Features;
            for (var i = 0; i < _batch.Length; i++) features.Row(state(i)).CopyTo(_features.AsSpan(i * features.Count));
            return network.Forward(_features, _batch.Length);
        }
    }
}
