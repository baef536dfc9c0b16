using Debate.Cli;

return await Tool.RunAsync(args, Verbs.Select(args));
