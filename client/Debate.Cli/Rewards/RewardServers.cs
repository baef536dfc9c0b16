using System.CommandLine;
using System.Net;
using Debate.Cli.Input;
using Debate.Client;

namespace Debate.Cli.Rewards;

/// <summary>The reward server that the command line names.</summary>
internal static class RewardServers
{
    /// <summary>A client of the server; null if this process does the work.</summary>
    public static RewardClient? Find(ParseResult parse)
    {
        if ((parse.GetValue(CommonOptions.Server) ?? CommonOptions.Variable("DEBATE_SERVER")) is not { } address) return null;
        return Uri.TryCreate(address, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? new(server, CommonOptions.Variable("DEBATE_API_KEY"))
            : throw new InputException($"--server '{address}': it must be an http URL");
    }

    /// <summary>Calls the server; turns a failure into the exit code of its kind.</summary>
    public static async Task<T> CallAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RewardServerException error)
        {
            throw new ToolException(error.Status switch
            {
                null => Exit.Unreachable,
                HttpStatusCode.Unauthorized => Exit.Unauthorised,
                HttpStatusCode.BadRequest => Exit.Usage,
                _ => Exit.Failed,
            }, error.Message);
        }
    }
}
