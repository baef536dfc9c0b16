using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>The example of a tournament whose judges have faults, as its reader would run it: each fault is found, with its size.</summary>
public sealed class JudgeAuditTests
{
    [Fact]
    public async Task The_example_finds_each_judge_out_and_leaves_the_fair_one_alone()
    {
        using var tool = new ToolFolder();
        var examples = Path.Combine(SharedData.Repository, "examples");
        string[] run =
            ["tournament", "run", Path.Combine(examples, "judge-audit.yaml"), "--config", Path.Combine(examples, "judge-audit-models.yaml"),
                "-o", "json"];
        var forecast = await tool.RunAsync([.. run, "--dry-run"]);
        var ran = await tool.RunAsync([.. run, "--id", "audited"]);
        Assert.True(ran.Code == 0, ran.Error);
        await CountedAsync(tool, (int)forecast.Json["debates"]! + (int)forecast.Json["canaries"]!);
        var audit = (await tool.RunAsync("tournament", "audit", "audited", "-o", "json")).Json;
        Found(audit, "hasty", "position", 0.15);
        Found(audit, "verbose", "length", 0.075);
        Assert.True(Effect(audit, "vain", "self-preference") is { } own && (bool)own["found"]! && (double)own["low"]! > 0);
        var judges = audit["judges"]!.AsArray();
        Assert.DoesNotContain(judges.Single(j => (string)j!["judge"]! == "fair")!["effects"]!.AsArray(), e => (bool)e!["found"]!);
        var flagged = audit["canaries"]!.AsArray().Where(c => (bool)c!["flagged"]!)
            .Select(c => ((string)c!["canary"]!, (string)c["judge"]!)).Distinct();
        Assert.Equal([("boast", "gullible")], flagged);
        var page = await tool.RunAsync("export", "audited", "--format", "html");
        Assert.Contains("What moves the judges besides the debate", page.Out, StringComparison.Ordinal);
    }

    /// <summary>The tournament has as many debates as predicted, including those that test the judges.</summary>
    private static async Task CountedAsync(ToolFolder tool, int debates)
    {
        var listed = (await tool.RunAsync("ls", "--all", "-o", "json")).Json["items"]!.AsArray().Select(i => (string)i!["id"]!).ToArray();
        Assert.Equal(debates, listed.Count(id => id.StartsWith("audited/", StringComparison.Ordinal)));
        Assert.Contains(listed, id => id.StartsWith("audited/canary.", StringComparison.Ordinal));
    }

    private static void Found(JsonNode audit, string judge, string effect, double size)
    {
        var estimate = Effect(audit, judge, effect);
        Assert.True((bool)estimate["found"]!, $"{judge} {effect}: {estimate}");
        Assert.InRange(size, (double)estimate["low"]!, (double)estimate["high"]!);
    }

    private static JsonNode Effect(JsonNode audit, string judge, string effect) => audit["judges"]!.AsArray()
        .Single(j => (string)j!["judge"]! == judge)!["effects"]!.AsArray().Single(e => (string)e!["effect"]! == effect)!;
}
