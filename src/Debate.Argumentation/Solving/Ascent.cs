namespace Debate.Argumentation.Solving;

/// <summary>
/// One maximal admissible set: from set to set, each keeping the one before and adding to it, until no more can be added (iterated
/// maximisation; Cerutti, Giacomin and Vallati, 2014). What is held becomes part of the formula, so the encoding serves no other end.
/// </summary>
internal sealed class Ascent
{
    private readonly LabellingEncoding _encoding;
    private readonly bool[] _held;

    /// <param name="encoding">Of admissible sets.</param>
    /// <param name="start">The admissible set to start from; empty for the empty one.</param>
    public Ascent(LabellingEncoding encoding, int[] start)
    {
        (_encoding, _held) = (encoding, new bool[encoding.Framework.Count]);
        Keep(start);
    }

    /// <summary>The maximal set, ascending; null where it takes longer than so many conflicts. The ascent can go on later.</summary>
    public int[]? Climb(long conflicts = long.MaxValue)
    {
        bool? more;
        while ((more = _encoding.Try(conflicts)) == true) Keep(_encoding.Set());
        return more is null ? null : [.. Enumerable.Range(0, _held.Length).Where(a => _held[a])];
    }

    // What is missed is tried first: with the phases of the last model each step would add little more than the one argument asked for.
    private void Keep(int[] set)
    {
        foreach (var a in set)
        {
            if (!_held[a]) _encoding.Add(Encoding.In(a));
            _held[a] = true;
        }
        int[] missed = [.. Enumerable.Range(0, _held.Length).Where(a => !_held[a]).Select(Encoding.In)];
        _encoding.Add(missed);
        _encoding.Prefer(missed);
    }
}
