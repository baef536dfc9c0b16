using Debate.Deliberation;
using Debate.Deliberation.Evidence;

namespace Debate.Tournaments.Audits;

/// <summary>A debate that tries the judges and gives no rating.</summary>
/// <param name="Key">Unique in the tournament; no pairing's key and no study's looks like it.</param>
/// <param name="Motion">The motion.</param>
/// <param name="Canary">Who says nothing worth a vote.</param>
/// <param name="Side">The canary's side.</param>
/// <param name="Opponent">The debater whom it meets; null where it meets silence.</param>
public sealed record CanaryMatch(string Key, string Motion, string Canary, Side Side, string? Opponent);

/// <summary>
/// What canaries play. On each motion two silent sides measure the null, what motion and side are worth when nobody says a word; and each
/// canary meets one debater, the debaters by turns, on both sides.
/// </summary>
public static class CanaryMatches
{
    /// <summary>The word for all canaries in a specification.</summary>
    public const string All = "all";

    /// <summary>What names of canaries may be.</summary>
    public static string Rule { get; } = $"must be one of: {string.Join(", ", Canaries.Names)}, or all";

    /// <summary>The canaries that a text names, by commas; <see cref="InputException"/> for one that does not exist.</summary>
    public static IReadOnlyList<string> Named(string text) => Unknown(text) is { } unknown
        ? throw new InputException($"canaries: '{unknown}' {Rule}")
        : text == All ? [.. Canaries.Names] : Names(text);

    /// <summary>The first name in a text that is no canary's; null where all are.</summary>
    public static string? Unknown(string text) => text == All ? null : Names(text).FirstOrDefault(name => !Canaries.Names.Contains(name));

    private static string[] Names(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    /// <summary>The matches, motion by motion; none where there are no canaries.</summary>
    public static IEnumerable<CanaryMatch> Of(
        IReadOnlyList<string> canaries, IReadOnlyList<string> debaters, IReadOnlyList<string> motions)
    {
        if (canaries.Count == 0) yield break;
        for (var m = 0; m < motions.Count; m++)
        {
            var motion = Slug.Of(motions[m]);
            yield return new($"null.{motion}", motions[m], Canaries.Silent, Side.Pro, null);
            for (var c = 0; c < canaries.Count; c++)
                foreach (var side in new[] { Side.Pro, Side.Con })
                    yield return new(
                        $"canary.{canaries[c]}.{(side == Side.Pro ? "pro" : "con")}.{motion}",
                        motions[m], canaries[c], side, debaters[(m + c) % debaters.Count]);
        }
    }
}
