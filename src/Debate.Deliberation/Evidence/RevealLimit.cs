using System.Globalization;

namespace Debate.Deliberation.Evidence;

/// <summary>
/// How much may be revealed: a share of the relevant items, in (0, 1), or a whole number of them, at least 1. Never all of them,
/// because then there would be nothing to choose.
/// </summary>
public sealed record RevealLimit
{
    private readonly double _value;

    private RevealLimit(double value, bool isShare) => (_value, IsShare) = (value, isShare);

    /// <summary>Half of the relevant items.</summary>
    public static RevealLimit Half { get; } = FromShare(0.5);

    /// <summary>True for a share, false for a number.</summary>
    public bool IsShare { get; }

    /// <summary>A share in (0, 1).</summary>
    public static RevealLimit FromShare(double share) => share is > 0 and < 1
        ? new RevealLimit(share, true)
        : throw new InputException(FormattableString.Invariant($"reveals: share {share} is not between 0 and 1"));

    /// <summary>A number of items, at least 1.</summary>
    public static RevealLimit FromCount(int count) => count >= 1
        ? new RevealLimit(count, false) : throw new InputException(FormattableString.Invariant($"reveals: {count} is not at least 1"));

    /// <summary>"7" is a number, "0.5" a share.</summary>
    public static RevealLimit Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)) return FromCount(count);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            ? FromShare(share) : throw new InputException($"reveals: '{text}' is neither a share in (0, 1) nor a whole number");
    }

    /// <summary>
    /// The number of reveals for a motion with this many relevant items, in 1..items-1 (shares rounded, halves up), and the reason where
    /// the requested number had to be clamped. Needs at least two items.
    /// </summary>
    public (int Reveals, string? Clamped) Resolve(int items)
    {
        var asked = IsShare ? (int)Math.Round(_value * items, MidpointRounding.AwayFromZero) : (int)_value;
        var reveals = Math.Clamp(asked, 1, items - 1);
        var reason = $"{asked} reveals asked of {items} relevant items: {reveals} allowed";
        return (reveals, asked == reveals ? null : reason);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _value.ToString(CultureInfo.InvariantCulture);
}
