using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

public sealed class FairQueueTests
{
    private readonly FairQueue<string> _line = new();

    [Fact]
    public void Calls_of_one_run_go_as_they_came()
    {
        Wait("a", Priority.Normal, 5);
        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], Served(5));
    }

    [Fact]
    public void Run_with_one_call_passes_one_with_a_thousand()
    {
        Wait("many", Priority.Normal, 1000);
        Served(10);
        Wait("one", Priority.Normal, 1);
        Assert.Contains("one0", Served(2));
    }

    [Fact]
    public void Runs_of_one_priority_take_turns_however_many_calls_they_have()
    {
        Wait("a", Priority.High, 400);
        Wait("b", Priority.High, 40);
        Wait("c", Priority.High, 90);
        Assert.All(Served(90).CountBy(call => call[0]), had => Assert.InRange(had.Value, 29, 31));
    }

    [Fact]
    public void Priorities_share_sixteen_to_four_to_one_and_nobody_starves()
    {
        Wait("low", Priority.Low, 1000);
        Wait("normal", Priority.Normal, 1000);
        Wait("high", Priority.High, 1000);
        var had = Served(420).CountBy(call => call[0]).ToDictionary();
        Assert.InRange(had['h'], 318, 322);
        Assert.InRange(had['n'], 78, 82);
        Assert.InRange(had['l'], 18, 22);
    }

    [Fact]
    public void Turns_that_were_not_wanted_are_not_saved_up()
    {
        Wait("busy", Priority.Normal, 100);
        Served(50);
        Wait("late", Priority.Normal, 100);
        Assert.InRange(Served(20).Count(call => call.StartsWith("late", StringComparison.Ordinal)), 9, 11);
    }

    private void Wait(string run, Priority priority, int calls)
    {
        for (var i = 0; i < calls; i++) _line.Enqueue($"{run}{i}", new(new DeliberationId(run), priority));
    }

    private List<string> Served(int calls)
    {
        var served = new List<string>();
        for (; served.Count < calls && _line.TryPeek(out var next); _line.Dequeue()) served.Add(next);
        return served;
    }
}
