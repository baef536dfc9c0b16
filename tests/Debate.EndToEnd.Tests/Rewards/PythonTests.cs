using System.Diagnostics;
using System.Text.RegularExpressions;
using Debate.Cli.Input;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>The files of client/python, run with python3: against faults of every kind (tests/python), and against a server.</summary>
[Collection(RewardServer.Shared)]
public sealed class PythonTests(RewardServer server)
{
    [Theory]
    [InlineData("test_texts")]
    [InlineData("test_faults")]
    [InlineData("test_trainers")]
    [InlineData("test_client")]
    public async Task The_tests_in_python_hold(string module)
    {
        var ran = await PythonProcess.RunAsync("http://127.0.0.1:9", "none", "-m", "unittest", module);
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Matches(@"Ran [1-9]\d* tests? in ", ran.Error);
    }

    /// <summary>The tool, run beside a trainer, would say that they do nothing.</summary>
    [Fact]
    public void The_variables_of_the_clients_are_known()
    {
        var folder = Path.Combine(PythonProcess.Root, "client", "python");
        var names = Directory.GetFiles(folder, "*.py").SelectMany(f => Regex.Matches(File.ReadAllText(f), "DEBATE_[A-Z_]+")).Select(m => m.Value)
            .Distinct().ToArray();
        Assert.Contains("DEBATE_PATIENCE", names);
        Assert.Empty(KnownVariables.FindUnknown(names));
    }

    [Fact]
    public async Task Verl_gets_a_score_with_numbers_beside_it()
    {
        Assert.Equal("{'score': 0.6, 'win_probability': 0.8, 'swap_disagreement': 0.4}", (await RunAsync("text", """
            from debate_verl import compute_score
            r = compute_score("math", "answer: 4", "4", {"prompt": "2+2?", "baseline": "answer: 5", "index": 1})
            print({k: round(v, 9) for k, v in r.items()})
            """)).Out);
    }

    [Fact]
    public async Task Verl_gets_an_exception_where_there_is_no_reward()
    {
        var (said, told) = await RunAsync("broken", """
            from debate_verl import compute_score
            try: print(compute_score("math", "answer: 4", "4", {"question": "2+2?"}))
            except RuntimeError as trouble: print(trouble)
            try: print(compute_score("DigitalLearningGmbH/MATH-lighteval", "x = 4", "4", {"split": "train", "index": 0}))
            except RuntimeError as trouble: print(trouble)
            """);
        var lines = said.Split('\n');
        Assert.Matches("^no reward for answer 1 of 1: http.*HTTP 503 .*JudgeFailed", lines[0]);
        Assert.Contains("""put the task into extra_info["question"]""", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, told.Split('\n').Length);
    }

    [Fact]
    public async Task Trl_gets_floats_in_order_and_none_where_there_is_no_reward()
    {
        const string script = """
            from debate_trl import debate_reward
            said = lambda text: [{"role": "assistant", "content": text}]
            asked = [{"role": "user", "content": "2+2?"}]
            print([r if r is None else round(r, 9) for r in debate_reward(prompts=["2+2?", "3+1?", "2+2?"],
                completions=["answer: 4", "answer: 4", "answer: 5"], completion_ids=None, answer=["4", "4", "4"], baseline=["answer: 5"] * 3)])
            print([r if r is None else round(r, 9) for r in debate_reward(prompts=[asked], completions=[said("answer: 4")], label=["4"], baseline=["answer: 5"])])
            """;
        Assert.Equal(("[0.6, 0.6, 0.0]\n[0.6]", ""), await RunAsync("text", script));
        var (said, told) = await RunAsync("broken", script);
        Assert.Equal("[None, None, None]\n[None]", said);
        Assert.All(told.Split('\n'), line => Assert.Matches("^debate: no reward for answer [1-3] of [13]: JudgeFailed: ", line));
        Assert.Equal(4, told.Split('\n').Length);
        (said, told) = await RunAsync("absent", script);
        Assert.Equal("", said);
        Assert.Contains("profile 'absent': not one of", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifiers_gets_a_float_or_is_stopped()
    {
        const string script = """
            import asyncio
            from debate_verifiers import debate_reward
            try: print(round(asyncio.run(debate_reward(prompt=[{"role": "user", "content": "2+2?"}], completion=[{"role": "assistant", "content": "answer: 4"}],
                answer="4", info={"baseline": "answer: 5"}, state={})), 9))
            except Exception: print(0.0)
            except SystemExit as trouble: print(trouble)
            """;
        Assert.Equal(("0.6", ""), await RunAsync("text", script));
        Assert.Contains("HTTP 503", (await RunAsync("broken", script)).Out, StringComparison.Ordinal);
        Assert.Contains("profile 'absent'", (await RunAsync("absent", script)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_is_ranked_whoever_asks()
    {
        Assert.Equal(("[1.0, 0.0]\n[1.0, 0.0]\n[1.0, 0.0]", ""), await RunAsync("group", """
            import asyncio, debate_trl, debate_verifiers, debate_verl
            prompts, answers, labels = ["pair"] * 2, ["answer: 4", "answer: 5"], ["4", "4"]
            print(debate_trl.debate_reward(prompts=prompts, completions=answers, label=labels))
            print(asyncio.run(debate_verifiers.debate_group_reward(prompts, answers, labels, [None] * 2, [{}, {}])))
            print([s["score"] for s in debate_verl.compute_scores(["s"] * 2, answers, labels, [{"question": "pair"}] * 2)])
            """));
    }

    private async Task<(string Out, string Error)> RunAsync(string profile, string script)
    {
        var ran = await PythonProcess.RunAsync(server.Url, profile, "-c", script);
        return (ran.Out.TrimEnd(), ran.Error.TrimEnd());
    }
}

/// <summary>python3 with client/python and tests/python on its path.</summary>
internal static class PythonProcess
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Runs it to its end; skips the test where there is no python3, but for CI.</summary>
    public static async Task<ToolResult> RunAsync(string url, string profile, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONPATH"] = string.Join(Path.PathSeparator, Path.Combine(Root, "client", "python"), Path.Combine(Root, "tests", "python"));
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        (start.Environment["DEBATE_URL"], start.Environment["DEBATE_PROFILE"]) = (url, profile);
        start.Environment["DEBATE_RETRY_SECONDS"] = "0.05";
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
        return await new ToolProcess(process).EndAsync();
    }

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Debate.sln"))) at = at.Parent!;
        return at.FullName;
    }
}
