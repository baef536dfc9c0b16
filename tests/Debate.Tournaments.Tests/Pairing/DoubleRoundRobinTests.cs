namespace Debate.Tournaments.Tests;

public sealed class DoubleRoundRobinTests
{
    [Theory]
    [InlineData(2), InlineData(3), InlineData(4), InlineData(7), InlineData(8), InlineData(12)]
    public void Everybody_meets_everybody_on_both_sides_of_one_motion_and_speaks_for_as_often_as_against(int debaters)
    {
        var field = SchedulePlayer.Field(debaters);
        var pairings = Assert.Single(SchedulePlayer.Of(new DoubleRoundRobin(), field, SchedulePlayer.ByStrength)).Round.Pairings;
        var ordered = from a in field.Debaters from b in field.Debaters where a != b select (a, b);
        Assert.Equal(ordered.Order(), pairings.Select(p => (p.Pro, p.Con)).Order());
        var motion = pairings.ToDictionary(p => (p.Pro, p.Con), p => p.Motion);
        Assert.All(pairings, p => Assert.Equal(p.Motion, motion[(p.Con, p.Pro)]));
        foreach (var name in field.Debaters)
        {
            var half = pairings.Take(pairings.Count / 2).ToArray();
            Assert.InRange(half.Count(p => p.Pro == name) - half.Count(p => p.Con == name), -1, 1);
            Assert.Equal(pairings.Count(p => p.Pro == name), pairings.Count(p => p.Con == name));
        }
    }

    [Fact]
    public void A_newcomer_meets_everybody_and_nobody_else_meets_again()
    {
        var schedule = new DoubleRoundRobin();
        var played = SchedulePlayer.Of(schedule, SchedulePlayer.Field(4), SchedulePlayer.ByStrength);
        var grown = schedule.NextRound(SchedulePlayer.Field(5), played)!;
        Assert.Equal(8, grown.Pairings.Count);
        Assert.All(grown.Pairings, p => Assert.Contains("d4", new[] { p.Pro, p.Con }));
    }
}
