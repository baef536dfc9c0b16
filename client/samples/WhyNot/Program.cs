using Debate.Samples.WhyNot;

return await WhyNotSample.RunAsync(args, Console.Out);
