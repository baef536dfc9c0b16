using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Debate.Core.Input;

namespace Debate.EndToEnd.Tests;

/// <summary>The result of a command line of the tool.</summary>
internal sealed record ToolResult(int Code, string Out, string Error)
{
    /// <summary>Stdout as one JSON document; fails if it contains anything else.</summary>
    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>Stderr without its line end; fails if it has more than one line.</summary>
    public string OneLine => Assert.Single(Error.TrimEnd().Split('\n'));
}

/// <summary>A process of the tool that may still be running.</summary>
internal sealed class ToolProcess(Process process)
{
    private readonly Task<string> _out = process.StandardOutput.ReadToEndAsync();
    private readonly Task<string> _error = process.StandardError.ReadToEndAsync();

    public int Pid => process.Id;

    public bool HasEnded => process.HasExited;

    public async Task<ToolResult> EndAsync()
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience.Long);
        }
        catch (TimeoutException)
        {
            // Killed so that it does not slow down other tests.
            process.Kill();
            throw;
        }
        return new(process.ExitCode, await _out, await _error);
    }

    /// <summary>SIGKILL: no process of the tool is left running.</summary>
    public Task<ToolResult> KillAsync()
    {
        process.Kill();
        return EndAsync();
    }

    public async Task<ToolResult> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }
}

/// <summary>The tool in a folder of its own: its commands in this process, or the real executable.</summary>
internal sealed class ToolFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("debate-").FullName;

    public SortedDictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Write(string file, string text)
    {
        File.WriteAllText(Path.Combine(Folder, file), text);
        return file;
    }

    /// <summary>Runs a command line in this process.</summary>
    public Task<ToolResult> RunAsync(params string[] args) => ToolInProcess.RunAsync(Folder, Variables, args);

    /// <summary>
    /// Runs a command line as a process: what only the real executable can show, what writes to the bare stdout, and what takes long.
    /// </summary>
    public Task<ToolResult> ExecuteAsync(params string[] args) => Start(args).EndAsync();

    public ToolProcess Start(params string[] args) => new(StartProgram("Tool", args));

    /// <summary>Starts one of the programs that the project file names.</summary>
    public Process StartProgram(string program, params string[] args)
    {
        var start = new ProcessStartInfo(Executable(program), args)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in ToolInProcess.Inherited()) start.Environment.Remove(name);
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        // A process of a few seconds never gets back what it spends on measuring which of its code is hot.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    private static string Executable(string program) =>
        typeof(ToolFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == program).Value!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
