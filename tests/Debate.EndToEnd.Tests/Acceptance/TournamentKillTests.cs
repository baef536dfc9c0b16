using Debate.Testing;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>A tournament that is killed, resumes, and loses nothing.</summary>
public sealed class TournamentKillTests
{
    private const int Parallel = 16;
    private static readonly Task Never = new TaskCompletionSource().Task;
    private static readonly string[] Resume = ["resume", "torn", "-o", "json"];

    [Fact]
    public async Task A_swiss_that_is_killed_in_each_of_its_rounds_ends_as_an_undisturbed_one_and_asks_nothing_recorded_again()
    {
        await using var calm = await OpenAsync();
        var undisturbed = await calm.Tool.RunAsync([.. Command(calm), "--id", "torn"]);
        await using var fixture = await OpenAsync();
        var running = fixture.Tool.Start([.. Command(fixture), "--id", "torn"]);
        var (life, inFlight) = (0, 0);
        // Two rounds of equal size: a quarter and three quarters of the calls fall in the middle of one.
        foreach (var (quarters, resume) in new[] { (1, Resume), (3, ["tournament", .. Resume]) })
        {
            var calls = calm.Count * quarters / 4 + inFlight;
            // A kill that comes late still comes in the middle.
            fixture.Endpoint.Respond = Faults.HoldFrom(calls + 2 * Parallel, Never, fixture.Endpoint.Respond);
            await fixture.Endpoint.Log.ReceivedAsync(calls).WaitAsync(Patience.Long);
            Assert.NotEqual(0, (await running.KillAsync()).Code);
            var lost = await LostAsync(fixture, life);
            Assert.InRange(lost, 0, Parallel);
            (life, inFlight) = (fixture.Count, inFlight + lost);
            running = fixture.Tool.Start(resume);
        }
        var ended = await running.EndAsync();
        Assert.Equal((0, undisturbed.Out), (ended.Code, ended.Out));
        Assert.Equal(await calm.ProjectionAsync("torn"), await fixture.ProjectionAsync("torn"));
        Assert.Equal((64, 64), ((int)ended.Json["debates"]!, (int)ended.Json["finished"]!));
        var asked = fixture.Endpoint.Log.Calls.CountBy(c => c.Call).ToDictionary();
        Assert.Equal(calm.Endpoint.Log.Calls.Select(c => c.Call).Order(StringComparer.Ordinal), asked.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(fixture.Count - asked.Count, 0, inFlight);
        Assert.Equal(0, (await fixture.Tool.RunAsync("verify", "torn")).Code);
    }

    /// <summary>
    /// Between a kill and the next start, while nothing runs: how many calls of the killed process are not recorded. From now on the
    /// endpoint refuses calls that are recorded.
    /// </summary>
    private static async Task<int> LostAsync(QuestionEndpoint fixture, int life)
    {
        var recorded = await fixture.RecordedAsync("torn");
        var count = fixture.Count;
        var listed = await fixture.Tool.RunAsync("ls", "--all", "-o", "json");
        Assert.Equal("interrupted", (string?)listed.Json["items"]!.AsArray().Single(i => (string?)i!["id"] == "torn")!["status"]);
        Assert.Equal(count, fixture.Count);
        var asked = fixture.Endpoint.Log.Calls.Select(c => c.Call).ToArray();
        Assert.Subset(asked.ToHashSet(), recorded.ToHashSet());
        fixture.Endpoint.Respond = (call, hungUp) => recorded.Contains(call.Call)
            ? throw new InvalidOperationException($"{call.Call} is recorded and asked again")
            : fixture.Honest(call, hungUp);
        return asked.Skip(life).Count(a => !recorded.Contains(a));
    }

    private static Task<QuestionEndpoint> OpenAsync() =>
        QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 16, TimeSpan.FromMilliseconds(20), $"parallel: {Parallel}, patience: 5m");

    private static string[] Command(QuestionEndpoint fixture) =>
        ["tournament", "run", fixture.WriteSwiss("motionsPerRound: 8\n"), "--seed", "5", "-o", "json"];
}
