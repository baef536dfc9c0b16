namespace Debate.EndToEnd.Tests;

public sealed class RewardTests
{
    [Fact]
    public async Task Policies_of_the_simulator_are_worth_something_without_any_file()
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync("reward", "evaluate", "--environment", "sepsis-simulator", "--policies", "random,expert,optimal",
            "-o", "json");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var policies = ran.Json["policies"]!.AsArray();
        Assert.Equal(["random", "expert", "optimal"], policies.Select(p => (string)p!["policy"]!));
        double[] survival = [.. policies.Select(p => (double)p!["survival"]!)];
        Assert.True(0 < survival[0] && survival[0] < survival[1] && survival[1] < survival[2] && survival[2] < 1, ran.Out);
        Assert.All(policies, p => Assert.True((double)p!["length"]! > 1));
    }

    [Fact]
    public async Task A_judge_is_trained_written_and_played_before()
    {
        using var tool = new ToolFolder();
        string[] train = ["reward", "train-judge", "--items", "2", "--seed", "4", "--episodes", "500", "--steps", "300", "--out",
            "judge.json", "-o", "json"];
        var ran = await tool.RunAsync(train);
        Assert.Equal(0, ran.Code);
        var test = ran.Json["judges"]![0]!["tests"]![0]!;
        Assert.True((double)test["noEvidence"]! < (double)test["accuracy"]!["mean"]!, ran.Out);
        Assert.True((double)test["accuracy"]!["mean"]! < (double)test["bayes"]!, ran.Out);
        var first = await File.ReadAllBytesAsync(Path.Combine(tool.Folder, "judge.json"));
        Assert.Equal(0, (await tool.RunAsync(train)).Code);
        Assert.Equal(first, await File.ReadAllBytesAsync(Path.Combine(tool.Folder, "judge.json")));

        var played = await tool.RunAsync("reward", "play", "--judge", "judge.json", "--state", "8", "--action", "4", "--against", "0",
            "-o", "json");
        Assert.Equal((0, ""), (played.Code, played.Error));
        var orders = played.Json["orders"]!.AsArray();
        Assert.Equal([4, 0], orders.Select(o => (int)o!["first"]!));
        Assert.All(orders, o => Assert.Equal((int)o!["value"]!, (int)o["utility"]!));
    }

    [Fact]
    public async Task Pruned_games_are_measured_beside_the_exact_ones()
    {
        using var tool = new ToolFolder();
        Assert.Equal(0, (await tool.RunAsync("reward", "train-judge", "--items", "2", "--seed", "4", "--episodes", "500", "--steps", "300",
            "--out", "judge.json", "-o", "json")).Code);
        var ran = await tool.RunAsync("reward", "games", "--judge", "judge.json", "--seed", "4", "--sample", "30", "--keep", "4",
            "-o", "json");
        Assert.Equal(0, ran.Code);
        var rows = ran.Json["rows"]!.AsArray();
        Assert.Equal([(4, 6, 30), (7, 21, 30)], rows.Select(r => ((int)r!["items"]!, (int)r["sets"]!, (int)r["games"]!)));
        Assert.InRange((double)rows[0]!["sameOutcome"]!, .2, 1);
        Assert.Equal((1, 0), ((double)rows[1]!["sameOutcome"]!, (double)rows[1]!["marginGap"]!));
    }

    [Fact]
    public async Task A_judge_learns_from_logged_trajectories()
    {
        using var tool = new ToolFolder();
        // The action follows from o:a alone; o:input_4hourly is the action itself, and therefore no evidence.
        var rows = Enumerable.Range(0, 400).Select(
            i => FormattableString.Invariant($"{i / 4},{i % 4},{i % 7 * 100},{i * 31 % 5},{i % 7},{i % 7},0"));
        await File.WriteAllLinesAsync(
            Path.Combine(tool.Folder, "log.csv"), rows.Prepend("traj,step,o:a,o:b,o:input_4hourly,a:action,r:reward"));
        var ran = await tool.RunAsync("reward", "train-judge", "--trajectories", "log.csv", "--items", "all", "--seed", "4",
            "--steps", "600", "--out", "judge.json", "-o", "json");
        Assert.Equal(0, ran.Code);
        var judge = ran.Json["judges"]![0]!;
        Assert.Equal((2, true), ((int)judge["items"]!, (bool)judge["fullState"]!));
        Assert.Contains("85 trajectories of log.csv learned from", (string)judge["trainedOn"]!, StringComparison.Ordinal);
        var test = judge["tests"]![0]!;
        Assert.Equal("inverse-frequency-weighted pairs of 15 trajectories of log.csv held out", (string)test["test"]!);
        Assert.True((double)test["accuracy"]!["mean"]! > .95, ran.Out);
        Assert.Null(test["bayes"]);
    }

    [Fact]
    public async Task A_sweep_starts_at_the_baseline_and_says_its_scales()
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync(
            ["reward", "sweep", "--seed", "4", "--seeds", "1", "--episodes", "300", "--steps", "50", "--lambdas", "0,0.2", "--report",
                "sweep.html", "-o", "json"]);
        Assert.Equal(0, ran.Code);
        var scales = ran.Json["scales"]!;
        Assert.Equal((15, 5, .99), ((double)scales["environment"]!, (double)scales["debate"]!, (double)scales["gamma"]!));
        var arms = ran.Json["arms"]!.AsArray();
        Assert.Equal(
            ["planning debate signed", "planning debate indicator", "planning full state signed", "fitted Q debate signed"],
            arms.Select(a => $"{a!["method"]} {a["feedback"]} {a["form"]}"));
        Assert.All(arms, a => Assert.Equal(0, (double)a!["points"]![0]!["differs"]!["mean"]!));
        var page = await File.ReadAllTextAsync(Path.Combine(tool.Folder, "sweep.html"));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        foreach (var outside in new[] { "<script", "src=", "href=\"http", "url(", "NaN" })
            Assert.DoesNotContain(outside, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debaters_are_compared_over_seeds_and_exact_play_is_not_exploited()
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync("reward", "debaters", "--seed", "4", "--seeds", "2", "--episodes", "200", "--steps", "100",
            "--budget",
            "500", "--games", "30", "--samples", "20", "-o", "json");
        Assert.Equal(0, ran.Code);
        var debaters = ran.Json["debaters"]!.AsArray().ToDictionary(d => (string)d!["player"]!, d => d!);
        Assert.All(debaters.Values, d => Assert.Equal(2, d["alignment"]!["each"]!.AsArray().Count));
        Assert.Equal(0, (double)debaters["exact"]["exploitability"]!["mean"]!);
        Assert.True((double)debaters["random"]["exploitability"]!["mean"]! > 0, ran.Out);
        Assert.Null(debaters["full state"]["exact"]);
    }

    [Fact]
    public async Task A_sweep_is_written_as_text()
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync(
            ["reward", "sweep", "--seed", "4", "--seeds", "1", "--episodes", "100", "--steps", "1", "--lambdas", "0", "--report",
                "sweep.md"]);
        Assert.Equal(0, ran.Code);
        Assert.Contains("no lambda keeps 80 %", ran.Out, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(tool.Folder, "sweep.md"));
        Assert.Contains("## The paper says, we find, why", page, StringComparison.Ordinal);
        Assert.Contains("| claim | the paper says | we find | why |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_are_learned_beside_the_planner()
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync(["reward", "learn", "--algorithm", "double-dqn", "--seed", "4", "--episodes", "100", "--steps", "1",
            "--updates", "10", "--lambda", "0.02", "-o", "json"]);
        Assert.Equal(0, ran.Code);
        var point = Assert.Single(ran.Json["points"]!.AsArray())!;
        double Mean(string name) => (double)point[name]!["mean"]!;
        Assert.Equal(.02, (double)point["lambda"]!);
        Assert.True(Mean("return") <= Mean("plannedReturn") + 1e-9, ran.Out);
        Assert.InRange(Mean("survival"), 0, 1);
    }

    [Theory]
    [InlineData("reward sweep --report page.pdf", "page.pdf")]
    [InlineData("reward sweep --seeds 0", "--seeds")]
    [InlineData("reward sweep --debaters -1", "--debaters")]
    [InlineData("reward learn --algorithm magic", "magic")]
    [InlineData("reward learn --lambda 2", "'2'")]
    [InlineData("reward debaters --items 3", "items: 3")]
    [InlineData("reward debaters --samples 0", "--samples")]
    [InlineData("reward evaluate --environment icu-sepsis", "--environment-data")]
    [InlineData("reward evaluate --environment icu-sepsis --environment-data absent", "absent")]
    [InlineData("reward evaluate --environment elsewhere", "elsewhere")]
    [InlineData("reward evaluate --policies best", "best")]
    [InlineData("reward train-judge --items 8", "1..7")]
    [InlineData("reward train-judge --weighting none", "none")]
    [InlineData("reward train-judge --trajectories absent.csv", "absent.csv")]
    [InlineData("reward games --judge absent.json", "absent.json")]
    [InlineData("reward train-judge --seeds 0", "--seeds")]
    [InlineData("reward train-judge --items 2,4 --out x", "--out")]
    [InlineData("reward sweep --lambdas 0,2", "--lambdas '2'")]
    [InlineData("reward play --judge absent.json --state 1 --action 0 --against 1", "absent.json")]
    public async Task What_cannot_be_used_is_named_in_one_line(string line, string named)
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync([.. line.Split(' '), "-o", "json"]);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(named, ran.OneLine, StringComparison.Ordinal);
    }
}
