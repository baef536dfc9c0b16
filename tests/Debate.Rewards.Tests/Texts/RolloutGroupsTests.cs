using CsCheck;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Tests.Texts;

/// <summary>Answers that come one by one, of which some never come.</summary>
public sealed class RolloutGroupsTests
{
    private const string Seed = "0000000000004";
    private static readonly Gen<(int Size, int[] Lost)> Steps = Gen.Select(Gen.Int[2, 5], Gen.Int[0, 4].Array[1, 12]);

    /// <summary>
    /// Steps of a trainer, each of which sends a whole group or loses some of it and has it closed: the whole ones are groups of their own,
    /// whatever was lost before.
    /// </summary>
    [Fact]
    public void A_lost_answer_costs_its_own_group_and_no_other() => Steps.Sample((size, lost) =>
    {
        var groups = new RolloutGroups(size);
        for (var step = 0; step < lost.Length; step++)
        {
            var count = size - Math.Min(lost[step], size - 1);
            var places = Enumerable.Range(0, count).Select(i => groups.Join(Member($"{step}.{i}"))).ToArray();
            Assert.Equal([step], places.Select(p => p.Group).Distinct());
            Assert.Equal(count == size, groups.IsFull(step));
            if (count < size) groups.Close("the deadline");
            Assert.Null(groups.Open);
        }
    }, seed: Seed, iter: 300);

    [Fact]
    public void Keys_of_a_closed_group_are_free_and_those_of_a_full_one_are_not()
    {
        var groups = new RolloutGroups(2);
        groups.Join(Member("a"));
        groups.Close("the deadline");
        Assert.Null(groups.Find("a"));
        Assert.Equal((0, 1), groups.FindClosedBefore(1));
        Assert.Equal(new RolloutPlace(1, 0), groups.Join(Member("a")));
        Assert.Equal(new RolloutPlace(1, 1), groups.Join(Member("b")));
        Assert.Equal(new RolloutPlace(1, 0), groups.Find("a"));
        Assert.Equal("text of b", groups[groups.Find("b")!.Value].Answer);
        Assert.Throws<InvalidOperationException>(() => groups.Close("it is full"));
        Assert.Equal(2, groups.Next);
    }

    /// <summary>Whoever comes first, the same answers are judged in the same order, each at a place of its own.</summary>
    [Fact]
    public void The_order_of_a_group_is_not_that_of_arrival() => Gen.Int[0, 3].Array[4].Sample(texts =>
    {
        string[] Judged(IEnumerable<int> arrival)
        {
            var groups = new RolloutGroups(texts.Length);
            foreach (var (text, i) in arrival.Select((t, i) => (t, i))) groups.Join(new($"{i}", $"{text}", default));
            var order = groups.GetOrder(0);
            Assert.Equal(texts.Length, order.Distinct().Count());
            return [.. order.Select(place => groups[place].Answer)];
        }

        Assert.Equal(Judged(texts), Judged(texts.Reverse()));
    }, seed: Seed, iter: 100);

    private static RolloutMember Member(string key) => new(key, $"text of {key}", default);
}
