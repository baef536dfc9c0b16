using Debate.Deliberation.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// Judges an action against another over the features shown: utility is the sign of J(pro) - J(con), margin that difference (the log odds
/// of pro). Each set is judged afresh, so that its judgement does not depend on what was judged before, to the last bit.
/// </summary>
public sealed class FeatureJudge : IEvidenceJudge
{
    private readonly JudgeNetwork _network;
    private readonly float[] _values;
    private readonly int[] _shown;
    private readonly int _pro, _con;

    internal FeatureJudge(JudgeNetwork network, ReadOnlySpan<float> values, int pro, int con) =>
        (_network, _values, _shown, _pro, _con) = (network, values.ToArray(), new int[values.Length], pro, con);

    /// <inheritdoc/>
    public int Items => _values.Length;

    /// <inheritdoc/>
    public Judgement Judge(EvidenceSet revealed)
    {
        var count = 0;
        for (var word = 0; word < revealed.Words.Length; word++)
            for (var bits = revealed.Words[word]; bits != 0; bits &= bits - 1)
                _shown[count++] = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
        var ahead = _network.Difference(_values, _shown.AsSpan(0, count), _pro, _con);
        return new(Math.Sign(ahead), ahead, true);
    }
}
