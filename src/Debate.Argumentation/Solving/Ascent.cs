namespace Debate.Argumentation.Solving;

/// <summary>
/// Finds one maximal admissible set: a sequence of sets, each a proper superset of the one before, until no larger one exists (iterated
/// maximisation; Cerutti, Giacomin and Vallati, 2014). Accepted arguments become unit clauses, so the encoding cannot be used for anything
/// else.
/// </summary>
internal sealed class Ascent
{
    private readonly LabellingEncoding _encoding;
    private readonly bool[] _held;

    /// <param name="encoding">An encoding of admissible sets.</param>
    /// <param name="start">The admissible set to start from; empty for the empty one.</param>
    public Ascent(LabellingEncoding encoding, int[] start)
    {
        (_encoding, _held) = (encoding, new bool[encoding.Framework.Count]);
        Keep(start);
    }

    /// <summary>
    /// The maximal set, ascending; null if a step takes more than this many conflicts. The ascent can be continued later.
    /// </summary>
    public int[]? Climb(long conflicts = long.MaxValue)
    {
        bool? more;
        while ((more = _encoding.Try(conflicts)) == true) Keep(_encoding.Set());
        return more is null ? null : [.. Enumerable.Range(0, _held.Length).Where(a => _held[a])];
    }

    // Missing arguments are tried first: with the saved phases of the last model, each step would add little more than the one required
    // argument.
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
