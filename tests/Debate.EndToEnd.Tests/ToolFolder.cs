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

/// <summary>The tool in a folder of its own: its commands in a warm process, or the real executable.</summary>
internal sealed class ToolFolder : IDisposable
{
    // So many, so that some commands may wait while another works; each process compiles the tool's code once.
    private static readonly SemaphoreSlim Permits = new(3);

    public string Folder { get; } = Directory.CreateTempSubdirectory("debate-").FullName;

    public SortedDictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Write(string file, string text)
    {
        File.WriteAllText(Path.Combine(Folder, file), text);
        return file;
    }

    /// <summary>Runs a command line in a warm process.</summary>
    public async Task<ToolResult> RunAsync(params string[] args)
    {
        await Permits.WaitAsync(TestContext.Current.CancellationToken);
        var process = WarmProcess.Take();
        try
        {
            var result = await process.RunAsync(this, args).WaitAsync(Patience.Long, TestContext.Current.CancellationToken);
            process.Return();
            return result;
        }
        catch
        {
            // Killed so that it does not slow down other tests.
            await process.KillAsync();
            throw;
        }
        finally
        {
            Permits.Release();
        }
    }

    /// <summary>Runs a command line as a process: what only the real executable can show.</summary>
    public Task<ToolResult> ExecuteAsync(params string[] args) => Start(args).EndAsync();

    public ToolProcess Start(params string[] args) => new(StartProgram("Tool", args));

    /// <summary>Starts one of the programs that the project file names.</summary>
    public Process StartProgram(string program, params string[] args)
    {
        var start = new ProcessStartInfo(FindProgram(program), args)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in InheritedVariables()) start.Environment.Remove(name);
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        // A process of a few seconds never gets back what it spends on measuring which of its code is hot.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>The tool's own variables of whoever started the tests, of which a command here must not hear.</summary>
    public static string[] InheritedVariables() =>
        [.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(k => k.StartsWith("DEBATE_", StringComparison.Ordinal))];

    /// <summary>The path of a program that the project file names.</summary>
    public static string FindProgram(string program) =>
        typeof(ToolFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == program).Value!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
