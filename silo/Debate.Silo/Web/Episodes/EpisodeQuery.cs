using System.Globalization;
using Debate.Deliberation;
using Debate.Rewards.Episodes;

namespace Debate.Silo.Web.Episodes;

/// <summary>What stands behind the question mark of every call.</summary>
/// <param name="Seat">Waits for a turn of this seat alone.</param>
/// <param name="Wait">Seconds to wait at most for a turn or the end.</param>
/// <param name="Shape">The shape of the rewards, as an expression; zero-sum where none is given.</param>
internal sealed record EpisodeQuery(string? Seat, string? Wait, string? Shape)
{
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(10);

    /// <summary>What it asks for; throws <see cref="InputException"/> where it cannot be read.</summary>
    public Asking Read(TimeSpan wait) => new(Seat, Wait is null ? wait : WaitOf(Wait), Shape is null ? null : EpisodeRewards.Of(Shape));

    private static TimeSpan WaitOf(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= MostWait.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new InputException($"wait '{text}': it must be seconds from 0 to {MostWait.TotalSeconds}");
}
