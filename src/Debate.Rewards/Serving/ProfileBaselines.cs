using System.Text.RegularExpressions;
using Debate.Deliberation;
using Debate.Rewards.Shapes;

namespace Debate.Rewards.Serving;

/// <summary>
/// The baselines of the first and second speaker in each profile's debates, for the shape zero-sum without numbers of its own. They are
/// learned from every reward computed in this process, so they start at 0 with the process; the numbers used for a reward are recorded in
/// its run's options.
/// </summary>
public sealed partial class ProfileBaselines
{
    private readonly Lock _lock = new();
    private RoleAdvantageBaseline _baselines = RoleAdvantageBaseline.Empty;

    /// <summary>Writes the current baselines into a shape expression.</summary>
    public string ApplyBaselines(string profile, string shape)
    {
        var now = _baselines;
        return BareZeroSum().Replace(shape, FormattableString.Invariant(
            $"zero-sum({now[profile, "first"]:0.######}, {now[profile, "second"]:0.######})"));
    }

    /// <summary>Updates the baselines from judged debates.</summary>
    public void UpdateBaselines(string profile, string shape, GroupRewards outcome)
    {
        if (!shape.Contains("zero-sum", StringComparison.Ordinal)) return;
        lock (_lock)
            foreach (var contest in outcome.Contests)
            {
                _baselines = _baselines.WithReturn(profile, "first", Math.Sign(contest.InOrder - 0.5));
                if (contest.Reversed is { } reversed) _baselines = _baselines.WithReturn(profile, "second", Math.Sign(reversed - 0.5));
            }
    }

    [GeneratedRegex(@"\bzero-sum\b(?!\s*\()", RegexOptions.CultureInvariant)]
    private static partial Regex BareZeroSum();
}
