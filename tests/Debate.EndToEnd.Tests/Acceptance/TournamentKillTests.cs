namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>A tournament that is killed, goes on, and loses nothing.</summary>
public sealed class TournamentKillTests
{
    private const int Parallel = 16;

    [Fact]
    public async Task A_tournament_of_60_debates_that_is_killed_twice_ends_as_an_undisturbed_one_and_asks_nothing_recorded_again()
    {
        await using var calm = await OpenAsync();
        var undisturbed = await calm.Tool.RunAsync([.. Command(calm), "--id", "torn"]);
        await using var hall = await OpenAsync();
        var running = hall.Tool.Start([.. Command(hall), "--id", "torn"]);
        foreach (var moment in new[] { 97, 211 })
        {
            await hall.Endpoint.Log.ReceivedAsync(moment).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotEqual(0, (await running.KillAsync()).Code);
            var inFlight = await OnlyLookedAtAsync(hall);
            Assert.InRange(inFlight.Count, 0, Parallel);
            running = hall.Tool.Start("resume", "torn", "-o", "json");
        }
        var ended = await running.EndAsync();
        Assert.Equal((0, undisturbed.Out), (ended.Code, ended.Out));
        Assert.Equal(await calm.ProjectionAsync("torn"), await hall.ProjectionAsync("torn"));
        Assert.Equal(60, (int)ended.Json["finished"]!);
        var asked = hall.Endpoint.Log.Calls.CountBy(c => c.Call).ToDictionary();
        Assert.Equal(calm.Endpoint.Log.Calls.Select(c => c.Call).Order(StringComparer.Ordinal), asked.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(asked.Values.Sum(times => times - 1), 0, 2 * Parallel);
        Assert.Equal(0, (await hall.Tool.RunAsync("verify", "torn")).Code);
    }

    /// <summary>Between a kill and the next life: looking starts nothing; gives the calls that were asked and are not recorded.</summary>
    private static async Task<IReadOnlyList<string>> OnlyLookedAtAsync(Hall hall)
    {
        var before = hall.Count;
        var listed = await hall.Tool.RunAsync("ls", "--all", "-o", "json");
        Assert.Equal((0, "interrupted"), (listed.Code, (string?)listed.Json["items"]!.AsArray().Single(i => (string?)i!["id"] == "torn")!["status"]));
        var recorded = await hall.RecordedAsync("torn");
        Assert.Equal(before, hall.Count);
        var asked = hall.Endpoint.Log.Calls.Select(c => c.Call).ToHashSet();
        Assert.Subset(asked, recorded.ToHashSet());
        var then = hall.Endpoint.Respond;
        hall.Endpoint.Respond = (call, hungUp) => recorded.Contains(call.Call)
            ? throw new InvalidOperationException($"{call.Call} is recorded and asked again")
            : then(call, hungUp);
        return [.. asked.Where(a => !recorded.Contains(a))];
    }

    private static Task<Hall> OpenAsync() =>
        Hall.OpenAsync(Hall.Debater(), 30, TimeSpan.FromMilliseconds(20), $"parallel: {Parallel}, patience: 2s");

    private static string[] Command(Hall hall) => ["tournament", "run", hall.WriteTournament(), "--seed", "5", "-o", "json"];
}
