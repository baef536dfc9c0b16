using System.CommandLine;
using Debate.Cli.Commands;
using Debate.Cli.Evaluations;
using Debate.Cli.Graphs;
using Debate.Cli.Rewards;
using Debate.Cli.Solving;
using Debate.Cli.Tournaments;

namespace Debate.Cli;

/// <summary>Every verb of the tool, in the order of its help text; a new one adds one line here.</summary>
internal static class Verbs
{
    /// <summary>New instances of all verbs.</summary>
    public static Command[] All =>
    [
        new RunCommand(),
        new EvalCommand(),
        new TournamentCommand(),
        new RateCommand(),
        new GraphCommand(),
        new RewardCommand(),
        new ResumeCommand(),
        new LsCommand(),
        new ShowCommand(),
        new WatchCommand(),
        new ContestCommand(),
        new ExportCommand(),
        new VerifyCommand(),
        new SolveCommand(),
        new ServeCommand(),
        new DoctorCommand(),
        new CompletionCommand(),
    ];
}
