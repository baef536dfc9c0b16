using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Debate.ToolHost;

namespace Debate.EndToEnd.Tests;

/// <summary>
/// A process (tests/Debate.ToolHost) that runs command lines of the tool one after another, where all code is compiled already: a fraction of
/// the processor time of a process each. The working folder, the variables and the streams are that process's, so no test shares them.
/// </summary>
internal sealed class WarmTool
{
    // So many, so that some commands may wait while another works; each process compiles the tool's code once.
    private static readonly SemaphoreSlim Permits = new(3);
    private static readonly ConcurrentBag<WarmTool> Idle = [];

    private readonly Process _process;

    private WarmTool()
    {
        var start = new ProcessStartInfo(ToolFolder.Executable("ToolHost"))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in ToolFolder.InheritedVariables()) start.Environment.Remove(name);
        _process = Process.Start(start)!;
    }

    /// <summary>Runs a command line in an idle process, or in a new one.</summary>
    public static async Task<ToolResult> RunAsync(string folder, IReadOnlyDictionary<string, string> variables, string[] args)
    {
        await Permits.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var tool = Idle.TryTake(out var idle) ? idle : new();
            var result = await tool.RunAsync(new(folder, variables, args, $"{Guid.NewGuid()}"));
            Idle.Add(tool);
            return result;
        }
        finally
        {
            Permits.Release();
        }
    }

    private async Task<ToolResult> RunAsync(HostedCommand command)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(command.ToLine());
            await _process.StandardInput.FlushAsync();
            var (output, error) = (ReadAsync(_process.StandardOutput, command), ReadAsync(_process.StandardError, command));
            await Task.WhenAll(output, error).WaitAsync(Patience.Long, TestContext.Current.CancellationToken);
            var (text, code) = command.ReadEnd(await output);
            return new(code, text, command.ReadEnd(await error).Text);
        }
        catch
        {
            // Killed so that it does not slow down other tests; it is not used again.
            _process.Kill();
            throw;
        }
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
