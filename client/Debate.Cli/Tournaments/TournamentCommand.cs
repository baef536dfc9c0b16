using System.CommandLine;
using Debate.Cli.Commands;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament</c>: debaters play each other, on every motion or in rounds.</summary>
internal sealed class TournamentCommand : Command
{
    public TournamentCommand() : base("tournament", "Run a tournament, go on with one, or see how it stands.")
    {
        Add(new RunTournament());
        Add(new ResumeCommand("Go on with a tournament; only what is missing is played."));
        Add(new TournamentStatus());
        Add(new AuditTournament());
        Add(new PauseTournament());
        Add(new AddDebater());
    }
}
