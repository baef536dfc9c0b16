using Debate.Cli.Input;
using Debate.Client;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Commands;

/// <summary>The checks of <c>debate doctor</c> on the servers that the command line names.</summary>
internal static class ServerChecks
{
    /// <summary>Checks that each server is ready: a member of its cluster whose journal responds.</summary>
    public static async Task<IReadOnlyList<DoctorFinding>> CheckAllAsync(string addresses)
    {
        var findings = new List<DoctorFinding>();
        foreach (var address in addresses.Split(',', StringSplitOptions.TrimEntries)) findings.Add(await CheckAsync(address));
        return findings;
    }

    private static async Task<DoctorFinding> CheckAsync(string address)
    {
        var name = $"server {address}";
        try
        {
            using var server = new DebateHttpClient(address, CommonOptions.Variable("DEBATE_API_KEY"));
            var lines = await server.ReadLinesAsync("health/ready");
            return new(name, lines.Count == 1, lines.Count == 1 ? "ready" : "it has no /health/ready");
        }
        catch (OutageException outage)
        {
            return DoctorFinding.Unreachable(name, outage);
        }
        catch (InputException wrong)
        {
            return new(name, false, wrong.Message);
        }
    }
}
