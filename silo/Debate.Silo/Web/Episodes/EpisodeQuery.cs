using System.Globalization;
using Debate.Deliberation;
using Debate.Rewards.Episodes;

namespace Debate.Silo.Web.Episodes;

/// <summary>The query parameters of every request.</summary>
/// <param name="Seat">Wait only for a turn of this seat.</param>
/// <param name="Wait">The maximum time to wait for a turn or the end, in seconds.</param>
/// <param name="Shape">The shape of the rewards, as an expression; default zero-sum.</param>
internal sealed record EpisodeQuery(string? Seat, string? Wait, string? Shape)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Parses the parameters; throws <see cref="InputException"/> if one is invalid. <paramref name="wait"/> is the default wait.
    /// </summary>
    public EpisodeViewOptions ToOptions(TimeSpan wait) =>
        new(Seat, Wait is null ? wait : ParseWait(Wait), Shape is null ? null : EpisodeRewards.ParseShape(Shape));

    private static TimeSpan ParseWait(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= MaxWait.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new InputException($"wait '{text}': it must be seconds from 0 to {MaxWait.TotalSeconds}");
}
