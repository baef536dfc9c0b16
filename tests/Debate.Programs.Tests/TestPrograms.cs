using System.Reflection;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Programs.Tests;

/// <summary>Runners of programs for tests, whose processes are the tool's, and limits that end a program soon.</summary>
internal static class TestPrograms
{
    /// <summary>Limits under which attacks end soon.</summary>
    public static ProgramLimits Low { get; } = new(Statements: 50_000, Megabytes: 64, Seconds: 1, Characters: 500);

    public static HostCommand Tool { get; } = new(
        typeof(TestPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(m => m.Key == "Tool").Value!, ProgramHost.Verb);

    public static ProcessPrograms Create(ProgramLimits? limits = null, bool python = false) =>
        new(new() { Host = Tool, Limits = limits ?? ProgramLimits.Default, RunsPython = python, Places = 2 });

    public static Task<ProgramResult> RunAsync(
        this ProcessPrograms programs, string source, string run = "run", string language = ProgramCall.JavaScript, string input = "") =>
        programs.RunAsync(new DeliberationId(run), new ProgramCall(language, source, input) { Seed = 7 }, default);

    /// <summary>Requires the sandbox for Python: a test without it is skipped, and fails on CI.</summary>
    public static ProcessPrograms CreatePython(ProgramLimits? limits = null)
    {
        SharedData.NeedsProgram("bwrap");
        var programs = Create(limits, python: true);
        Assert.Null(programs.FindObstacle(ProgramCall.Python));
        return programs;
    }

    /// <summary>The memory that this process holds, in megabytes, garbage apart.</summary>
    public static double MeasureMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576.0;
    }
}
