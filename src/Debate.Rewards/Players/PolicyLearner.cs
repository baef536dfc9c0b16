using System.Numerics.Tensors;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Players;

/// <summary>A debater in training: actor, critic and their optimisers. It may learn in several rounds, up to its budget.</summary>
internal sealed class PolicyLearner
{
    private readonly PolicyOptimisation _options;
    private readonly ObservingNetwork _actor, _critic;
    private readonly PerceptronGradient _actorGradient, _criticGradient;
    private readonly Adam _actorAdam, _criticAdam;
    private readonly Draws _draws;
    private readonly float[] _probabilities, _logarithms, _deltas;
    private int _done;

    public PolicyLearner(PolicyOptimisation options, (int Features, int Actions) of, string name)
    {
        options.Check();
        _options = options;
        _actor = ObservingNetwork.Fresh(of, options.Hidden, of.Features, Draws.Of(options.Seed, $"{name}/actor"));
        // Nearly uniform at the start, so that every item is tried.
        var output = _actor.Perceptron.OutputWeights;
        TensorPrimitives.Multiply(output, .01f, output);
        _critic = ObservingNetwork.Fresh(of, options.Hidden, 1, Draws.Of(options.Seed, $"{name}/critic"));
        (_actorGradient, _criticGradient) = (new(_actor.Perceptron), new(_critic.Perceptron));
        (_actorAdam, _criticAdam) = (new(_actor.Perceptron.Parameters.Length), new(_critic.Perceptron.Parameters.Length));
        _draws = Draws.Of(options.Seed, $"{name}/play");
        (_probabilities, _logarithms, _deltas) = (new float[of.Features], new float[of.Features], new float[of.Features]);
    }

    /// <summary>A stochastic player with the current parameters; further learning does not change it.</summary>
    public IEvidencePlayer Frozen() => new DrawingPlayer(_actor.Frozen());

    /// <summary>A deterministic player with the current parameters.</summary>
    public LearnedPlayer Player(string name, bool committed = false) => new(name, _actor.Frozen(), committed);

    /// <summary>
    /// Plays training episodes until it has learned from <paramref name="steps"/> more reveals; <paramref name="report"/> receives the
    /// number of new ones after each round.
    /// </summary>
    public void Learn(Func<Draws, Exercise> practice, int steps, Action<int>? report = null, CancellationToken stop = default)
    {
        var end = _done + steps;
        while (_done < end)
        {
            stop.ThrowIfCancellationRequested();
            var gathered = Gather(practice, Math.Min(_options.Gathered, end - _done));
            Update(gathered);
            _done += gathered.Count;
            report?.Invoke(gathered.Count);
        }
    }

    private List<Experience> Gather(Func<Draws, Exercise> practice, int steps)
    {
        var gathered = new List<Experience>(steps);
        while (gathered.Count < steps)
        {
            var exercise = practice(_draws);
            var learner = new DrawingPlayer(_actor, _critic);
            var other = exercise.Opponent ?? learner;
            var (pro, con) = exercise.Learner == Side.Pro ? (learner, other) : (other, (IEvidencePlayer)learner);
            var play = exercise.Game.Play(pro, con, (long)_draws.Next());
            Advantages(learner.Episode, Reward(play.Judgement) * exercise.Learner.Sign());
            gathered.AddRange(learner.Episode);
        }
        return gathered;
    }

    private double Reward(Judgement judgement) =>
        _options.Reward == PlayReward.Outcome ? judgement.Utility : Math.Tanh(judgement.Margin / 2);

    private void Advantages(List<Experience> episode, double last)
    {
        var (advantage, next) = (0.0, 0.0);
        for (var i = episode.Count - 1; i >= 0; i--)
        {
            var reward = i == episode.Count - 1 ? last : 0;
            advantage = reward + _options.Discount * next - episode[i].Expected + _options.Discount * _options.Trace * advantage;
            (episode[i].Advantage, next) = ((float)advantage, episode[i].Expected);
        }
    }

    private void Update(List<Experience> gathered)
    {
        var mean = gathered.Average(e => e.Advantage);
        var deviation = (float)Math.Sqrt(gathered.Average(e => Math.Pow(e.Advantage - mean, 2))) + 1e-6f;
        for (var pass = 0; pass < _options.Passes; pass++)
        {
            _draws.Shuffle(gathered);
            foreach (var batch in gathered.Chunk(_options.Batch))
            {
                _actorGradient.Clear();
                _criticGradient.Clear();
                foreach (var experience in batch)
                {
                    BackActor(experience, (experience.Advantage - mean) / deviation);
                    var error = _critic.See(experience.Observation)[0] - experience.Return;
                    _critic.Back(_criticGradient, experience.Observation, [error]);
                }
                Step(_actor, _actorGradient, _actorAdam, batch.Length);
                Step(_critic, _criticGradient, _criticAdam, batch.Length);
            }
        }
    }

    /// <summary>The gradient of PPO's clipped surrogate and of the entropy bonus with respect to the logits.</summary>
    private void BackActor(Experience experience, float advantage)
    {
        OpenItems.Softmax(_actor.See(experience.Observation), experience.Observation.Closed, _probabilities);
        var ratio = _probabilities[experience.Item] / experience.Probability;
        var clipped = advantage > 0 ? ratio > 1 + _options.Clip : ratio < 1 - _options.Clip;
        var pull = clipped ? 0 : -advantage * ratio;
        var entropy = 0f;
        for (var item = 0; item < _logarithms.Length; item++)
        {
            _logarithms[item] = _probabilities[item] > 0 ? MathF.Log(_probabilities[item]) : 0;
            entropy -= _probabilities[item] * _logarithms[item];
        }
        for (var item = 0; item < _deltas.Length; item++)
            _deltas[item] = _probabilities[item] * ((float)_options.Entropy * (_logarithms[item] + entropy) - pull);
        _deltas[experience.Item] += pull;
        _actor.Back(_actorGradient, experience.Observation, _deltas);
    }

    private void Step(ObservingNetwork network, PerceptronGradient gradient, Adam adam, int batch)
    {
        TensorPrimitives.Multiply(gradient.Sum, 1f / batch, gradient.Sum);
        adam.Step(network.Perceptron.Parameters, gradient.Sum, _options.Rate * Math.Max(.02, 1 - _done / (double)_options.Steps));
    }
}
