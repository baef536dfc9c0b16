using CsCheck;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

public sealed class RateScheduleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Requests: the milliseconds since the previous one, the number of starts wanted, the milliseconds by which they are used late, and
    /// whether a new schedule has taken over.
    /// </summary>
    private static readonly Gen<(int After, int Wanted, int Late, bool Dies)[]> Asks = Gen.Select(
        Gen.OneOf(Gen.Int[0, 30], Gen.Int[0, 4000]), Gen.Int[1, 200], Gen.Int[0, 1000], Gen.Int[0, 40].Select(n => n == 0)).Array[1, 400];

    [Fact]
    public void No_minute_sees_more_starts_than_the_rate_whoever_asks_and_whenever_the_schedule_dies() =>
        Gen.Select(Gen.OneOf(Gen.Int[1, 5], Gen.Const(60), Gen.Int[1, 2000]), Asks).Sample((rate, asks) =>
        {
            var used = Play(rate, asks).Order().ToArray();
            for (var i = rate; i < used.Length; i++)
                Assert.True(used[i] - used[i - rate] >= Minute, $"{rate + 1} starts between {used[i - rate]} and {used[i]}");
        }, iter: 500, seed: "0000000000002");

    [Theory]
    [InlineData(60)]
    [InlineData(6000)]
    public void Two_who_always_want_more_get_nearly_the_rate_and_half_of_it_each(int rate)
    {
        var schedule = new RateSchedule();
        var asksAgain = new[] { TimeSpan.Zero, TimeSpan.Zero };
        var had = new int[2];
        for (var now = TimeSpan.Zero; now < 5 * Minute; now += TimeSpan.FromMilliseconds(10))
        {
            for (var admission = 0; admission < 2; admission++)
            {
                if (now < asksAgain[admission]) continue;
                var grant = schedule.Grant(now, rate, 1000);
                had[admission] += grant.Count;
                asksAgain[admission] = now + grant.Wait + Math.Max(0, grant.Count - 1) * RateSchedule.Interval(rate);
            }
        }
        Assert.InRange(had.Sum(), 5 * rate * 0.95, 5 * rate);
        Assert.InRange(had[0] - had[1], -0.05 * rate, 0.05 * rate);
    }

    /// <summary>The times at which starts are used: every other one late by as much as the request says.</summary>
    private static IEnumerable<TimeSpan> Play(int rate, (int After, int Wanted, int Late, bool Dies)[] asks)
    {
        var (schedule, began, now) = (new RateSchedule(), TimeSpan.Zero, TimeSpan.Zero);
        foreach (var (after, wanted, late, dies) in asks)
        {
            now += TimeSpan.FromMilliseconds(after);
            if (dies) (schedule, began) = (new(), now);
            var grant = schedule.Grant(now - began, rate, wanted);
            for (var i = 0; i < grant.Count; i++)
                yield return now + grant.Wait + i * RateSchedule.Interval(rate)
                + (i % 2 == 0 ? TimeSpan.FromMilliseconds(late) : TimeSpan.Zero);
        }
    }
}
