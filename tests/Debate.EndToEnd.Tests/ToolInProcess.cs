using Debate.Cli;
using Debate.Cli.Output;

namespace Debate.EndToEnd.Tests;

/// <summary>
/// Runs a command line of the tool in this process, where all code is compiled already: a fraction of the processor time of a process.
/// The working folder, the variables and the two streams belong to the whole process, so one command runs at a time.
/// </summary>
internal static class ToolInProcess
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static async Task<ToolResult> RunAsync(string folder, IReadOnlyDictionary<string, string> variables, string[] args)
    {
        await OneAtATime.WaitAsync();
        var (place, output, error) = (Directory.GetCurrentDirectory(), Console.Out, Console.Error);
        var before = Exchange(Inherited().Select(n => KeyValuePair.Create(n, (string?)null))
            .Concat(variables.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))));
        try
        {
            using var result = new StringWriter();
            using var messages = new StringWriter();
            Terminal.IsCaptured = true;
            Console.SetOut(result);
            Console.SetError(messages);
            Directory.SetCurrentDirectory(folder);
            // On another thread, since a command that computes would keep that of the test.
            var stop = TestContext.Current.CancellationToken;
            var code = await Task.Run(() => Tool.RunAsync(args, Verbs.Select(args), stop)).WaitAsync(Patience.Long);
            return new(code, result.ToString(), messages.ToString());
        }
        finally
        {
            Directory.SetCurrentDirectory(place);
            Console.SetOut(output);
            Console.SetError(error);
            Exchange(before);
            OneAtATime.Release();
        }
    }

    /// <summary>The tool's own variables of whoever started the tests, of which a command here must not hear.</summary>
    public static string[] Inherited() =>
        [.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(k => k.StartsWith("DEBATE_", StringComparison.Ordinal))];

    /// <summary>Sets the variables and returns what they were, in the order that undoes it.</summary>
    private static KeyValuePair<string, string?>[] Exchange(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        var before = new List<KeyValuePair<string, string?>>();
        foreach (var (name, value) in variables)
        {
            before.Insert(0, new(name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
        return [.. before];
    }
}
