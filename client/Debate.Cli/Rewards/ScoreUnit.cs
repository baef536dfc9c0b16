using System.Globalization;
using Debate.Client;
using Debate.Core;
using Debate.Deliberation;
using Debate.Rewards.Texts;

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
    /// stand in the file, as <see cref="GroupingRule"/> says; what does not fill a group has no reward.
    /// </summary>
    public static IReadOnlyList<ScoreUnit> Plan(IReadOnlyList<ScoreRow> rows, ScoringProfile profile)
    {
        var rule = profile.Grouping;
        var answers = rows.Select(row => row.IsWhole || !rule.HasGroups ? ((string?)null, "") : Name(row)).ToArray();
        return [.. rule.Plan(answers).Select(group => group.Members[0] is var first && answers[first].Item1 is null
            ? new ScoreUnit(group.Members, rows[first].Item) : CreateGroup(group, rows, rule))];
    }

    /// <summary>The result of the row at a place of <see cref="Rows"/>, of the result of all.</summary>
    public ScoreResult SelectRow(ScoreResult all, int place) => Rows.Count == 1 || all.Trouble is not null ? all : all with
    {
        Rewards = [all.Rewards![place]],
        Probabilities = [all.Probabilities![place]],
        Disagreements = all.Disagreements is { } both ? [both[place]] : null,
        Contests = [.. all.Contests!.Where(c => c.One == place || c.Other == place).Select(c => c.SeenBy(place))],
    };

    private static (string? Group, string Answer) Name(ScoreRow row)
    {
        var prompt = PromptWords.Read(row.Item.Prompt);
        return (Digest.Hash128(prompt.Text, row.Item.Label ?? "", row.Item.Baseline ?? "", row.Group ?? ""),
            prompt.ReadAnswer(row.Item.Completions[0]));
    }

    private static ScoreUnit CreateGroup(PlannedGroup group, IReadOnlyList<ScoreRow> rows, GroupingRule rule) =>
        new(group.Members, rows[group.Members[0]].Item with
        {
            Completions = [.. group.Members.Select(m => rows[m].Item.Completions[0])],
            Opponent = rule.Cohort > 1 ? rule.ChooseOpponent(null) : null,
        })
        {
            Incomplete = group.Missing == 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"{group.Members.Count} of {rule.Cohort} answers of its group stand in the file"),
        };
}
