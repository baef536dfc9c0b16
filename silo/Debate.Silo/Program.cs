using Debate;
using Debate.Core.Input;
using Debate.Programs;
using Debate.Silo;

if (args is [ProgramHost.Verb]) return ProgramHost.Run();
try
{
    await DebateServer.RunAsync(ServerOptions.FromEnvironment(Environment.GetEnvironmentVariable), _ => { }, CancellationToken.None);
    return 0;
}
catch (InputException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (ServiceFailedException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}
