using System.Globalization;
using Debate.CrashWriter;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: Debate.CrashWriter FOLDER PREFIX ENTRIES");
    return 2;
}
await Writer.RunAsync(args[0], args[1], long.Parse(args[2], CultureInfo.InvariantCulture));
return 0;
