namespace Debate.Tournaments;

/// <summary>
/// Creates pairings with their keys. Fewer than two debaters and blank or repeated names are an <see cref="InputException"/>.
/// </summary>
internal sealed class PairingKeys
{
    private readonly IReadOnlyList<string> _debaters, _motions;
    private readonly string[] _debaterSlugs, _motionSlugs;

    internal PairingKeys(IReadOnlyList<string> debaters, IReadOnlyList<string> motions)
    {
        if (debaters.Count < 2) throw new InputException($"debaters: {debaters.Count} given, a tournament needs at least 2");
        (_debaters, _motions) = (debaters, motions);
        _debaterSlugs = Slug.CreateAll(debaters, "debaters");
        _motionSlugs = Slug.CreateAll(motions, "motions");
    }

    /// <summary>
    /// The pairing of two debaters on a motion, each by its number; <paramref name="time"/> is 1 for the first with the same three.
    /// </summary>
    internal Pairing CreatePairing(int motion, int pro, int con, int time = 1)
    {
        var key = $"{_motionSlugs[motion]}--{_debaterSlugs[pro]}--{_debaterSlugs[con]}";
        return new(_motions[motion], _debaters[pro], _debaters[con], time == 1 ? key : FormattableString.Invariant($"{key}--{time}"));
    }
}
