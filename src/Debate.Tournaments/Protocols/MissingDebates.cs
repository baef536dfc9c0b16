using System.Globalization;
using Debate.Deliberation;

namespace Debate.Tournaments.Protocols;

/// <summary>What a report of a tournament that stopped does not show: the debates that were drawn and have no verdict.</summary>
internal static class MissingDebates
{
    private const int Shown = 3;

    /// <summary>One sentence, or none where every debate drawn has its verdict or was forfeited.</summary>
    internal static IEnumerable<string> Describe(IReadOnlyList<PlayedRound> rounds, IReadOnlyDictionary<string, Verdict> verdicts)
    {
        string[] drawn = [.. rounds.SelectMany(r => r.Round.Pairings.Except(r.Forfeits.Select(f => f.Pairing))).Select(p => p.Key)];
        string[] missing = [.. drawn.Where(key => !verdicts.ContainsKey(key))];
        if (missing.Length == 0) yield break;
        var others = missing.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {missing.Length - Shown} more") : "";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{missing.Length} of {drawn.Length} debates drawn have no verdict ({string.Join(", ", missing.Take(Shown))}{others}); ")
            + string.Create(CultureInfo.InvariantCulture, $"all figures are of the {drawn.Length - missing.Length} that have one");
    }
}
