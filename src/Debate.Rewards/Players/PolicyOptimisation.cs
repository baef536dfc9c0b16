namespace Debate.Rewards.Players;

/// <summary>What a debater is rewarded with at the end of an episode.</summary>
public enum PlayReward
{
    /// <summary>
    /// 2 sigma(margin) - 1: what the outcome would be on average if the judge drew its verdict by its own probability. It tells a narrow
    /// loss from a clear one, as the difference of scores does that the paper tries too.
    /// </summary>
    Margin,

    /// <summary>The outcome, 1, 0 or -1: the paper's.</summary>
    Outcome,
}

/// <summary>
/// How debaters learn from play: proximal policy optimisation (Schulman et al., 2017) with generalised advantages (Schulman et al., 2016).
/// The reward comes at the end of the game. Where the defaults differ from the paper's debaters, they are tuned to learn within a budget
/// that a laptop has, instead of 54 million steps: 64 units instead of 512, rewards by margin, more passes and a higher rate.
/// </summary>
/// <param name="Seed">Seed of parameters, cases and choices.</param>
public sealed record PolicyOptimisation(long Seed)
{
    /// <summary>The budget: reveals by the learner, at least 1.</summary>
    public int Steps { get; init; } = 200_000;

    /// <summary>Reveals gathered before each round of updates, at least 1.</summary>
    public int Gathered { get; init; } = 1024;

    /// <summary>Passes over what was gathered, at least 1.</summary>
    public int Passes { get; init; } = 4;

    /// <summary>Reveals an update, at least 1.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Units of each hidden layer of actor and critic, at least 1.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Adam's rate at the start, positive; it falls to 0 in a straight line over the budget.</summary>
    public double Rate { get; init; } = 3e-3;

    /// <summary>Discount gamma between the learner's own reveals, in [0, 1].</summary>
    public double Discount { get; init; } = .9;

    /// <summary>Lambda of the advantages, in [0, 1].</summary>
    public double Trace { get; init; } = .7;

    /// <summary>How far the probability of a choice may move in one round, as a part of it; positive.</summary>
    public double Clip { get; init; } = .2;

    /// <summary>Weight of the entropy of choices, in [0, 1].</summary>
    public double Entropy { get; init; } = .003;

    /// <summary>What the learner is rewarded with.</summary>
    public PlayReward Reward { get; init; }

    internal void Check()
    {
        foreach (var (name, value) in new[]
                 {
                     ("steps", Steps), ("gathered", Gathered), ("passes", Passes), ("batch", Batch), ("hidden", Hidden),
                 })
            if (value < 1) throw new InputException($"{name}: {value} is not at least 1");
        foreach (var (name, value) in new[] { ("rate", Rate), ("clip", Clip) })
            if (!(value > 0)) throw new InputException(FormattableString.Invariant($"{name}: {value} is not positive"));
        foreach (var (name, value) in new[] { ("discount", Discount), ("trace", Trace), ("entropy", Entropy) })
            if (value is not (>= 0 and <= 1)) throw new InputException(FormattableString.Invariant($"{name}: {value} is not in [0, 1]"));
    }
}
