using Debate.Benchmarks.Debates;

switch (args)
{
    case ["debates", .. var rest]:
        await DebatesPerSecond.RunAsync(rest is [var n, ..] ? int.Parse(n) : 4000, 64);
        return 0;
    default:
        Console.Error.WriteLine("benchmarks: debates [COUNT]");
        return 2;
}
