using CsCheck;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

public sealed class VoteTests
{
    [Theory]
    [InlineData("5|5.0|6|five|5 minutes", "5", 4)]
    [InlineData("1,000|1000|999", "1,000", 2)]
    [InlineData("1/2|0.5|50%|2", "1/2", 3)]
    [InlineData("Paris|the paris!|Rome", "Paris", 2)]
    [InlineData("b|a|a|b|c", "b", 2)]
    [InlineData("|none|N/A|7", "7", 1)]
    public void The_plurality_wins_and_the_first_given_of_equals(string answers, string winner, int votes)
    {
        var result = AnswerGroups.Create(answers.Split('|'));
        Assert.Equal(winner, result.Winner);
        Assert.Equal(votes, result.All[0].Voters.Count);
    }

    [Fact]
    public void Letters_and_texts_of_one_choice_are_one_answer()
    {
        var result = AnswerGroups.Create(["(A)", "Rome", "B", "B. Rome"], ["Paris", "Rome"]);
        Assert.Equal("Rome", result.Winner);
        Assert.Equal([1, 2, 3], result.All[0].Voters);
        Assert.Equal([0], result.All[1].Voters);
    }

    [Fact]
    public void Nobody_s_answer_wins_an_empty_vote()
    {
        Assert.Null(AnswerGroups.Create([]).Winner);
        Assert.Null(AnswerGroups.Create(["", " none "]).Winner);
    }

    [Fact]
    public void Every_vote_is_in_one_group_and_no_group_is_larger_than_the_winner() =>
        Gen.OneOf("1", "1.0", "2", "two", "x", "X.", "y").Array[1, 15].Sample(answers =>
        {
            var groups = AnswerGroups.Create(answers).All;
            Assert.Equal(Enumerable.Range(0, answers.Length), groups.SelectMany(g => g.Voters).Order());
            Assert.All(groups, g => Assert.True(g.Voters.Count <= groups[0].Voters.Count));
            var meant = new Dictionary<string, string> { ["1"] = "1", ["1.0"] = "1", ["2"] = "2", ["two"] = "2", ["x"] = "x", ["X."] = "x",
                ["y"] = "y" };
            Assert.Equal(answers.Select(a => meant[a]).Distinct().Count(), groups.Count);
        }, seed: "0000KOIPe3Cq1", iter: 500, threads: 1);
}
