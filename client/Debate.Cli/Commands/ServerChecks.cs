using Debate.Cli.Input;
using Debate.Client;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Commands;

/// <summary>The checks of <c>debate doctor</c> on the servers that the command line names.</summary>
internal static class ServerChecks
{
    /// <summary>Checks that each server is ready: a member of its cluster whose journal responds.</summary>
    public static async Task<IReadOnlyList<Finding>> OfAsync(string addresses)
    {
        var findings = new List<Finding>();
        foreach (var address in addresses.Split(',', StringSplitOptions.TrimEntries)) findings.Add(await CheckAsync(address));
        return findings;
    }

    private static async Task<Finding> CheckAsync(string address)
    {
        var name = $"server {address}";
        try
        {
            using var server = new HttpServer(address, Common.Variable("DEBATE_API_KEY"));
            var lines = await server.LinesAsync("health/ready");
            return new(name, lines.Count == 1, lines.Count == 1 ? "ready" : "it has no /health/ready");
        }
        catch (OutageException outage)
        {
            return Finding.Of(name, outage);
        }
        catch (InputException wrong)
        {
            return new(name, false, wrong.Message);
        }
    }
}
