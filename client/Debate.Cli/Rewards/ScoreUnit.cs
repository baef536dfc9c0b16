using System.Globalization;
using Debate.Client;
using Debate.Deliberation;

namespace Debate.Cli.Rewards;

/// <summary>A row of a file.</summary>
/// <param name="Item">What to reward.</param>
/// <param name="IsWhole">Whether its answers are a group by themselves, because it gives a list of them.</param>
/// <param name="Group">The caller's name for the group of a single answer; null for none.</param>
internal sealed record ScoreRow(ScoreItem Item, bool IsWhole, string? Group);

/// <summary>What is asked for at once: one row, or the rows whose answers are rewarded as a group.</summary>
/// <param name="Rows">The rows, by index, in the order of the answers.</param>
/// <param name="Item">What to reward.</param>
internal sealed record ScoreUnit(IReadOnlyList<int> Rows, ScoreItem Item)
{
    /// <summary>Why there will be no reward; null where there may be one.</summary>
    public string? Incomplete { get; init; }

    /// <summary>
    /// Where answers meet one another, those to one prompt (with one label, baseline and name of the group) are a group, wherever they
    /// stand in the file; where the profile has a group size, they are as many groups as they fill, and what is left over has no reward. A
    /// group is judged in the order of its texts, so that its rewards do not depend on where they stand.
    /// </summary>
    public static IReadOnlyList<ScoreUnit> Plan(IReadOnlyList<ScoreRow> rows, ScoringProfile profile)
    {
        var alone = rows.Index().Where(r => r.Item.IsWhole || !profile.HasGroups).Select(r => new ScoreUnit([r.Index], r.Item.Item));
        var size = profile.Cohort > 1 ? profile.Cohort : int.MaxValue;
        var groups = rows.Index().Where(r => profile.HasGroups && !r.Item.IsWhole)
            .GroupBy(r => (r.Item.Item.Prompt, r.Item.Item.Label, r.Item.Item.Baseline, r.Item.Group))
            .SelectMany(prompt => prompt.Chunk(Math.Min(size, rows.Count))).Select(members => CreateGroup(members, profile));
        return [.. alone.Concat(groups).OrderBy(unit => unit.Rows.Min())];
    }

    /// <summary>The result of the row at a place of <see cref="Rows"/>, of the result of all.</summary>
    public ScoreResult SelectRow(ScoreResult all, int place) => Rows.Count == 1 || all.Trouble is not null ? all : all with
    {
        Rewards = [all.Rewards![place]],
        Probabilities = [all.Probabilities![place]],
        Disagreements = all.Disagreements is { } both ? [both[place]] : null,
        Contests = [.. all.Contests!.Where(c => c.One == place || c.Other == place).Select(c => c.SeenBy(place))],
    };

    private static ScoreUnit CreateGroup((int Index, ScoreRow Item)[] members, ScoringProfile profile)
    {
        var ordered = members.OrderBy(m => m.Item.Item.Completions[0], StringComparer.Ordinal).ToArray();
        return new([.. ordered.Select(m => m.Index)], members[0].Item.Item with
        {
            Completions = [.. ordered.Select(m => m.Item.Item.Completions[0])],
            Opponent = profile.Cohort > 1 && profile.Opponent != ScoringProfile.AllPairs ? ScoringProfile.Circular : null,
        })
        {
            Incomplete = members.Length < profile.Cohort ? string.Create(
                CultureInfo.InvariantCulture, $"{members.Length} of {profile.Cohort} answers of its group stand in the file") : null,
        };
    }
}
