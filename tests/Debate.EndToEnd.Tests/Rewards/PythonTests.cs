using System.Diagnostics;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>The files of client/python, run with python3 against a server.</summary>
[Collection(RewardServer.Shared)]
public sealed class PythonTests(RewardServer server)
{
    [Fact]
    public async Task Verl_gets_a_score_with_numbers_beside_it()
    {
        Assert.Equal("{'score': 0.6, 'win_probability': 0.8, 'swap_disagreement': 0.4}", await RunAsync("text", """
            from debate_verl import compute_score
            r = compute_score("math", "answer: 4", "4", {"prompt": "2+2?", "baseline": "answer: 5", "index": 1})
            print({k: round(v, 9) for k, v in r.items()})
            """));
    }

    [Fact]
    public async Task Verl_gets_an_exception_where_there_is_no_reward()
    {
        Assert.Contains("no reward: HTTP Error 503", await RunAsync("broken", """
            from debate_verl import compute_score
            try: print(compute_score("math", "answer: 4", "4"))
            except RuntimeError as trouble: print(trouble)
            """), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trl_gets_floats_in_order_and_none_where_there_is_no_reward()
    {
        const string script = """
            from debate_trl import debate_reward
            said = lambda text: [{"role": "assistant", "content": text}]
            asked = [{"role": "user", "content": "2+2?"}]
            print([r if r is None else round(r, 9) for r in debate_reward(prompts=["2+2?", "2+2?", "3+1?"],
                completions=["answer: 4", "answer: 5", "answer: 4"], completion_ids=None, answer=["4", "4", "4"], baseline=["answer: 5"] * 3)])
            print([r if r is None else round(r, 9) for r in debate_reward(prompts=[asked], completions=[said("answer: 4")], label=["4"], baseline=["answer: 5"])])
            """;
        Assert.Equal("[0.6, 0.0, 0.6]\n[0.6]", await RunAsync("text", script));
        Assert.Equal("[None, None, None]\n[None]", await RunAsync("broken", script));
        Assert.Equal("[None, None, None]\n[None]", await RunAsync("absent", script));
    }

    [Fact]
    public async Task Verifiers_gets_a_float_or_an_exception()
    {
        const string script = """
            import asyncio
            from debate_verifiers import debate_reward
            try: print(round(asyncio.run(debate_reward(prompt=[{"role": "user", "content": "2+2?"}], completion=[{"role": "assistant", "content": "answer: 4"}],
                answer="4", info={"baseline": "answer: 5"}, state={})), 9))
            except Exception as trouble: print(trouble)
            """;
        Assert.Equal("0.6", await RunAsync("text", script));
        Assert.Contains("503", await RunAsync("broken", script), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string profile, string script)
    {
        var start = new ProcessStartInfo("python3", ["-c", script])
        {
            WorkingDirectory = Root(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONPATH"] = Path.Combine(Root(), "client", "python");
        (start.Environment["DEBATE_URL"], start.Environment["DEBATE_PROFILE"]) = (server.Url, profile);
        start.Environment["DEBATE_RETRY_SECONDS"] = "0";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("python3 is not there");
            throw;
        }
        using (process)
        {
            var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal("", await wrong);
            return (await said).TrimEnd();
        }
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Debate.sln"))) at = at.Parent!;
        return at.FullName;
    }
}
