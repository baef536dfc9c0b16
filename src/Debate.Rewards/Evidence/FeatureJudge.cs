using Debate.Deliberation.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// Judges one action against another given the revealed features: the utility is the sign of J(pro) - J(con), the margin is that difference
/// (the log odds of pro). Each set is judged from scratch, so its judgement does not depend on earlier ones, down to the last bit.
/// </summary>
public sealed class FeatureJudge : IEvidenceJudge
{
    private readonly JudgeNetwork _network;
    private readonly SolvedGame? _solved;
    private readonly int[] _revealed;

    /// <param name="evidence">The state and the two actions to judge.</param>
    /// <param name="solved">The same game solved over all items, if available: it holds the same judgements, bit for bit.</param>
    internal FeatureJudge(FeatureEvidence evidence, SolvedGame? solved = null) =>
        (Evidence, _solved, _network, _revealed) =
        (evidence, solved, evidence.Judge.Network.WithSharedWeights(), new int[evidence.Features.Count]);

    /// <summary>The state and the two actions to judge.</summary>
    public FeatureEvidence Evidence { get; }

    /// <inheritdoc/>
    public int Items => _revealed.Length;

    /// <inheritdoc/>
    public Judgement Judge(EvidenceSet revealed)
    {
        var count = 0;
        for (var word = 0; word < revealed.Words.Length; word++)
            for (var bits = revealed.Words[word]; bits != 0; bits &= bits - 1)
                _revealed[count++] = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
        var shown = _revealed.AsSpan(0, count);
        var ahead = count == _solved?.Reveals
            ? _solved.Margin(shown) : _network.ScoreDifference(Evidence.Values, shown, Evidence.Pro, Evidence.Con);
        return new(Math.Sign(ahead), ahead, true);
    }
}
