namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>A tournament that is killed, resumes, and loses nothing.</summary>
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
        var (life, inFlight) = (0, 0);
        foreach (var moment in new[] { 97, 211 })
        {
            await hall.Endpoint.Log.ReceivedAsync(moment).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotEqual(0, (await running.KillAsync()).Code);
            var lost = await LostAsync(hall, life);
            Assert.InRange(lost, 0, Parallel);
            (life, inFlight) = (hall.Count, inFlight + lost);
            running = hall.Tool.Start("resume", "torn", "-o", "json");
        }
        var ended = await running.EndAsync();
        Assert.Equal((0, undisturbed.Out), (ended.Code, ended.Out));
        Assert.Equal(await calm.ProjectionAsync("torn"), await hall.ProjectionAsync("torn"));
        Assert.Equal(60, (int)ended.Json["finished"]!);
        var asked = hall.Endpoint.Log.Calls.CountBy(c => c.Call).ToDictionary();
        Assert.Equal(calm.Endpoint.Log.Calls.Select(c => c.Call).Order(StringComparer.Ordinal), asked.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(hall.Count - asked.Count, 0, inFlight);
        Assert.Equal(0, (await hall.Tool.RunAsync("verify", "torn")).Code);
    }

    /// <summary>
    /// Between a kill and the next start, while nothing runs: how many calls of the killed process are not recorded. From now on the
    /// endpoint refuses calls that are recorded.
    /// </summary>
    private static async Task<int> LostAsync(QuestionEndpoint hall, int life)
    {
        var recorded = await hall.RecordedAsync("torn");
        var count = hall.Count;
        var listed = await hall.Tool.RunAsync("ls", "--all", "-o", "json");
        Assert.Equal("interrupted", (string?)listed.Json["items"]!.AsArray().Single(i => (string?)i!["id"] == "torn")!["status"]);
        Assert.Equal(count, hall.Count);
        var asked = hall.Endpoint.Log.Calls.Select(c => c.Call).ToArray();
        Assert.Subset(asked.ToHashSet(), recorded.ToHashSet());
        hall.Endpoint.Respond = (call, hungUp) => recorded.Contains(call.Call)
            ? throw new InvalidOperationException($"{call.Call} is recorded and asked again")
            : hall.Honest(call, hungUp);
        return asked.Skip(life).Count(a => !recorded.Contains(a));
    }

    private static Task<QuestionEndpoint> OpenAsync() =>
        QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 30, TimeSpan.FromMilliseconds(20), $"parallel: {Parallel}, patience: 2s");

    private static string[] Command(QuestionEndpoint hall) => ["tournament", "run", hall.WriteTournament(), "--seed", "5", "-o", "json"];
}
