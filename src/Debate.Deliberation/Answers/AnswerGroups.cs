using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>Answers that count as the same answer.</summary>
/// <param name="Answer">The first of them, as it was given.</param>
/// <param name="Voters">Their zero-based indices in the list of answers, ascending.</param>
public sealed record AnswerGroup(string Answer, IReadOnlyList<int> Voters);

/// <summary>
/// Which of several answers of unknown truth are the same: the one relation by which votes, panels, notes and rewards compare answers. It
/// is an equivalence, and the order of the answers does not matter. Two answers are the same where they choose the same option, or are the
/// same yes or no, the same number with the same unit, the same expression, pair, set or interval, or the same words. Nothing is rounded.
/// <para>What a single answer leaves open is decided by all of them together: a bare number joins the answers with that number where all
/// of these have one unit, and "5 m" joins "5 metres" where no "5 minutes" is among them.</para>
/// </summary>
public sealed class AnswerGroups
{
    private readonly int?[] _groups;

    private AnswerGroups(int?[] groups, IReadOnlyList<AnswerGroup> all) => (_groups, All) = (groups, all);

    /// <summary>The groups, largest first; groups of equal size in the order in which their answers were first given.</summary>
    public IReadOnlyList<AnswerGroup> All { get; }

    /// <summary>Plurality (Wang et al., 2023): the first answer of the largest group; null where nobody gave an answer.</summary>
    public string? Winner => All.Count > 0 ? All[0].Answer : null;

    /// <summary>
    /// Groups the answers. Those without a content ("", "none", "n/a") are in no group. With choices, an answer that names one of them by
    /// letter or text is that choice.
    /// </summary>
    public static AnswerGroups Create(IReadOnlyList<string> answers, IReadOnlyList<string>? choices = null)
    {
        var values = answers.Select(a => StructuredReply.IsMeaningful(a) ? Parse(a, choices ?? []) : null).ToList();
        var keys = new string?[answers.Count];
        foreach (var alike in values.Index().Where(v => v.Item is not null).GroupBy(v => (v.Item!.Kind, v.Item.Form)))
        {
            var units = UnitKeys([.. alike.Select(v => v.Item!.Unit).OfType<AnswerUnit>()]);
            foreach (var (i, value) in alike)
                keys[i] = $"{value!.Kind} {value.Form} {(value.Unit is { } unit ? units[unit.Text] : units.Values.Distinct().ToList() is [var one] ? one : "")}";
        }
        var all = Enumerable.Range(0, keys.Length).Where(i => keys[i] is not null).GroupBy(i => keys[i], StringComparer.Ordinal)
            .Select(g => new AnswerGroup(answers[g.First()], [.. g]))
            .OrderByDescending(g => g.Voters.Count).ThenBy(g => g.Voters[0]).ToList();
        var groups = new int?[answers.Count];
        foreach (var (g, group) in all.Index())
            foreach (var voter in group.Voters) groups[voter] = g;
        return new(groups, all);
    }

    /// <summary>Whether two answers are the same, were they the only ones; an answer without a content is the same as none.</summary>
    public static bool AreSame(string one, string other, IReadOnlyList<string>? choices = null) =>
        one == other ? StructuredReply.IsMeaningful(one) : Create([one, other], choices).AreSame(0, 1);

    /// <summary>The index in <see cref="All"/> of the group of an answer; null where it has no content.</summary>
    public int? GroupOf(int answer) => _groups[answer];

    /// <summary>Whether two of the answers, given by their indices, are the same.</summary>
    public bool AreSame(int one, int other) => _groups[one] is { } group && group == _groups[other];

    /// <summary>Whether two answers that were read are the same, were they the only ones.</summary>
    internal static bool AreSame(AnswerValue one, AnswerValue other) => one.Kind == other.Kind && one.Form == other.Form
        && (one.Unit is not { } unit || other.Unit is not { } second || UnitKeys([unit, second]) is var keys
            && keys[unit.Text] == keys[second.Text]);

    private static AnswerValue Parse(string answer, IReadOnlyList<string> choices) =>
        choices.Count > 0 && ChoiceChecker.FindChoice(answer, choices) is { } option
            ? new(AnswerKind.Choice, $"{option}") : AnswerValue.Parse(answer);

    /// <summary>For each unit as written what it means here: a unit of several meanings takes the one that another answer makes
    /// clear.</summary>
    private static Dictionary<string, string> UnitKeys(IReadOnlyList<AnswerUnit> units)
    {
        var clear = units.Where(u => u.Meanings.Count == 1).Select(u => u.Meanings[0]).ToHashSet(StringComparer.Ordinal);
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var unit in units)
            keys[unit.Text] = !unit.IsKnown ? unit.Text
                : unit.Meanings.Where(m => unit.Meanings.Count == 1 || clear.Contains(m)).ToList() is [var one] ? one
                : string.Join('|', unit.Meanings);
        return keys;
    }
}
