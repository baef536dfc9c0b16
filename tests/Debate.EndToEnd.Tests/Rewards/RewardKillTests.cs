using Microsoft.Data.Sqlite;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>A server that is killed while it computes rewards: one reward per key, and always the same one.</summary>
public sealed class RewardKillTests
{
    private const int Size = 4;

    [Fact]
    public async Task Cohort_survives_a_kill_before_it_is_whole_and_one_while_it_is_judged()
    {
        await using var server = new ServeProcess();
        // So slow that the kill comes while the group is judged, however busy the machine is.
        server.Tool.Write("debate.yaml", Configuration("2s"));
        await server.StartAsync();
        using (var http = server.Http())
        {
            var lost = new[] { 0, 1 }.Select(member => PostAsync(http, member)).ToArray();
            await JournaledAsync(server, "member/", 2);
            await KilledAsync(server, lost);
        }
        await server.StartAsync();
        using (var http = server.Http())
        {
            var lost = Enumerable.Range(0, Size).Select(member => PostAsync(http, member)).ToArray();
            await JournaledAsync(server, "asked", 3);
            await KilledAsync(server, lost);
        }
        server.Tool.Write("debate.yaml", Configuration("1ms"));
        await server.StartAsync();
        using var last = server.Http();
        var rewards = await Task.WhenAll(Enumerable.Range(0, Size).Select(member => RewardAsync(last, member)));
        Assert.Equal(0, rewards.Sum(), 1e-9);
        await server.StopAsync();
        await server.StartAsync();
        using var after = server.Http();
        // One member at a time: the group is complete, so the others need not be sent again.
        foreach (var member in new[] { 2, 0, 3, 1 }) Assert.Equal(rewards[member], await RewardAsync(after, member));
        // The group of the two that were cut off before it was whole is closed, and they came in again.
        Assert.Equal(Size + 2, await CountAsync(server, "member/"));
        Assert.Equal(1, await CountAsync(server, "closed/"));
        Assert.Equal(Size * (Size - 1), await CountAsync(server, "asked"));
    }

    private static string Configuration(string latency) => $$"""
        models: { judge: { simulated: text-judge, accuracy: 0.8, decides: true, latency: {{latency}}, parallel: 4 } }
        rewards: { profiles: { group: { judge: judge, opponent: all-pairs, cohort: 4, rounds: 0 } } }
        """;

    private static async Task<double> RewardAsync(HttpClient http, int member)
    {
        var (status, body) = await PostAsync(http, member);
        Assert.True(status == 200, body.ToJsonString());
        return (double)body["reward"]!;
    }

    private static Task<(int Status, System.Text.Json.Nodes.JsonNode Body)> PostAsync(HttpClient http, int member) =>
        RewardServer.PostAsync(http, "/verify", NemoGymTests.Row($"answer: {member % 2 + 4}, and so on {member}", "killed"));

    /// <summary>Nobody has a reward before the group is judged: every request that waits is cut off.</summary>
    private static async Task KilledAsync(ServeProcess server, Task<(int Status, System.Text.Json.Nodes.JsonNode Body)>[] lost)
    {
        await server.KillAsync();
        foreach (var request in lost) await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }

    internal static Task JournaledAsync(ServeProcess server, string what, int count) => Patience.UntilAsync(
        async () => await CountAsync(server, what) >= count, $"fewer than {count} of {what} were journaled");

    /// <summary>The number of members of rollout groups, or of judges' replies, in the journal.</summary>
    internal static async Task<long> CountAsync(ServeProcess server, string what)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(server.Data, "journal.db")};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var query = connection.CreateCommand();
        query.CommandText = what == "asked"
            ? "SELECT count(*) FROM entries WHERE instr(CAST(body AS TEXT), '\"kind\":\"asked\"') > 0"
            : $"SELECT count(*) FROM entries WHERE path LIKE '{what}%'";
        return (long)(await query.ExecuteScalarAsync())!;
    }
}
