using Debate.Core.Input;

namespace Debate.Rewards.Players;

/// <summary>The reward of a debater at the end of an episode.</summary>
public enum PlayReward
{
    /// <summary>
    /// 2 sigma(margin) - 1: the expected outcome if the judge drew its verdict with its own probability. It distinguishes a narrow loss
    /// from a clear one, like the difference of scores that Sukovic and Radanovic (ICLR 2024) also try.
    /// </summary>
    Margin,

    /// <summary>The outcome, 1, 0 or -1, as in Sukovic and Radanovic (ICLR 2024).</summary>
    Outcome,
}

/// <summary>
/// How debaters learn from play: proximal policy optimisation (Schulman et al., 2017) with generalised advantage estimation (Schulman et
/// al., 2016). The reward comes at the end of the game. Where the defaults differ from the debaters of Sukovic and Radanovic (ICLR 2024),
/// they are tuned to learn within a budget that a laptop can afford, instead of 54 million steps: 64 units instead of 512, rewards by
/// margin, more passes and a higher learning rate.
/// </summary>
/// <param name="Seed">Seed of the parameters, the cases and the choices.</param>
public sealed record PolicyOptimisation(long Seed)
{
    /// <summary>The budget: number of reveals by the learner, at least 1.</summary>
    public int Steps { get; init; } = 200_000;

    /// <summary>Number of reveals collected before each round of updates, at least 1.</summary>
    public int RolloutSteps { get; init; } = 1024;

    /// <summary>Number of passes over the collected reveals, at least 1.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Number of reveals in each update, at least 1.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Number of units in each hidden layer of actor and critic, at least 1.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Adam's initial learning rate, positive; it decays linearly over the budget, to no less than 2 %.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Discount gamma between the learner's own reveals, in [0, 1].</summary>
    public double Discount { get; init; } = .9;

    /// <summary>Lambda of the generalised advantages, in [0, 1].</summary>
    public double GaeLambda { get; init; } = .7;

    /// <summary>The clip range: how far the probability ratio of a choice may move from 1 in one round; positive.</summary>
    public double ClipRange { get; init; } = .2;

    /// <summary>Coefficient of the entropy bonus, in [0, 1].</summary>
    public double EntropyCoefficient { get; init; } = .003;

    /// <summary>The reward of the learner.</summary>
    public PlayReward Reward { get; init; }

    internal void Check()
    {
        foreach (var (name, value) in new[]
                 {
                     ("steps", Steps), ("gathered", RolloutSteps), ("passes", Epochs), ("batch", BatchSize), ("hidden", Hidden),
                 })
            if (value < 1) throw new InputException($"{name}: {value} is not at least 1");
        foreach (var (name, value) in new[] { ("rate", LearningRate), ("clip", ClipRange) })
            if (!(value > 0)) throw new InputException(FormattableString.Invariant($"{name}: {value} is not positive"));
        foreach (var (name, value) in new[] { ("discount", Discount), ("trace", GaeLambda), ("entropy", EntropyCoefficient) })
            if (value is not (>= 0 and <= 1)) throw new InputException(FormattableString.Invariant($"{name}: {value} is not in [0, 1]"));
    }
}
