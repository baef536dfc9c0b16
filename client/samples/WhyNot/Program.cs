using Debate.Samples.WhyNot;

return await Dialogue.RunAsync(args, Console.Out);
