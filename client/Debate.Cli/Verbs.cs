using System.CommandLine;
using Debate.Cli.Commands;
using Debate.Cli.Evaluations;
using Debate.Cli.Graphs;
using Debate.Cli.Networks;
using Debate.Cli.Rewards;
using Debate.Cli.Solving;
using Debate.Cli.Tournaments;

namespace Debate.Cli;

/// <summary>Every verb of the tool, in the order of its help text; a new one adds one line here.</summary>
internal static class Verbs
{
    private static readonly (string Name, Func<Command> Create)[] Table =
    [
        ("run", () => new RunCommand()),
        ("eval", () => new EvalCommand()),
        ("tournament", () => new TournamentCommand()),
        ("rate", () => new RateCommand()),
        ("graph", () => new GraphCommand()),
        ("reward", () => new RewardCommand()),
        ("networks", () => new NetworksCommand()),
        ("resume", () => new ResumeCommand()),
        ("ls", () => new LsCommand()),
        ("show", () => new ShowCommand()),
        ("compare", () => new CompareRuns()),
        ("watch", () => new WatchCommand()),
        ("contest", () => new ContestCommand()),
        ("export", () => new ExportCommand()),
        ("verify", () => new VerifyCommand()),
        ("rm", () => new RemoveCommand()),
        ("prune", () => new PruneCommand()),
        ("solve", () => new SolveCommand()),
        ("serve", () => new ServeCommand()),
        ("key", () => new KeyCommand()),
        ("bench", () => new MeasureCommand()),
        ("doctor", () => new DoctorCommand()),
        ("catalogue", () => new CatalogueCommand()),
        ("completion", () => new CompletionCommand()),
    ];

    /// <summary>New instances of all verbs.</summary>
    public static Command[] All => [.. Table.Select(verb => verb.Create())];

    /// <summary>
    /// The verb alone with which a command line begins, since the others would only cost time at the start; all verbs for a command line
    /// that begins with anything else.
    /// </summary>
    public static Command[] Select(string[] args)
    {
        foreach (var (name, create) in Table)
            if (args is [var first, ..] && first == name) return [create()];
        return All;
    }
}
