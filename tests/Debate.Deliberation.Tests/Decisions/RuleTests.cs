using CsCheck;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Decisions;
using Vote = Debate.Deliberation.Decisions.Ballot;

namespace Debate.Deliberation.Tests.Decisions;

public sealed class RuleTests
{
    private const string Seed = "0000000000005";

    /// <summary>Polls of up to five candidates and seven voters, with ballots of the form that the rule requires.</summary>
    private static readonly Gen<(DecisionRule Rule, Poll Poll)> Polls =
        from rule in Gen.Int[0, DecisionRules.All.Count - 1].Select(i => DecisionRules.All[i])
        from candidates in Gen.Int[1, 5]
        from round in Gen.Int[1, 6]
        from ballots in Ballot(rule.BallotKind, candidates).List[1, 7]
        select (rule, new Poll(candidates, ballots, round));

    private static readonly Gen<(Poll Poll, int Round)> Rankings =
        from candidates in Gen.Int[2, 5]
        from ballots in Complete(candidates).List[5, 9]
        select (new Poll(candidates, ballots), 1);

    [Fact]
    public void Names_differ_and_the_registry_knows_them()
    {
        Assert.Equal(DecisionRules.All.Count, DecisionRules.All.Select(r => r.Name).Distinct().Count());
        Assert.All(DecisionRules.All, rule => Assert.Same(rule, DecisionRules.Get(rule.Name)));
        Assert.Contains("one of plurality, majority", Assert.Throws<InputException>(() => DecisionRules.Get("dice")).Message);
    }

    [Fact]
    public void It_does_not_matter_who_cast_which_ballot() => Gen.Select(Polls, Gen.Long).Sample((given, seed) =>
    {
        var (rule, poll) = given;
        var shuffled = poll.Ballots.ToArray();
        SeededRandom.Create(seed, "voters").Shuffle(shuffled);
        Assert.Equal(rule.FindWinners(poll), rule.FindWinners(poll with { Ballots = shuffled }));
    }, seed: Seed, iter: 1000);

    [Fact]
    public void It_does_not_matter_which_candidate_stands_where() => Gen.Select(Polls, Gen.Long).Sample((given, seed) =>
    {
        var (rule, poll) = given;
        var places = Enumerable.Range(0, poll.Candidates).ToArray();
        SeededRandom.Create(seed, "candidates").Shuffle(places);
        var moved = poll with { Ballots = [.. poll.Ballots.Select(b => new Ballot([.. places.Select(p => b.Points[p])]))] };
        Assert.Equal(rule.FindWinners(poll), rule.FindWinners(moved).Select(w => places[w]).Order());
    }, seed: Seed, iter: 1000);

    [Fact]
    public void Winners_are_candidates_in_order_and_an_all_blank_poll_has_none() => Polls.Sample(given =>
    {
        var (rule, poll) = given;
        var winners = rule.FindWinners(poll);
        Assert.Equal(winners.Where(w => w >= 0 && w < poll.Candidates).Distinct().Order(), winners);
        Assert.Empty(rule.FindWinners(poll with { Ballots = [.. poll.Ballots.Select(b => Vote.Blank(poll.Candidates))] }));
    }, seed: Seed, iter: 1000);

    [Fact]
    public void What_all_prefer_above_all_else_wins_alone_under_every_rule() => Polls.Sample(given =>
    {
        var (rule, poll) = given;
        if (poll.Ballots[0].TopChoice is not { } top) return;
        Assert.Equal([top], rule.FindWinners(poll with { Ballots = [.. poll.Ballots.Select(_ => poll.Ballots[0])] }));
    }, seed: Seed, iter: 1000);

    [Fact]
    public void Whom_more_than_half_prefer_wins_alone_where_the_majority_criterion_holds() => Polls.Sample(given =>
    {
        var (_, poll) = given;
        var favourite = Enumerable.Range(0, poll.Candidates).Where(c => 2 * poll.CountSupporters(c) > poll.Ballots.Count).ToArray();
        if (favourite is not [var only]) return;
        foreach (var name in new[] { "plurality", "majority", "simple", "consensus", "judge" })
            Assert.Equal([only], DecisionRules.Get(name).FindWinners(poll));
        foreach (var name in new[] { "supermajority", "unanimity", "hybrid" })
            Assert.Empty(DecisionRules.Get(name).FindWinners(poll).Except([only]));
    }, seed: Seed, iter: 1000);

    [Fact]
    public void Stricter_thresholds_elect_nobody_else() => Polls.Sample(given =>
    {
        var (_, poll) = given;
        string[] strictest = ["unanimity", "hybrid", "supermajority", "majority", "plurality"];
        foreach (var (strict, lax) in strictest.Zip(strictest.Skip(1)))
            Assert.Empty(DecisionRules.Get(strict).FindWinners(poll).Except(DecisionRules.Get(lax).FindWinners(poll)));
    }, seed: Seed, iter: 1000);

    [Fact]
    public void Borda_never_elects_alone_who_loses_to_each_other_candidate() => Rankings.Sample(given =>
    {
        var winners = DecisionRules.Borda.FindWinners(given.Poll);
        if (winners is not [var winner]) return;
        var others = Enumerable.Range(0, given.Poll.Candidates).Where(c => c != winner);
        Assert.False(others.All(c => Prefer(given.Poll, c, winner) > Prefer(given.Poll, winner, c)));
    }, seed: Seed, iter: 1000);

    [Fact]
    public void Between_two_that_are_ranked_Borda_elects_whom_most_prefer() => Complete(2).List[1, 9].Sample(ballots =>
    {
        var poll = new Poll(2, ballots);
        var difference = Prefer(poll, 0, 1) - Prefer(poll, 1, 0);
        Assert.Equal(difference > 0 ? [0] : difference < 0 ? [1] : [0, 1], DecisionRules.Borda.FindWinners(poll));
    }, seed: Seed, iter: 300);

