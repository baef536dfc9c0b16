using Debate.Cli;
using Debate.Programs;

if (args is [ProgramHost.Verb]) return ProgramHost.Run();
return await Tool.RunAsync(args, Verbs.Select(args));
