using Debate.Argumentation.Dynamics;
using Debate.Client;
using Debate.Core.Output;

namespace Debate.Samples.WhyNot;

/// <summary>Asks a running <c>debate serve</c> why an argument is accepted, or why it is not, and what a new argument would change.</summary>
internal static class WhyNotSample
{
    private const string Usage = "usage: WhyNot SERVER[,SERVER...] [GRAPH [ARGUMENT]] (DEBATE_API_KEY has the key)";

    private const string Umbrella = """
        name: umbrella
        arguments:
          - { id: take-umbrella, text: Take an umbrella. }
          - { id: sunny, text: The forecast says sun., attacks: [take-umbrella] }
          - { id: old-forecast, text: That forecast is from last week., attacks: [sunny] }
        """;

    /// <summary>Without a graph it puts a sample graph, without an argument it asks about every argument.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args is ["--help" or "-h", ..])
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }
        if (args is not [var servers, ..] || servers.StartsWith('-') || args.Length > 3)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
        using var client = new DebateHttpClient(servers, Environment.GetEnvironmentVariable("DEBATE_API_KEY"));
        var graph = args.ElementAtOrDefault(1) ?? "umbrella";
        if (args.Length == 1) await client.Graphs.PutAsync(graph, Umbrella, "yaml");
        foreach (var row in (await client.Graphs.AskStrengthAsync(graph)).Strengths)
            if (args.Length < 3 || args[2] == row.Id) await TellAsync(client, graph, row.Id, row.Strength, output);
        return 0;
    }

    private static async Task TellAsync(DebateHttpClient client, string graph, string argument, double strength, TextWriter output)
    {
        var why = await client.Graphs.ExplainAsync(graph, argument);
        var word = why.Accepted switch { true => "Why", false => "Why not", null => "Nobody knows yet of" };
        await output.WriteLineAsync(FormattableString.Invariant($"{word} {Clean(argument)}? (version {why.Version}, strength {strength:0.00})"));
        foreach (var sentence in why.Sentences) await output.WriteLineAsync($"  {Clean(sentence)}");
        // Nothing is changed by asking what would be.
        var doubt = await client.Graphs.ContestAsync(graph, [GraphEdit.AddArgument("doubt", "I doubt it."), GraphEdit.AddAttack("doubt", argument)]);
        foreach (var change in doubt.Changes.Where(c => c.Before is not null && c.After is not null && c.Before.Status != c.After.Status))
            await output.WriteLineAsync($"  If that were in doubt, {Clean(change.Id)} would be {change.After!.Status}, not {change.Before!.Status}.");
    }

    private static string Clean(string text) => SafeText.Clean(text);
}
