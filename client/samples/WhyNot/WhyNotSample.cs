using Debate.Argumentation.Dynamics;
using Debate.Client;
using Debate.Contracts;
using Debate.Core.Output;
using Debate.Deliberation.Readers;

namespace Debate.Samples.WhyNot;

/// <summary>Asks a running <c>debate serve</c> why an argument is accepted, or why it is not.</summary>
internal static class WhyNotSample
{
    private static readonly GraphEdit[] Umbrella =
    [
        GraphEdit.AddArgument("take-umbrella", "Take an umbrella."),
        GraphEdit.AddArgument("sunny", "The forecast says sun."),
        GraphEdit.AddArgument("old-forecast", "That forecast is from last week."),
        GraphEdit.AddAttack("sunny", "take-umbrella"),
        GraphEdit.AddAttack("old-forecast", "sunny"),
    ];

    /// <summary>
    /// WhyNot PLACE [GRAPH [ARGUMENT]]: without a graph it creates a sample graph, without an argument it asks about every argument.
    /// </summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args is not [var place, ..])
        {
            await Console.Error.WriteLineAsync("usage: WhyNot PLACE [GRAPH [ARGUMENT]] (PLACE: ADDRESS:PORT, or the server's data folder)");
            return 2;
        }
        await using var client = await DebateClient.ConnectAsync(place);
        var graph = args.ElementAtOrDefault(1) ?? "umbrella";
        if (args.Length == 1) await client.EditAsync(graph, Umbrella, expected: 0);
        var strengths = await client.StrengthsAsync(graph, "df-quad");
        foreach (var (id, strength) in strengths.Strengths ?? [])
        {
            if (args.Length > 2 && args[2] != id) continue;
            var why = await client.ExplainAsync(graph, new GraphQuery("DC-PR", id));
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{(why.Accepted ? "Why" : "Why not")} {SafeText.Clean(id)}? (version {why.Version}, strength {strength:0.00})"));
            foreach (var sentence in why.Sentences) await output.WriteLineAsync($"  {SafeText.Clean(sentence)}");
        }
        return 0;
    }
}
