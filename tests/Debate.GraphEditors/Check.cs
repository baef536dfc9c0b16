using Debate.Argumentation.Formats;
using Debate.Client;

namespace Debate.GraphEditors;

/// <summary>
/// Whether every change was made to the graph exactly once: as many versions as changes, and each argument with its attack.
/// </summary>
internal static class Check
{
    public static async Task<int> RunAsync(string place, int editors, int changes)
    {
        await using var client = await DebateClient.ConnectAsync(place);
        var reading = await client.ReadAsync(Editors.Graph);
        var graph = GraphJson.Read("graph", reading.Text ?? throw new InvalidOperationException(reading.Message)).Graph;
        var missing = Enumerable.Range(0, editors)
            .Sum(e => Enumerable.Range(0, changes).Count(n => graph.FindNode(Editors.Name(e, n)) < 0));
        Console.WriteLine($"{reading.Version} versions, {graph.ArgumentCount} arguments, {graph.AttackCount} attacks, {missing} missing");
        var all = editors * changes;
        return (reading.Version, graph.ArgumentCount, graph.AttackCount, missing) == (all, all, all - editors, 0) ? 0 : 1;
    }
}
