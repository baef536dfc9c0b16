using System.Diagnostics;
using System.Globalization;
using Debate.Argumentation.Dynamics;
using Debate.Client;
using Debate.Contracts;

namespace Debate.GraphEditors;

/// <summary>
/// Many editors of one graph, each making one change after the other. Every acknowledged change is a line EDITOR NUMBER VERSION STATUS on
/// stdout. Every third change targets the version that the editor last saw, as a person's would, until it is accepted.
/// </summary>
internal static class Editors
{
    /// <summary>The graph that they edit.</summary>
    public const string Graph = "shared";

    /// <summary>The argument that a change adds; a change made twice would be refused the second time.</summary>
    public static string Name(int editor, int number) => FormattableString.Invariant($"e{editor}-{number}");

    /// <summary>
    /// Edits until every editor has made its changes; returns 1 if one was refused. Prints the rate and the latencies to stderr.
    /// </summary>
    public static async Task<int> RunAsync(string place, int connections, int editors, int changes)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, connections)
            .Select(_ => DebateClient.ConnectAsync(place, TimeSpan.FromMinutes(3))));
        var took = new List<double>();
        var began = Stopwatch.GetTimestamp();
        var refused = await Task.WhenAll(Enumerable.Range(0, editors)
            .Select(e => Task.Run(() => EditAsync(clients[e % connections], e, changes, took))));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        took.Sort();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{editors * changes / seconds:0} changes/s, median {took[took.Count / 2]:0.0} ms, 99 % {took[took.Count * 99 / 100]:0.0} ms, longest {took[^1]:0} ms"));
        foreach (var client in clients) await client.DisposeAsync();
        return refused.Any(r => r) ? 1 : 0;
    }

    private static async Task<bool> EditAsync(DebateClient client, int editor, int changes, List<double> took)
    {
        for (var number = 0; number < changes; number++)
        {
            var began = Stopwatch.GetTimestamp();
            var reply = await ChangeAsync(client, editor, number);
            lock (took) took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            lock (took) Console.WriteLine(FormattableString.Invariant($"{editor} {number} {reply.Version} {reply.Status}"));
            if (reply.Status is EditStatus.Applied or EditStatus.Repeated) continue;
            Console.Error.WriteLine($"refused: {Name(editor, number)}: {reply}");
            return true;
        }
        return false;
    }

    private static async Task<EditReply> ChangeAsync(DebateClient client, int editor, int number)
    {
        GraphEdit[] edits = number == 0
            ? [GraphEdit.AddArgument(Name(editor, 0), "first")]
            : [GraphEdit.AddArgument(Name(editor, number)), GraphEdit.AddAttack(Name(editor, number), Name(editor, number - 1))];
        if (number % 3 != 2) return await client.EditAsync(Graph, edits);
        for (long? seen = null; ;)
        {
            var reply = await client.EditAsync(Graph, edits, seen ?? 0);
            if (reply.Status != EditStatus.Conflict || seen > 20 + reply.Version) return reply;
            seen = reply.Version;
            if (Random.Shared.Next(4) == 0) return await client.EditAsync(Graph, edits);
        }
    }
}