    [Fact]
    public void Ranked_elects_as_Borda_where_all_is_ranked_by_enough_voters() =>
        Rankings.Sample(given => Assert.Equal(DecisionRules.Borda.FindWinners(given.Poll), DecisionRules.Ranked.FindWinners(given.Poll)),
            seed: Seed, iter: 1000);

    /// <summary>Three of five rank 0 first, yet everybody likes 1: Borda fails the majority criterion, plurality does not.</summary>
    [Fact]
    public void Borda_may_pass_over_whom_most_put_first()
    {
        int[][] rankings = [[0, 1, 2], [0, 1, 2], [0, 1, 2], [1, 2, 0], [1, 2, 0]];
        var poll = Ranked(3, rankings);
        Assert.Equal([1], DecisionRules.Borda.FindWinners(poll));
        Assert.Equal([0], DecisionRules.Plurality.FindWinners(poll));
    }

    /// <summary>Condorcet's cycle: each candidate loses to another, and all tie.</summary>
    [Fact]
    public void Cycle_ties_all()
    {
        var poll = Ranked(3, [0, 1, 2], [1, 2, 0], [2, 0, 1]);
        Assert.All(["borda", "ranked", "plurality"], name => Assert.Equal([0, 1, 2], DecisionRules.Get(name).FindWinners(poll)));
        Assert.Empty(DecisionRules.Consensus.FindWinners(poll));
        Assert.Empty(DecisionRules.Majority.FindWinners(poll));
    }

    /// <summary>Voters 1 to 4 for 0, voters 5 and 6 for 1, 7 abstains.</summary>
    [Theory]
    [InlineData("plurality", 1, "0")]
    [InlineData("majority", 1, "0")]
    [InlineData("supermajority", 1, "")]
    [InlineData("unanimity", 1, "")]
    [InlineData("hybrid", 5, "")]
    public void Abstainers_count_as_voters(string rule, int round, string winners)
    {
        var poll = new Poll(2, [.. Chosen(2, 0, 0, 0, 0, 1, 1), Vote.Blank(2)], round);
        Assert.Equal(winners, string.Join(',', DecisionRules.Get(rule).FindWinners(poll)));
    }

    [Theory]
    [InlineData("majority", 4, 2, false)]
    [InlineData("majority", 5, 3, true)]
    [InlineData("supermajority", 3, 2, true)]
    [InlineData("supermajority", 5, 3, false)]
    [InlineData("unanimity", 4, 3, false)]
    [InlineData("unanimity", 4, 4, true)]
    public void Thresholds_are_exact(string rule, int voters, int agree, bool elected)
    {
        var poll = new Poll(2, [.. Chosen(2, [.. Enumerable.Range(0, voters).Select(v => v < agree ? 0 : 1)])]);
        Assert.Equal(elected, DecisionRules.Get(rule).FindWinners(poll).Contains(0));
    }

    [Theory]
    [InlineData(4, 3, 4, false)]
    [InlineData(5, 3, 4, true)]
    [InlineData(5, 2, 3, false)]
    public void Hybrid_is_unanimity_for_four_rounds_and_for_three_voters(int round, int agree, int voters, bool elected)
    {
        var poll = new Poll(2, [.. Chosen(2, [.. Enumerable.Range(0, voters).Select(v => v < agree ? 0 : 1)])], round);
        Assert.Equal(elected, DecisionRules.Hybrid.FindWinners(poll).Contains(0));
    }

    [Fact]
    public void Approvals_and_points_are_added_up()
    {
        var approvals = new Poll(3, [.. new[] { new[] { 0, 1 }, [1], [2, 1], [2] }.Select(a => Vote.ForCandidates(3, a))]);
        Assert.Equal([1], DecisionRules.Approval.FindWinners(approvals));
        Assert.Equal([0], DecisionRules.Cumulative.FindWinners(new(2, [new([10, 0]), new([3, 7]), new([4, 6])])));
        Assert.Equal([0, 1], DecisionRules.Cumulative.FindWinners(new(2, [new([10, 0]), new([0, 10])])));
    }

    private static int Prefer(Poll poll, int one, int other) => poll.Ballots.Count(b => b.Points[one] > b.Points[other]);

    private static Poll Ranked(int candidates, params int[][] rankings) =>
        new(candidates, [.. rankings.Select(r => Vote.FromRanking(candidates, r))]);

    private static IEnumerable<Ballot> Chosen(int candidates, params int[] chosen) =>
        chosen.Select(c => Vote.ForCandidates(candidates, c));

    private static Gen<Ballot> Complete(int candidates) =>
        Gen.Shuffle(Enumerable.Range(0, candidates).ToArray()).Select(order => Vote.FromRanking(candidates, order));

    private static Gen<Ballot> Ballot(BallotKind form, int candidates) => form switch
    {
        BallotKind.Approvals => Gen.Bool.Array[candidates].Select(a => new Ballot([.. a.Select(yes => yes ? 1 : 0)])),
        BallotKind.Ranking => Gen.Select(Gen.Shuffle(Enumerable.Range(0, candidates).ToArray()), Gen.Int[0, candidates],
            (order, named) => Vote.FromRanking(candidates, order[..named])),
        BallotKind.Points => Gen.Int[0, candidates - 1].Array[Vote.PointBudget]
            .Select(points => new Ballot([.. Enumerable.Range(0, candidates).Select(c => points.Count(p => p == c))])),
        _ => Gen.Int[-1, candidates - 1].Select(c => Vote.ForCandidates(candidates, c)),
    };
}
