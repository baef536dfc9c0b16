using CsCheck;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Tests.Texts;

/// <summary>Which answers are a group: the same for a request, a file and whoever sends them in which order.</summary>
public sealed class GroupingRuleTests
{
    private static readonly string?[] Names = [null, "p", "q", "r"];

    private static readonly Gen<(string?, string)[]> Answers =
        Gen.Select(Gen.Int[0, 3].Select(i => Names[i]), Gen.Char['a', 'd'].Select(c => $"{c}")).Array[0, 12];

    [Theory]
    [InlineData("critic", 1, false, false, "circular")]
    [InlineData("critic", 3, true, false, "circular")]
    [InlineData("circular", 1, true, true, "circular")]
    [InlineData("all-pairs", 3, true, true, "all-pairs")]
    public void Profile_has_groups_where_answers_meet_or_wait_for_one_another(
        string opponent, int cohort, bool hasGroups, bool needsGroup, string met)
    {
        var rule = new GroupingRule(false, opponent, cohort);
        Assert.Equal((hasGroups, needsGroup, met), (rule.HasGroups, rule.NeedsGroup(null), rule.ChooseOpponent(null)));
        Assert.Equal((true, false, "baseline"),
            (rule.NeedsGroup("circular"), rule.NeedsGroup("baseline"), rule.ChooseOpponent("baseline")));
        var evidence = rule with { IsEvidence = true };
        Assert.Equal((false, false), (evidence.HasGroups, evidence.NeedsGroup("circular")));
    }

    [Fact]
    public void Each_answer_is_in_one_group_of_its_name_and_whole_groups_have_their_size() =>
        Gen.Select(Answers, Gen.Int[1, 4]).Sample((answers, cohort) =>
        {
            var plan = new GroupingRule(false, "circular", cohort).Plan(answers);
            Assert.Equal(Enumerable.Range(0, answers.Length), plan.SelectMany(g => g.Members).Order());
            Assert.Equal(plan.Select(g => g.Members.Min()), plan.Select(g => g.Members.Min()).Order());
            foreach (var group in plan)
            {
                Assert.Single(group.Members.Select(m => answers[m].Item1).Distinct());
                var texts = group.Members.Select(m => answers[m].Item2).ToArray();
                Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
                if (answers[group.Members[0]].Item1 is null) Assert.Equal((1, 0), (group.Members.Count, group.Missing));
                else if (cohort > 1) Assert.Equal(cohort, group.Members.Count + group.Missing);
                else Assert.Equal(answers.Count(a => a.Item1 == answers[group.Members[0]].Item1), group.Members.Count);
            }
            // A lost answer costs one group of its name.
            Assert.All(plan.GroupBy(g => answers[g.Members[0]].Item1), name => Assert.InRange(name.Count(g => g.Missing > 0), 0, 1));
        }, iter: 500);

    [Fact]
    public void Without_a_size_the_groups_do_not_depend_on_where_answers_stand() => Gen.Select(Answers, Gen.Int[0, 11])
        .Sample((answers, by) =>
    {
        string[] Read((string?, string)[] all) => [.. new GroupingRule(false, "circular", 1).Plan(all)
            .Select(g => $"{all[g.Members[0]].Item1}:{string.Concat(g.Members.Select(m => all[m].Item2))}").Order(StringComparer.Ordinal)];
        Assert.Equal(Read(answers), Read([.. answers.Skip(by), .. answers.Take(by)]));
    }, iter: 500);
}
