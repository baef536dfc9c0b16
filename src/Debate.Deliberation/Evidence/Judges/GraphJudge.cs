using System.Numerics;
using Debate.Argumentation;
using Debate.Argumentation.Gradual;

namespace Debate.Deliberation.Evidence.Judges;

/// <summary>
/// Judges a claim by its strength in the subgraph of the claim and the revealed arguments. Incremental: only the difference to the set
/// judged before is recomputed; nothing is allocated. A cycle that does not converge is <see cref="Judgement.NotConverged"/>, a draw
/// whatever
/// the burden of proof, since the judge failed and not a side.
/// </summary>
public sealed class GraphJudge : IEvidenceJudge
{
    private readonly StrengthNetwork _network;
    private readonly GraphJudgeOptions _options;
    private readonly IReadOnlyList<int> _arguments;
    private readonly int _claim;
    private readonly ulong[] _shown;

    internal GraphJudge(ArgumentGraph graph, int claim, IReadOnlyList<int> arguments, GraphJudgeOptions judging)
    {
        _network = new StrengthNetwork(graph, judging.Semantics, claim);
        (_options, _arguments, _claim) = (judging, arguments, claim);
        _shown = new ulong[(arguments.Count + 63) / 64];
        _network.Show(claim);
    }

    /// <inheritdoc/>
    public int Items => _arguments.Count;

    /// <inheritdoc/>
    public Judgement Judge(EvidenceSet revealed)
    {
        for (var word = 0; word < _shown.Length; word++) ApplyChanges(word, revealed.Words[word]);
        var strength = _network.Strength(_claim);
        return _network.Converged ? _options.Decide(strength, revealed.Count) : Judgement.NotConverged;
    }

    private void ApplyChanges(int word, ulong bits)
    {
        for (var changed = _shown[word] ^ bits; changed != 0; changed &= changed - 1)
        {
            var bit = BitOperations.TrailingZeroCount(changed);
            var argument = _arguments[(word << 6) + bit];
            if ((bits >> bit & 1) != 0) _network.Show(argument); else _network.Hide(argument);
        }
        _shown[word] = bits;
    }
}
