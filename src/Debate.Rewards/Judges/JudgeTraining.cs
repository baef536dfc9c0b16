using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;
using Debate.Networks;

namespace Debate.Rewards.Judges;

/// <summary>How a judge is trained.</summary>
/// <param name="Items">Number of items of evidence that it will see, in 1..features: there is one judge for each number.</param>
/// <param name="Seed">Seed of the parameters, the comparisons and the evidence.</param>
/// <param name="Weighting">How demonstrations are sampled.</param>
public sealed record JudgeTraining(int Items, long Seed, DemonstrationWeighting Weighting = DemonstrationWeighting.InverseFrequency)
{
    /// <summary>Number of optimiser steps, at least 1.</summary>
    public int Steps { get; init; } = 20_000;

    /// <summary>Number of comparisons in each step, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's initial learning rate, positive; it decays linearly to 0.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>Number of units in each hidden layer, at least 1.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>
    /// Trains a judge on the Bradley-Terry loss. Each comparison of a step is a demonstrated action against another action, chosen
    /// uniformly, both seen through the same fresh uniform set of <see cref="Items"/> items. The same input gives the same parameters, bit
    /// for bit. <paramref name="report"/> receives the number of steps done.
    /// </summary>
    public LearnedJudge Train(Demonstrations demonstrations, Action<int>? report = null, CancellationToken stop = default)
    {
        Check(demonstrations);
        var shape = new JudgeShape(demonstrations.Features.Count, demonstrations.Actions, Hidden);
        var network = JudgeNetwork.CreateRandom(shape, SeededRandom.Create(Seed, "judge/parameters"));
        var (gradient, adam) = (new JudgeGradient(network), new Adam<float>(shape.Parameters));
        var comparisons = SeededRandom.Create(Seed, "judge/comparisons");
        var evidence = new EvidenceSampler(shape.Features, Items, SeededRandom.Create(Seed, "judge/evidence"));
        for (var step = 0; step < Steps; step++)
        {
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < BatchSize; i++)
            {
                var (row, action, other) = demonstrations.SampleComparison(Weighting, comparisons);
                gradient.AddComparison(demonstrations.Features.Row(row), evidence.NextSet(), action, other);
            }
            gradient.ComputeGradient();
            TensorPrimitives.Multiply(gradient.Sum, 1f / BatchSize, gradient.Sum);
            adam.Step(network.Parameters, gradient.Sum, LearningRate * (1 - step / (double)Steps));
            report?.Invoke(step + 1);
        }
        return new(network, demonstrations.Features.Names, new(Items, Weighting, demonstrations.Name, Seed));
    }

    private void Check(Demonstrations demonstrations)
    {
        if (Items < 1 || Items > demonstrations.Features.Count)
            throw new InputException($"items: {Items} is not in 1..{demonstrations.Features.Count}, the number of features");
        if (demonstrations.Actions < 2) throw new InputException($"actions: {demonstrations.Actions} leave nothing to compare");
        if (Steps < 1) throw new InputException($"steps: {Steps} is not at least 1");
        if (BatchSize < 1) throw new InputException($"batch: {BatchSize} is not at least 1");
        if (Hidden < 1) throw new InputException($"hidden: {Hidden} is not at least 1");
        if (!(LearningRate > 0)) throw new InputException(FormattableString.Invariant($"rate: {LearningRate} is not positive"));
    }
}

/// <summary>Samples uniform sets with a fixed number of items, one after another; a set is valid until the next call.</summary>
internal sealed class EvidenceSampler
{
    private readonly int[] _items;
    private readonly int _setSize;
    private readonly SeededRandom _draws;

    public EvidenceSampler(int features, int shown, SeededRandom draws)
    {
        (_items, _setSize, _draws) = (new int[features], shown, draws);
        for (var i = 0; i < features; i++) _items[i] = i;
    }

    /// <summary>The next set, ascending: sums over it then have one order, whatever the order of sampling.</summary>
    public ReadOnlySpan<int> NextSet()
    {
        if (_setSize == _items.Length) return _items;
        for (var i = 0; i < _setSize; i++)
        {
            var j = i + _draws.NextInt(_items.Length - i);
            (_items[i], _items[j]) = (_items[j], _items[i]);
        }
        var set = _items.AsSpan(0, _setSize);
        set.Sort();
        return set;
    }
}
