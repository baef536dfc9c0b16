using System.Text.Json.Nodes;
using Debate.Testing;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>Three silos of one cluster over a real Redis: an answer, a group and a key are the same on each of them.</summary>
public sealed class RewardClusterTests
{
    private const string Label = "4";

    [Fact]
    public async Task Groups_keys_and_tuned_profiles_are_the_same_on_three_silos()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var silos = new Silos(redis);
        await silos.StartAsync("");
        // Each member comes to another silo; the first of a group is lost.
        Assert.Equal(503, (await silos.SendAsync(0, "hasty", "lost\nanswer: 4")).Status);
        var group = await GroupAsync(silos, "hasty", "a\nanswer: 5", "b\nanswer: 4", "c\nanswer: 6");
        Assert.Equal([0.25, 1, 0.25], group);
        // Two contents with one key, at once, to different silos.
        for (var pair = 0; pair < 20; pair++)
        {
            var key = $"pair {pair}";
            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => silos.ScoreAsync(i % 3, $"{key}?", i % 2 == 0, key)));
            var served = replies.Select((r, i) => (Reply: r, Right: i % 2 == 0)).Where(r => r.Reply.Status == 200).ToArray();
            Assert.Equal(3, served.Length);
            var right = Assert.Single(served.Select(s => s.Right).Distinct());
            Assert.All(served, s => Assert.Equal(right ? 1 : 0.5, (double)s.Reply.Body["rewards"]![0]!));
            Assert.All(replies.Where(r => r.Status != 200), r => Assert.Equal(409, r.Status));
            Assert.Single(served.Select(s => (string?)s.Reply.Body["transcript"]).Distinct());
        }
        var before = await Task.WhenAll(Enumerable.Range(0, 3).Select(silo => silos.ScoreAsync(silo, "tuned?", isRight: true)));
        Assert.Single(before.Select(r => r.Body.ToJsonString()).Distinct());
        await silos.StopAsync();
        await silos.StartAsync(" + 1");
        var after = await Task.WhenAll(Enumerable.Range(0, 3).Select(silo => silos.ScoreAsync(silo, "tuned?", isRight: true)));
        Assert.Single(after.Select(r => r.Body.ToJsonString()).Distinct());
        Assert.Equal((1, 2), ((double)before[0].Body["rewards"]![0]!, (double)after[0].Body["rewards"]![0]!));
        group = await GroupAsync(silos, "hasty", "a\nanswer: 5", "b\nanswer: 4", "c\nanswer: 6");
        Assert.Equal([1.25, 2, 1.25], group);
    }

    private static async Task<double[]> GroupAsync(Silos silos, string profile, params string[] answers)
    {
        var replies = await Task.WhenAll(answers.Select((answer, i) => silos.SendAsync(i, profile, answer)));
        Assert.All(replies, r => Assert.True(r.Status == 200, r.Body.ToJsonString()));
        return [.. replies.Select(r => (double)r.Body["rewards"]![0]!)];
    }

    private sealed class Silos(RedisServer redis) : IAsyncDisposable
    {
        private readonly ServeProcess[] _servers = [new(), new(), new()];
        private HttpClient[] _http = [];

        public async Task StartAsync(string more)
        {
            foreach (var server in _servers)
            {
                server.Tool.Write("debate.yaml", $$"""
                    models: { judge: { simulated: text-judge, accuracy: 1 } }
                    rewards:
                      profiles:
                        hasty: { judge: judge, opponent: circular, cohort: 3, rounds: 0, shape: rank{{more}}, deadline: 10 }
                        alone: { judge: judge, opponent: baseline, baseline: 'answer: 5', rounds: 0, shape: win01{{more}} }
                    """);
                await server.StartAsync("--cluster", redis.Address);
            }
            _http = [.. _servers.Select(s => s.Http())];
            foreach (var http in _http)
                await Patience.UntilAsync(async () => (await http.GetAsync("health/ready")).IsSuccessStatusCode, "a silo is never ready");
        }

        /// <summary>Sends an answer, and asks again while its group is being judged.</summary>
        public async Task<(int Status, JsonNode Body)> SendAsync(int silo, string profile, string answer)
        {
            while (true)
            {
                var reply = await RewardServer.PostAsync(_http[silo], $"/get_reward?profile={profile}",
                    new { query = new[] { $"2+2? {answer}" }, prompts = new[] { "2+2? " }, labels = new[] { Label } });
                if (reply.Status != 504) return reply;
            }
        }

        public Task<(int Status, JsonNode Body)> ScoreAsync(int silo, string prompt, bool isRight, string? key = null) =>
            RewardServer.PostAsync(_http[silo], "/v1/score?profile=alone",
                new { prompt, completion = isRight ? "answer: 4" : "answer: 6", label = Label }, key);

        public async Task StopAsync()
        {
            foreach (var http in _http) http.Dispose();
            await Task.WhenAll(_servers.Select(s => s.StopAsync()));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var http in _http) http.Dispose();
            foreach (var server in _servers) await server.DisposeAsync();
        }
    }
}
