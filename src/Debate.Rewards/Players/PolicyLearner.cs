using System.Numerics.Tensors;
using Debate.Core;
using Debate.Deliberation.Evidence;
using Debate.Networks;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Players;

/// <summary>A debater in training: actor, critic and their optimisers. It may learn in several rounds, up to its budget.</summary>
internal sealed class PolicyLearner
{
    private readonly PolicyOptimisation _options;
    private readonly ObservingNetwork _actor, _critic;
    private readonly PerceptronGradient _actorGradient, _criticGradient;
    private readonly Adam<float> _actorAdam, _criticAdam;
    private readonly SeededRandom _draws;
    private readonly float[] _probabilities, _logProbabilities, _deltas;
    private int _stepsDone;

    public PolicyLearner(PolicyOptimisation options, (int Features, int Actions) of, string name)
    {
        options.Check();
        _options = options;
        _actor = ObservingNetwork.CreateRandom(of, options.Hidden, of.Features, SeededRandom.Create(options.Seed, $"{name}/actor"));
        // Nearly uniform at the start, so that every item is tried.
        var output = _actor.Perceptron.OutputWeights;
        TensorPrimitives.Multiply(output, .01f, output);
        _critic = ObservingNetwork.CreateRandom(of, options.Hidden, 1, SeededRandom.Create(options.Seed, $"{name}/critic"));
        (_actorGradient, _criticGradient) = (new(_actor.Perceptron), new(_critic.Perceptron));
        (_actorAdam, _criticAdam) = (new(_actor.Perceptron.Parameters.Length), new(_critic.Perceptron.Parameters.Length));
        _draws = SeededRandom.Create(options.Seed, $"{name}/play");
        (_probabilities, _logProbabilities, _deltas) = (new float[of.Features], new float[of.Features], new float[of.Features]);
    }

    /// <summary>A stochastic player with the current parameters; further learning does not change it.</summary>
    public IEvidencePlayer CreateFrozenPlayer() => new SamplingPlayer(_actor.Clone());

    /// <summary>A deterministic player with the current parameters.</summary>
    public LearnedPlayer CreatePlayer(string name, bool committed = false) => new(name, _actor.Clone(), committed);

    /// <summary>
    /// Plays training episodes until it has learned from <paramref name="steps"/> more reveals; <paramref name="report"/> receives the
    /// number of new ones after each round.
    /// </summary>
    public void Learn(Func<SeededRandom, TrainingEpisode> practice, int steps, Action<int>? report = null, CancellationToken stop = default)
    {
        var end = _stepsDone + steps;
        while (_stepsDone < end)
        {
            stop.ThrowIfCancellationRequested();
            var gathered = CollectRollouts(practice, Math.Min(_options.RolloutSteps, end - _stepsDone));
            Update(gathered);
            _stepsDone += gathered.Count;
            report?.Invoke(gathered.Count);
        }
    }

    private List<Experience> CollectRollouts(Func<SeededRandom, TrainingEpisode> practice, int steps)
    {
        var gathered = new List<Experience>(steps);
        while (gathered.Count < steps)
        {
            var exercise = practice(_draws);
            var learner = new SamplingPlayer(_actor, _critic);
            var other = exercise.Opponent ?? learner;
            var (pro, con) = exercise.Learner == Side.Pro ? (learner, other) : (other, (IEvidencePlayer)learner);
            var play = exercise.Game.Play(pro, con, (long)_draws.NextUInt64());
            ComputeAdvantages(learner.Episode, Reward(play.Judgement) * exercise.Learner.Sign());
            gathered.AddRange(learner.Episode);
        }
        return gathered;
    }

    private double Reward(Judgement judgement) =>
        _options.Reward == PlayReward.Outcome ? judgement.Utility : Math.Tanh(judgement.Margin / 2);

    private void ComputeAdvantages(List<Experience> episode, double last)
    {
        var (advantage, next) = (0.0, 0.0);
        for (var i = episode.Count - 1; i >= 0; i--)
        {
            var reward = i == episode.Count - 1 ? last : 0;
            advantage = reward + _options.Discount * next - episode[i].ValueEstimate + _options.Discount * _options.GaeLambda * advantage;
            (episode[i].Advantage, next) = ((float)advantage, episode[i].ValueEstimate);
        }
    }

    private void Update(List<Experience> gathered)
    {
        var mean = gathered.Average(e => e.Advantage);
        var deviation = (float)Math.Sqrt(gathered.Average(e => Math.Pow(e.Advantage - mean, 2))) + 1e-6f;
        for (var pass = 0; pass < _options.Epochs; pass++)
        {
            _draws.Shuffle(gathered);
            foreach (var batch in gathered.Chunk(_options.BatchSize))
            {
                _actorGradient.Reset();
                _criticGradient.Reset();
                foreach (var experience in batch)
                {
                    BackpropagateActor(experience, (experience.Advantage - mean) / deviation);
                    var error = _critic.Forward(experience.Observation)[0] - experience.Return;
                    _critic.Backward(_criticGradient, experience.Observation, [error]);
                }
                StepOptimiser(_actor, _actorGradient, _actorAdam, batch.Length);
                StepOptimiser(_critic, _criticGradient, _criticAdam, batch.Length);
            }
        }
    }

    /// <summary>The gradient of PPO's clipped surrogate and of the entropy bonus with respect to the logits.</summary>
    private void BackpropagateActor(Experience experience, float advantage)
    {
        OpenItems.Softmax(_actor.Forward(experience.Observation), experience.Observation.Unavailable, _probabilities);
        var ratio = _probabilities[experience.Item] / experience.Probability;
        var clipped = advantage > 0 ? ratio > 1 + _options.ClipRange : ratio < 1 - _options.ClipRange;
        var pull = clipped ? 0 : -advantage * ratio;
        var entropy = 0f;
        for (var item = 0; item < _logProbabilities.Length; item++)
        {
            _logProbabilities[item] = _probabilities[item] > 0 ? MathF.Log(_probabilities[item]) : 0;
            entropy -= _probabilities[item] * _logProbabilities[item];
        }
        for (var item = 0; item < _deltas.Length; item++)
            _deltas[item] = _probabilities[item] * ((float)_options.EntropyCoefficient * (_logProbabilities[item] + entropy) - pull);
        _deltas[experience.Item] += pull;
        _actor.Backward(_actorGradient, experience.Observation, _deltas);
    }

    private void StepOptimiser(ObservingNetwork network, PerceptronGradient gradient, Adam<float> adam, int batch)
    {
        TensorPrimitives.Multiply(gradient.Sum, 1f / batch, gradient.Sum);
        adam.Step(network.Perceptron.Parameters, gradient.Sum,
            _options.LearningRate * Math.Max(.02, 1 - _stepsDone / (double)_options.Steps));
    }
}
