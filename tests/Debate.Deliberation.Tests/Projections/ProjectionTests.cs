using Debate.Deliberation.Answers;
using Debate.Deliberation.Projections;

namespace Debate.Deliberation.Tests.Projections;

public sealed class ProjectionTests
{
    private const string Pro = "affirmative", Con = "negative";

    private static readonly DebaterTurn[] Turns =
    [
        new(1, Pro, "the cat is on the mat", "5"),
        new(1, Con, "the cat sat on the mat", "6"),
        new(2, Pro, "the cat is on the mat", "six"),
        new(2, Con, "dog", null),
        new(3, Pro, "dog", "5 minutes"),
        new(3, Con, "dog", "5.0"),
    ];

    private static readonly Problem Five = new("1", "?") { Answers = ["5"] };

    [Fact]
    public void Diversity_between_seats_is_averaged_over_the_rounds() =>
        Assert.Equal(100 - (37.991784 + 0 + 100) / 3, Diversity.BetweenSeats(Turns)!.Value, 1e-5);

    [Fact]
    public void Without_a_pair_there_is_no_diversity_and_no_disagreement()
    {
        Assert.Null(Diversity.BetweenSeats([Turns[0], Turns[2]]));
        Assert.Empty(Disagreement.ByRound([Turns[0]]));
    }

    [Fact]
    public void Disagreement_counts_pairs_of_different_answers_and_pools_debates()
    {
        RoundDisagreement[] one = [new(1, 1, 1), new(3, 1, 0)];
        Assert.Equal(one, Disagreement.ByRound(Turns));
        RoundDisagreement[] two = [new(1, 4, 3), new(3, 1, 0)];
        DebaterTurn[] three = [new(1, "a", "", "x"), new(1, "b", "", "X."), new(1, "c", "", "y")];
        Assert.Equal(two, Disagreement.ByRound(Turns, three));
        Assert.Equal(0.75, two[0].Share);
    }

    [Fact]
    public void Of_two_answers_in_one_round_the_last_counts()
    {
        DebaterTurn[] turns = [new(1, Pro, "", "5"), new(1, Con, "", "6"), new(1, Con, "", "5")];
        Assert.Equal(0, Assert.Single(Disagreement.ByRound(turns)).Differing);
    }

    [Fact]
    public void Changes_are_counted_by_round_and_seat()
    {
        RoundChanges[] expected = [new(2, Pro, 0, 1, 0, 0), new(3, Pro, 0, 0, 1, 0), new(3, Con, 0, 0, 1, 0)];
        var changes = AnswerChanges.ByRound(Turns, AnswerCheckers.Get("auto"), Five);
        Assert.Equal(expected, changes);
        Assert.Equal(new RoundChanges(2, Pro, 0, 2, 0, 0), AnswerChanges.Sum(changes.Concat(changes))[0]);
    }

    [Fact]
    public void Staying_is_counted_too()
    {
        DebaterTurn[] turns = [new(1, Pro, "", "5"), new(2, Pro, "", "five"), new(1, Con, "", "6"), new(2, Con, "", "7")];
        RoundChanges[] expected = [new(2, Pro, 1, 0, 0, 0), new(2, Con, 0, 0, 0, 1)];
        Assert.Equal(expected, AnswerChanges.ByRound(turns, AnswerCheckers.Get("auto"), Five));
    }

    private static DebateOutcome Debate(int rounds, string? winner, string pro, string con) =>
        new(rounds, winner, [new(Pro, pro), new(Con, con)]);

    [Fact]
    public void Rounds_and_wins_are_counted_over_debates()
    {
        DebateOutcome[] debates =
        [
            Debate(3, Pro, "big", "small"), Debate(1, Con, "big", "small"), Debate(3, null, "small", "big"), Debate(2, Pro, "big", "big"),
        ];
        RoundsCount[] rounds = [new(1, 1, 0.25), new(2, 1, 0.25), new(3, 2, 0.5)];
        Wins[] seats = [new(Pro, 2, 1, 1), new(Con, 1, 2, 1)];
        Wins[] models = [new("big", 2, 2, 1), new("small", 1, 1, 1)];
        Assert.Equal(rounds, OutcomeStatistics.RoundsPlayed(debates));
        Assert.Equal(seats, OutcomeStatistics.BySeat(debates));
        Assert.Equal(models, OutcomeStatistics.ByModel(debates));
        Assert.Empty(OutcomeStatistics.RoundsPlayed([]));
    }
}
