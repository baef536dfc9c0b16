using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Debate.ToolHost;

namespace Debate.EndToEnd.Tests;

/// <summary>
/// A process (tests/Debate.ToolHost) that runs command lines of the tool one after another, where all code is compiled already: a fraction of
/// the processor time of a process each. The working folder, the variables, the streams and the signals are that process's, so no test
/// shares them.
/// </summary>
internal sealed class WarmProcess
{
    private static readonly ConcurrentBag<WarmProcess> Idle = [];

    private readonly Process _process;
    private bool _hasServed;

    private WarmProcess()
    {
        var start = new ProcessStartInfo(ToolFolder.FindProgram("ToolHost"))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in ToolFolder.InheritedVariables()) start.Environment.Remove(name);
        _process = Process.Start(start)!;
    }

    /// <summary>An idle process, or a new one. Whoever takes it returns or kills it.</summary>
    public static WarmProcess Take() => Idle.TryTake(out var idle) ? idle : new();

    /// <summary>
    /// Gives it back, once its command has ended. One that was a server ends: what a server leaves running may still log a line, which would
    /// stand before what the next command prints.
    /// </summary>
    public void Return()
    {
        if (_hasServed) _process.StandardInput.Close();
        else Idle.Add(this);
    }

    /// <summary>Runs a command line to its end.</summary>
    public async Task<ToolResult> RunAsync(ToolFolder folder, string[] args)
    {
        _hasServed |= args.Contains("serve");
        var command = new HostedCommand(folder.Folder, folder.Variables, args, $"{Guid.NewGuid()}");
        await _process.StandardInput.WriteLineAsync(command.ToLine());
        await _process.StandardInput.FlushAsync();
        var (output, error) = (ReadAsync(_process.StandardOutput, command), ReadAsync(_process.StandardError, command));
        var (text, code) = command.ReadEnd(await output);
        return new(code, text, command.ReadEnd(await error).Text);
    }

    /// <summary>SIGTERM, which ends the command and not the process.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-s", "TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL. Returns the exit code.</summary>
    public async Task<int> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience.Long);
        return _process.ExitCode;
    }

    private static async Task<string> ReadAsync(StreamReader reader, HostedCommand command)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var read)
        {
            text.Append(buffer, 0, read);
            if (IsEnd(text, command)) return text.ToString();
        }
        throw new IOException($"the tool ended without an exit code at: {string.Join(' ', command.Args)}\n{text}");
    }

    private static bool IsEnd(StringBuilder text, HostedCommand command) =>
        text.Length >= command.Mark.Length && text.ToString(text.Length - command.Mark.Length, command.Mark.Length) == command.Mark;
}
