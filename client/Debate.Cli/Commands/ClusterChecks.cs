using System.CommandLine;
using Debate.Cli.Input;
using Debate.Client;
using Debate.Deliberation.Engine;
using Debate.Grains.Journals;

namespace Debate.Cli.Commands;

/// <summary>What <c>debate doctor</c> says of a cluster: its Redis, and the servers that the command line names.</summary>
internal static class ClusterChecks
{
    /// <summary>Whether Redis answers, and what a power failure there could cost.</summary>
    public static async Task<Finding> RedisAsync(string address)
    {
        var name = $"cluster {address}";
        try
        {
            await using var journal = await RedisJournal.OpenAsync(address, patience: TimeSpan.Zero);
            var open = await journal.ListAsync(new RunQuery(Unfinished: true));
            return new(name, true, $"Redis answers, {open.Count} unfinished runs; "
                + (await journal.DurabilityAsync() ?? "appends are on the disk when they return (appendfsync always)"));
        }
        catch (Exception trouble) when (trouble is InputException or IOException)
        {
            return new(name, false, trouble.Message);
        }
    }

    /// <summary>Whether each server is ready: a member of its cluster whose journal answers.</summary>
    public static async Task<IReadOnlyList<Finding>> ServersAsync(string addresses)
    {
        var findings = new List<Finding>();
        foreach (var address in addresses.Split(',', StringSplitOptions.TrimEntries)) findings.Add(await ServerAsync(address));
        return findings;
    }

    private static async Task<Finding> ServerAsync(string address)
    {
        var name = $"server {address}";
        try
        {
            using var server = new HttpServer(address, Common.Variable("DEBATE_API_KEY"));
            var lines = await server.LinesAsync("health/ready");
            return new(name, lines.Count == 1, lines.Count == 1 ? "ready" : "it has no /health/ready");
        }
        catch (Exception trouble) when (trouble is InputException or OutageException)
        {
            return new(name, false, trouble.Message);
        }
    }
}
