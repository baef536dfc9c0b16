using Debate.Cli;
using Debate.ToolHost;

// Runs command lines of the tool one after another, as its own program does, in a process where the code is compiled already. Working folder,
// variables and streams belong to a whole process, and here they are the command's. Ends when stdin does, and so with whoever started it.
while (Console.ReadLine() is { } line)
{
    var command = HostedCommand.Parse(line);
    Directory.SetCurrentDirectory(command.Folder);
    foreach (var (name, value) in command.Variables) Environment.SetEnvironmentVariable(name, value);
    var code = await Tool.RunAsync(command.Args, Verbs.Select(command.Args));
    foreach (var name in command.Variables.Keys) Environment.SetEnvironmentVariable(name, null);
    Directory.SetCurrentDirectory("/");
    Console.Error.Write(command.FormatEnd(code));
    Console.Out.Write(command.FormatEnd(code));
}
