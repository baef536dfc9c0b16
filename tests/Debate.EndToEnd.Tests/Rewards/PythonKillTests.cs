namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>
/// The files of client/python while their server is killed and started again: processes of TRL, verl and verifiers get every reward, and
/// each is debated once. tests/acceptance/clients.py is the long form, with a proxy that loses, cuts and refuses.
/// </summary>
public sealed class PythonKillTests
{
    private static readonly string[] Scripts =
    [
        """
        from debate_trl import debate_reward
        print(debate_reward(prompts=["p", "q"] * 2, completions=["answer: 4", "answer: 4", "answer: 5", "answer: 6"], label=["4"] * 4))
        """,
        """
        from debate_verl import compute_score
        print([compute_score("d", f"answer: {i}", "4", {"question": "v"})["score"] for i in (4, 5)])
        """,
        """
        import asyncio
        from debate_verifiers import debate_reward
        async def both(): return await asyncio.gather(*(debate_reward("w", f"answer: {i}", "4") for i in (4, 5)))
        print(asyncio.run(both()))
        """,
    ];

    [Fact]
    public async Task Every_reward_is_had_in_the_end_and_debated_once()
    {
        await using var server = new ServeProcess();
        server.Tool.Write("debate.yaml", """
            models: { judge: { simulated: text-judge, accuracy: 1, latency: 300ms } }
            rewards: { profiles: { one: { judge: judge, opponent: baseline, baseline: 'answer: 0', rounds: 0, shape: probability } } }
            """);
        await server.StartAsync();
        var asking = Scripts.Select(script => PythonProcess.RunAsync(server.Address, "one", "-c", script)).ToArray();
        await RewardKillTests.JournaledAsync(server, "asked", 1);
        await server.KillAsync();
        await server.StartAsync();
        var ran = await Task.WhenAll(asking);
        Assert.Equal(["[1.0, 1.0, 0.5, 0.5]", "[1.0, 0.5]", "[1.0, 0.5]"], ran.Select(r => r.Out.TrimEnd()));
        Assert.All(ran, r => Assert.DoesNotContain("no reward", r.Error, StringComparison.Ordinal));
        // Eight answers, each judged in both orders.
        Assert.Equal(16, await RewardKillTests.CountAsync(server, "asked"));
    }
}
