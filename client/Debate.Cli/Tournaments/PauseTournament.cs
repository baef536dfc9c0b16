using System.CommandLine;
using Debate.Cli.Commands;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament pause</c>: stops a tournament on a server until somebody resumes it.</summary>
internal sealed class PauseTournament : Command
{
    private readonly Argument<string> _id = RunArgument.Create("The tournament.");

    public PauseTournament() : base("pause", "Pause a tournament on a server; resume goes on with it. Here, Ctrl-C does that.")
    {
        Add(_id);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var id = RunArgument.Read(parse, _id);
        if (Workspace.Read(parse) is not ServerSpace space)
            throw new InputException($"id '{id}': pause needs --server; a tournament that runs here is paused by Ctrl-C where it runs");
        var run = await space.Server.Runs.PauseAsync(id);
        var terminal = CommonOptions.Terminal(parse);
        if (terminal.IsJson) terminal.WriteJson(new { id = run.Id.Value, status = StatusWord.Format(run.Status) });
        else terminal.WriteLine($"{run.Id} is {StatusWord.Format(run.Status)}. Go on with: debate tournament resume {run.Id}");
        return Exit.Ok;
    }
}
