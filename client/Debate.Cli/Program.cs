using Debate.Cli;
using Debate.Cli.Commands;

return await Tool.RunAsync(args,
[
    new RunCommand(),
    new ResumeCommand(),
    new LsCommand(),
    new ShowCommand(),
    new WatchCommand(),
    new ExportCommand(),
    new VerifyCommand(),
    new DoctorCommand(),
    new CompletionCommand(),
]);
