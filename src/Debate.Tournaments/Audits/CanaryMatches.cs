using Debate.Deliberation;
using Debate.Deliberation.Evidence;

namespace Debate.Tournaments.Audits;

/// <summary>A debate that tests the judges; it is not rated.</summary>
/// <param name="Key">Unique in the tournament; distinct in form from the keys of pairings and studies.</param>
/// <param name="Motion">The motion.</param>
/// <param name="Canary">The debater that says nothing worth a vote.</param>
/// <param name="Side">The canary's side.</param>
/// <param name="Opponent">The debater it meets; null if the opponent is silent.</param>
public sealed record CanaryMatch(string Key, string Motion, string Canary, Side Side, string? Opponent);

/// <summary>
/// Creates the canaries' matches. On each motion a debate of two silent sides measures the null: the value of motion and side alone. Each
/// canary also meets one debater on both sides; debaters take turns from motion to motion.
/// </summary>
public static class CanaryMatches
{
    /// <summary>The keyword for all canaries in a specification.</summary>
    public const string AllKeyword = "all";

    /// <summary>The validation rule for canary names, as error messages state it.</summary>
    public static string NameRule { get; } = $"must be one of: {string.Join(", ", Canaries.Names)}, or all";

    /// <summary>Parses comma-separated canary names; an unknown one is an <see cref="InputException"/>.</summary>
    public static IReadOnlyList<string> ParseNames(string text) => FindUnknownName(text) is { } unknown
        ? throw new InputException($"canaries: '{unknown}' {NameRule}")
        : text == AllKeyword ? [.. Canaries.Names] : SplitNames(text);

    /// <summary>The first name in the text that is not a canary; null if all are.</summary>
    public static string? FindUnknownName(string text) =>
        text == AllKeyword ? null : SplitNames(text).FirstOrDefault(name => !Canaries.Names.Contains(name));

    private static string[] SplitNames(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    /// <summary>The matches, motion by motion; none if there are no canaries.</summary>
    public static IEnumerable<CanaryMatch> Create(
        IReadOnlyList<string> canaries, IReadOnlyList<string> debaters, IReadOnlyList<string> motions)
    {
        if (canaries.Count == 0) yield break;
        for (var m = 0; m < motions.Count; m++)
        {
            var motion = Slug.Create(motions[m]);
            yield return new($"null.{motion}", motions[m], Canaries.Silent, Side.Pro, null);
            for (var c = 0; c < canaries.Count; c++)
                foreach (var side in new[] { Side.Pro, Side.Con })
                    yield return new(
                        $"canary.{canaries[c]}.{(side == Side.Pro ? "pro" : "con")}.{motion}",
                        motions[m], canaries[c], side, debaters[(m + c) % debaters.Count]);
        }
    }
}

/// <summary>The canaries of a tournament: names with commas between them, or <see cref="CanaryMatches.AllKeyword"/>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Names">The names.</param>
public sealed record CanaryNames(string Text, IReadOnlyList<string> Names) : IOptionValue<CanaryNames>
{
    /// <summary>Parses a text; an unknown name is an <see cref="InputException"/>.</summary>
    public static CanaryNames Parse(string text) => new(text, CanaryMatches.ParseNames(text));

    /// <summary>None.</summary>
    public static CanaryNames None { get; } = new("", []);

    /// <inheritdoc/>
    public static string Rule => "names with commas, or all";

    /// <inheritdoc/>
    public static bool TryRead(string text, out CanaryNames? value)
    {
        value = CanaryMatches.FindUnknownName(text) is null ? Parse(text) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public static string Write(CanaryNames? value) => value!.Text;
}
