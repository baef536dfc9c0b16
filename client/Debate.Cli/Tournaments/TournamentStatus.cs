using System.CommandLine;
using Debate.Cli.Input;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament status</c>: the current state of a tournament, even while it runs.</summary>
internal sealed class TournamentStatus : Command, IReadOnlyCommand
{
    private readonly TournamentArgument _tournament = TournamentArgument.Create();

    public TournamentStatus() : base("status", "How a tournament stands, also while it runs.")
    {
        Add(_tournament);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        await _tournament.ReadAsync(parse, view => new TournamentPrinter().PrintAsync(view, terminal));
        return Exit.Ok;
    }
}
