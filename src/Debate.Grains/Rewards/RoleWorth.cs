using System.Text.RegularExpressions;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;

namespace Debate.Grains.Rewards;

/// <summary>
/// What the places of a profile's debates are worth, for the shape zero-sum without numbers of its own. It is learned from every reward
/// that was made in this process, so it starts at 0 with it; the numbers that a reward was measured against stand in its run's options.
/// </summary>
internal sealed partial class RoleWorth
{
    private readonly Lock _lock = new();
    private RoleBaselines _baselines = RoleBaselines.None;

    /// <summary>The shape with the baselines as they are now.</summary>
    public string Against(string profile, string shape)
    {
        var now = _baselines;
        return Bare().Replace(shape, FormattableString.Invariant($"zero-sum({now[profile, "first"]:0.######}, {now[profile, "second"]:0.######})"));
    }

    /// <summary>Learns from what was judged.</summary>
    public void Learn(string profile, string shape, TextOutcome outcome)
    {
        if (!shape.Contains("zero-sum", StringComparison.Ordinal)) return;
        lock (_lock)
            foreach (var contest in outcome.Contests)
            {
                _baselines = _baselines.After(profile, "first", Math.Sign(contest.InOrder - 0.5));
                if (contest.Reversed is { } reversed) _baselines = _baselines.After(profile, "second", Math.Sign(reversed - 0.5));
            }
    }

    [GeneratedRegex(@"\bzero-sum\b(?!\s*\()", RegexOptions.CultureInvariant)]
    private static partial Regex Bare();
}
