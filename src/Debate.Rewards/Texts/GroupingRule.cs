namespace Debate.Rewards.Texts;

/// <summary>
/// Which answers are rewarded as a group, and whom they meet in it: the one rule for the server's requests and for files that are scored.
/// </summary>
/// <param name="IsEvidence">Whether debates are over evidence: such an answer is always alone.</param>
/// <param name="Opponent">Whom answers meet, by the name of the option.</param>
/// <param name="Cohort">The number of answers that make a group, where they come one by one; 1 for no such number.</param>
public sealed record GroupingRule(bool IsEvidence, string Opponent, int Cohort)
{
    private const string AllPairs = "all-pairs", Circular = "circular";

    /// <summary>Whether answers to one prompt are rewarded as a group.</summary>
    public bool HasGroups => Cohort > 1 && !IsEvidence || NeedsGroup(null);

    /// <summary>Whether answers meet other members of their group, so that one alone cannot be rewarded.</summary>
    /// <param name="asked">The opponent that the request asks for; null for none.</param>
    public bool NeedsGroup(string? asked) => !IsEvidence && (asked ?? Opponent) is AllPairs or Circular;

    /// <summary>Whom the members of a group of <see cref="Cohort"/> answers meet: one another, unless asked otherwise.</summary>
    /// <param name="asked">The opponent that the request asks for; null for none.</param>
    public string ChooseOpponent(string? asked) => asked ?? (Opponent == AllPairs ? AllPairs : Circular);

    /// <summary>
    /// Splits answers into groups, in the order of their first members. Answers with one name are a group wherever they stand, or as many
    /// groups as they fill; an answer without a name is alone. A group is judged in the order of its texts, equal ones as they stand, so
    /// that its rewards do not depend on where they stand.
    /// </summary>
    /// <param name="answers">The name of each answer's group and its text, in words.</param>
    public IReadOnlyList<PlannedGroup> Plan(IReadOnlyList<(string? Group, string Answer)> answers)
    {
        var size = Cohort > 1 ? Cohort : Math.Max(1, answers.Count);
        var alone = answers.Index().Where(a => a.Item.Group is null).Select(a => new PlannedGroup([a.Index], 0));
        var groups = answers.Index().Where(a => a.Item.Group is not null).GroupBy(a => a.Item.Group, StringComparer.Ordinal)
            .SelectMany(name => name.Chunk(size))
            .Select(members => new PlannedGroup([.. members.OrderBy(a => a.Item.Answer, StringComparer.Ordinal).Select(a => a.Index)],
                Math.Max(0, Cohort - members.Length)));
        return [.. alone.Concat(groups).OrderBy(group => group.Members.Min())];
    }
}

/// <summary>Answers that are rewarded together.</summary>
/// <param name="Members">Their indices, in the order in which they are judged.</param>
/// <param name="Missing">How many answers the group lacks; 0 where it is whole.</param>
public sealed record PlannedGroup(IReadOnlyList<int> Members, int Missing);
