using System.Text.RegularExpressions;

namespace Debate.Rewards.Shapes;

/// <summary>
/// Penalties on texts, 0 or less, against hacks that judges fall for: length(most, each) costs <c>each</c> for every character beyond
/// <c>most</c> (DTE, 2025, uses 0.001 for each character), and format("pattern", cost) costs <c>cost</c> if the text does not match.
/// </summary>
internal static class Penalties
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static IRewardShape Length(double max, double each) => new TextShape(text => -each * Math.Max(0, text.Length - max));

    /// <summary>Matches in time linear in the text; a pattern that needs backtracking is rejected.</summary>
    public static IRewardShape Format(string pattern, double cost)
    {
        try
        {
            var wanted = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
            return new TextShape(text => wanted.IsMatch(text) ? 0 : -cost);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new InputException($"shape: format(\"{pattern}\"): {wrong.Message}", wrong);
        }
    }
}
