using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Deliberation.Engine;

namespace Debate.Programs;

/// <summary>
/// A process that runs JavaScript programs for another one and does nothing else: a call a line on standard input, a reply a line on
/// standard output, one after the other, until standard input ends. Its heap has a hard limit (<see cref="ProgramProcess"/>).
/// </summary>
public static class ProgramHost
{
    /// <summary>The hidden verb with which the tool and the server are such a process.</summary>
    public const string Verb = "run-program";

    /// <summary>The first line: it is ready for calls.</summary>
    internal const string Ready = "ready";

    private const int StackBytes = 16 << 20;

    /// <summary>Answers calls until standard input ends, and returns the exit code.</summary>
    public static int Run()
    {
        ProcessLimits.Close();
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        var output = Console.OpenStandardOutput();
        WriteLine(output, Encoding.UTF8.GetBytes(Ready));
        while (input.ReadLine() is { } line)
        {
            var call = JsonSerializer.Deserialize(line, HostJson.Default.BoundedCall)!;
            ProcessLimits.AllowSeconds(call.Limits.Seconds);
            // Not on this thread, which sees the end of the input, and so of whoever started this process, while a program runs.
            new Thread(() => Answer(call, output), StackBytes) { IsBackground = true }.Start();
        }
        return 0;
    }

    private static void Answer(BoundedCall call, Stream output)
    {
        var result = JavaScriptProgram.Run(call);
        WriteLine(output, JsonSerializer.SerializeToUtf8Bytes(
            new HostReply(result.ToStorable(call.Limits.Characters), IsReusable(result.End, call.Limits)), HostJson.Default.HostReply));
    }

    private static bool IsReusable(ProgramEnd end, ProgramLimits limits)
    {
        if (end is not (ProgramEnd.Done or ProgramEnd.Failed)) return false;
        var half = ProgramProcess.HeapBytes(limits.Megabytes) / 2;
        return GC.GetTotalMemory(forceFullCollection: false) < half || GC.GetTotalMemory(forceFullCollection: true) < half;
    }

    private static void WriteLine(Stream output, byte[] line)
    {
        output.Write([.. line, (byte)'\n']);
        output.Flush();
    }
}

/// <summary>The reply of a host to a call.</summary>
/// <param name="Result">What came of the program.</param>
/// <param name="IsReusable">Whether the process can run another one.</param>
internal sealed record HostReply(ProgramResult Result, bool IsReusable);

/// <summary>The JSON of calls and replies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BoundedCall))]
[JsonSerializable(typeof(HostReply))]
internal sealed partial class HostJson : JsonSerializerContext;
