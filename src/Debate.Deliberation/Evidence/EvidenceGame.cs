using System.Globalization;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Deliberation.Evidence;

/// <summary>
/// The rules of one game: the number of items, the number of reveals in total, and the side that starts. The sides alternate; with
/// <see cref="SoleSide"/> set, that side reveals everything (consultancy).
/// </summary>
public sealed record EvidenceRules(int Items, int Reveals, Side Starter = Side.Pro)
{
    /// <summary>The side that reveals alone; null where the sides alternate.</summary>
    public Side? SoleSide { get; init; }

    /// <summary>Whose turn it is after <paramref name="revealed"/> reveals.</summary>
    public Side SideToMove(int revealed) => SoleSide ?? (revealed % 2 == 0 ? Starter : Starter.Other());
}

/// <summary>
/// The evidence game (Irving, Christiano and Amodei, 2018): the sides reveal, in turns and no item twice, exactly
/// <see cref="EvidenceRules.Reveals"/> of the items; then the judge, who has seen only those, decides. Pure: the result is a function of
/// the reveals. Not thread-safe.
/// </summary>
public sealed class EvidenceGame
{
    /// <summary>
    /// Creates a game; throws an <see cref="InputException"/> when the reveals are not in 0..items or the judge has another number of
    /// items.
    /// </summary>
    public EvidenceGame(EvidenceRules rules, IEvidenceJudge judge, IEvidenceNeighbours? neighbours = null)
    {
        if (rules.Items != judge.Items) throw new InputException($"items: the rules say {rules.Items}, the judge {judge.Items}");
        if (rules.Reveals < 0 || rules.Reveals > rules.Items)
            throw new InputException($"reveals: {rules.Reveals} is not in 0..{rules.Items}, the number of items");
        (Rules, Judge, Neighbours) = (rules, judge, neighbours);
    }

    /// <summary>The rules.</summary>
    public EvidenceRules Rules { get; }

    /// <summary>The judge.</summary>
    public IEvidenceJudge Judge { get; }

    /// <summary>Which items are related, where the domain provides it; else null.</summary>
    public IEvidenceNeighbours? Neighbours { get; }

    /// <summary>The position before the first reveal.</summary>
    public EvidencePosition Start => new(this, []);

    /// <summary>
    /// Plays to the end. The random draws of a turn are a function of <paramref name="seed"/> and the turn's number alone.
    /// </summary>
    public EvidencePlay Play(IEvidencePlayer pro, IEvidencePlayer con, long seed)
    {
        var position = Start;
        while (!position.IsOver)
        {
            var player = position.ToMove == Side.Pro ? pro : con;
            position = position.After(player.Choose(position, TurnRandom(seed, position.Order.Count)));
        }
        return new EvidencePlay(position.Order, position.Judge());
    }

    /// <summary>The random draws of a turn: a function of the game's seed and of how many items were revealed before.</summary>
    public static SeededRandom TurnRandom(long seed, int revealed) =>
        SeededRandom.Create(seed, FormattableString.Invariant($"reveal/{revealed}"));
}

/// <summary>A finished game: the items in the order of reveal, and the judgement.</summary>
public sealed record EvidencePlay(IReadOnlyList<int> Order, Judgement Judgement);

/// <summary>The two sides of an evidence debate.</summary>
public enum Side
{
    /// <summary>Speaks for the claim.</summary>
    Pro,

    /// <summary>Speaks against the claim.</summary>
    Con,
}

/// <summary>Extensions of <see cref="Side"/>.</summary>
public static class Sides
{
    /// <summary>The opponent.</summary>
    public static Side Other(this Side side) => side == Side.Pro ? Side.Con : Side.Pro;

    /// <summary>+1 for pro, -1 for con: the factor that turns a value for pro into a value for the side, and back.</summary>
    public static int Sign(this Side side) => side == Side.Pro ? 1 : -1;
}

/// <summary>
/// How much may be revealed: a share of the relevant items, in (0, 1), or a whole number of them, at least 1. Never all of them,
/// because then there would be nothing to choose.
/// </summary>
public sealed record RevealLimit : IOptionValue<RevealLimit>
{
    private readonly double _value;

    private RevealLimit(double value, bool isShare) => (_value, IsShare) = (value, isShare);

    /// <summary>Half of the relevant items.</summary>
    public static RevealLimit Half { get; } = FromShare(0.5);

    /// <summary>True for a share, false for a number.</summary>
    public bool IsShare { get; }

    /// <summary>The share, in (0, 1); null for a number.</summary>
    public double? Share => IsShare ? _value : null;

    /// <summary>A share in (0, 1).</summary>
    public static RevealLimit FromShare(double share) => share is > 0 and < 1
        ? new RevealLimit(share, true)
        : throw new InputException(FormattableString.Invariant($"reveals: share {share} is not between 0 and 1"));

    /// <summary>A number of items, at least 1.</summary>
    public static RevealLimit FromCount(int count) => count >= 1
        ? new RevealLimit(count, false) : throw new InputException(FormattableString.Invariant($"reveals: {count} is not at least 1"));

    /// <inheritdoc/>
    public static string Rule => "a share below 1 or a whole number";

    /// <summary>"7" is a number, "0.5" a share; throws an <see cref="InputException"/> for anything else.</summary>
    public static RevealLimit Parse(string text) => TryRead(text, out var limit)
        ? limit! : throw new InputException($"reveals: '{text}' is neither a share in (0, 1) nor a whole number of at least 1");

    /// <inheritdoc/>
    public static bool TryRead(string text, out RevealLimit? value)
    {
        value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? count >= 1 ? new(count, false) : null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 1
                ? new(share, true) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public static string Write(RevealLimit? value) => $"{value}";

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
