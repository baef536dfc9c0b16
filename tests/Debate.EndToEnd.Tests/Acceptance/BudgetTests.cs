using System.Globalization;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>Budgets of runs over many debates: hard limits that hold and can be extended later.</summary>
public sealed class BudgetTests
{
    private const string Priced = "parallel: 16, patience: 5m, pricePerMillionIn: 1, pricePerMillionOut: 2";
    private static readonly string[] Common = ["--seed", "3", "--id", "poor", "-o", "json"];

    [Theory]
    [InlineData("eval", "calls=40")]
    [InlineData("eval", "tokens=25000")]
    [InlineData("eval", "cost=0.025")]
    [InlineData("eval", "time=3s")]
    [InlineData("tournament", "calls=40")]
    [InlineData("tournament", "tokens=25000")]
    [InlineData("tournament", "cost=0.025")]
    [InlineData("tournament", "time=3s")]
    public async Task A_budget_is_never_exceeded_keeps_what_was_done_and_takes_more(string kind, string budget)
    {
        await using var fixture = await OpenAsync(kind, budget.StartsWith("time", StringComparison.Ordinal) ? 600 : 0);
        string[] command = kind == "eval" ? ["eval", "questions.json", "--protocol", "mad", "--concurrency", "8"]
            : ["tournament", "run", fixture.WriteTournament()];
        string[] limited = [.. command, .. Common, "--budget", budget];
        var stopped = await fixture.Tool.RunAsync(limited);
        Assert.Equal((3, "out-of-budget"), (stopped.Code, (string?)stopped.Json["status"]));
        var used = stopped.Json["usage"]!;
        Within(budget, used, fixture.Count);
        var asked = await fixture.RecordedAsync("poor");
        Assert.Equal((int)used["calls"]!, asked.Count);
        Assert.Subset(fixture.Endpoint.Log.Calls.Select(c => c.Call).ToHashSet(), asked.ToHashSet());

        await using var rich = await OpenAsync(kind, 0);
        if (kind != "eval") rich.WriteTournament();
        // The same replies, without their latency.
        fixture.Endpoint.Respond = rich.Honest;
        fixture.Endpoint.Log.Clear();
        var more = await fixture.Tool.RunAsync("resume", "poor", "-o", "json", "--budget",
            "calls=100000,tokens=100000000,cost=100,time=1h");
        Assert.Equal((0, "finished"), (more.Code, (string?)more.Json["status"]));
        Assert.Empty(fixture.Endpoint.Log.Calls.Select(c => c.Call).Intersect(asked));

        var undisturbed = await rich.Tool.RunAsync([.. command, .. Common]);
        Assert.Equal(undisturbed.Out, more.Out);
        Assert.Equal(await rich.ProjectionAsync("poor"), await fixture.ProjectionAsync("poor"));
    }

    /// <summary>Questions for 24 debates.</summary>
    private static Task<QuestionEndpoint> OpenAsync(string kind, int milliseconds) =>
        QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), kind == "eval" ? 24 : 12, TimeSpan.FromMilliseconds(milliseconds), Priced);

    private static void Within(string budget, JsonNode used, int calls)
    {
        var (name, limit) = (budget.Split('=')[0], budget.Split('=')[1]);
        Assert.True(calls > 0);
        if (name == "calls") Assert.InRange(calls, 1, int.Parse(limit, CultureInfo.InvariantCulture));
        if (name == "tokens")
            Assert.InRange((long)used["tokensIn"]! + (long)used["tokensOut"]!, 1, long.Parse(limit, CultureInfo.InvariantCulture));
        if (name == "cost") Assert.InRange((decimal)used["cost"]!, 0.0001m, decimal.Parse(limit, CultureInfo.InvariantCulture));
        if (name != "time") Assert.Equal((int)used["calls"]!, calls);
    }
}
