using Debate.Deliberation;
using Debate.Rewards.Shapes;

namespace Debate.Rewards.Texts;

/// <summary>
/// Records an evidence debate that was rewarded: the reveals of both sides in each speaking order (the problem's parts, one line for each
/// reveal, starting with the seat) and the values of the games (the options). It calls no model: both follow from judge and state.
/// </summary>
public sealed class EvidenceReward : IProtocol<EvidenceRewardOptions>
{
    /// <summary>
    /// The keys of the parts, which are also the names of the options with their values: the action's side first, and second.
    /// </summary>
    public static IReadOnlyList<string> Orders { get; } = ["in-order", "reversed"];

    /// <summary>The descriptor of this protocol.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<EvidenceRewardOptions>("evidence-reward", 1, () => new EvidenceReward());

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, EvidenceRewardOptions options)
    {
        var rounds = 0;
        foreach (var (part, round) in d.Problem.Parts.Select((p, i) => (p, i + 1)))
        {
            foreach (var line in part.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                await d.SayAsync(line[..3], line[4..], round);
            rounds = round;
        }
        double[] p = [(options.InOrder + 1) / 2.0, (options.Reversed + 1) / 2.0];
        var group = new JudgedGroup([""], [new PairwiseJudgement(0, PairwiseJudgement.Outsider, p[0], p[1])]);
        var side = Math.Sign(p.Sum() - 1) switch { 1 => "pro", -1 => "con", _ => null };
        return new(side is null ? Decision.Undecided : Decision.Decided)
        {
            Side = side,
            Answer = side,
            Ended = "reveals",
            Rounds = rounds,
            Rewards = group.WithRewards(options.Shape.Value(group)),
        };
    }
}

/// <summary>The options of a rewarded evidence debate.</summary>
public sealed record EvidenceRewardOptions : ShapedRewardOptions
{
    /// <summary>What the game is worth to pro when the action's side speaks first.</summary>
    [Option("What the game in this order is worth to pro."), OneOf("0", "1", "-1")]
    public int InOrder { get; init; }

    /// <summary>What the game is worth to pro when it speaks second.</summary>
    [Option("What the game in this order is worth to pro."), OneOf("0", "1", "-1")]
    public int Reversed { get; init; }
}
