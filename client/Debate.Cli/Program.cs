using Debate.Cli;
using Debate.Cli.Commands;
using Debate.Cli.Evaluations;
using Debate.Cli.Graphs;
using Debate.Cli.Rewards;
using Debate.Cli.Solving;
using Debate.Cli.Tournaments;

return await Tool.RunAsync(args,
[
    new RunCommand(),
    new EvalCommand(),
    new TournamentCommand(),
    new GraphCommand(), new RewardCommand(),
    new ResumeCommand(),
    new LsCommand(),
    new ShowCommand(),
    new WatchCommand(),
    new ContestCommand(),
    new ExportCommand(),
    new VerifyCommand(),
    new SolveCommand(),
    new ServeCommand(),
    new DoctorCommand(), new CompletionCommand(),
]);
