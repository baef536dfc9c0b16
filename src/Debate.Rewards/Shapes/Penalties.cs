using System.Text.RegularExpressions;

namespace Debate.Rewards.Shapes;

/// <summary>
/// Penalties on texts, 0 or less, against the hacks that judges fall for: length(most, each), each for every character beyond so many
/// (DTE, 2025, takes 0.001 a character), and format("pattern", cost), the cost where the text does not match.
/// </summary>
internal static class Penalties
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IRewardShape Length(double most, double each) => new TextShape(text => -each * Math.Max(0, text.Length - most));

    /// <summary>A pattern that backtracking would make slow is refused: it is matched in time linear in the text.</summary>
    public static IRewardShape Format(string pattern, double cost)
    {
        try
        {
            var wanted = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
            return new TextShape(text => wanted.IsMatch(text) ? 0 : -cost);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new InputException($"shape: format(\"{pattern}\"): {wrong.Message}", wrong);
        }
    }
}
