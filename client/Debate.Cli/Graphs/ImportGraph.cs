using System.CommandLine;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Cli.Input;
using Debate.Cli.Output;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph import</c>: reads a map in any format, reports what was imported and what was not, and converts it.</summary>
internal sealed class ImportGraph : Command
{
    private readonly GraphInput _input = new();
    private readonly Option<string?> _to = new("--to")
    {
        Description = $"Write the map to this file, in the format of its extension ({Extensions}).",
        HelpName = "FILE",
    };

    public ImportGraph() : base("import", "Read a map, say what came in, and convert it.")
    {
        _input.AddTo(this);
        Add(_to);
        SetAction((parse, _) => RunAsync(parse));
    }

    private static string Extensions => string.Join(", ", GraphFormats.WritableFormats.SelectMany(f => f.Extensions).Distinct());

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var map = (await _input.ReadAsync(parse)).Map;
        var written = parse.GetValue(_to);
        if (written is not null)
            GraphOutput.Save(_to.Name, written, writer => GraphFormats.GetWriteFormat(written).Write!(map, writer, Highlights.None));
        Print(GraphCounts.Count(map), written, terminal);
        return Exit.Ok;
    }

    private static void Print(GraphCounts counts, string? written, Terminal terminal)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(counts with { Written = written });
            return;
        }
        terminal.WriteLine(counts.Title);
        var undercuts = counts.Undercuts > 0 ? $" ({counts.Undercuts} on inferences)" : "";
        terminal.WriteLine($"  {counts.Arguments} arguments, {counts.Attacks} attacks{undercuts}, {counts.Supports} supports");
        if (counts.Motions.Count > 0) terminal.WriteLine($"  debated: {string.Join(", ", counts.Motions)}");
        if (counts.Speakers.Count > 0) terminal.WriteLine($"  {counts.Speakers.Count} speakers: {string.Join(", ", counts.Speakers)}");
        foreach (var note in counts.Skipped) terminal.WriteLine($"  not in the graph: {note}");
        if (written is not null) terminal.Report($"written to {written}");
    }
}

/// <summary>The counts of a map's contents.</summary>
internal sealed record GraphCounts(string Name, string Title, int Arguments, int Attacks, int Undercuts, int Supports)
{
    public required IReadOnlyList<string> Motions { get; init; }

    /// <summary>The contents of the file that the graph does not represent, with counts.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    /// <summary>Who speaks, in the order of the file.</summary>
    public required IReadOnlyList<string> Speakers { get; init; }

    public string? Written { get; init; }

    public static GraphCounts Count(ArgumentMap map)
    {
        var graph = map.Graph;
        var supports = Enumerable.Range(graph.ArgumentCount, graph.InferenceCount).Count(i => graph.Kind(i) == InferenceKind.Support);
        return new(map.Name, map.Title, graph.ArgumentCount, graph.AttackCount, graph.UndercutCount, supports)
        {
            Motions = map.Motions,
            Skipped = map.Notes,
            Speakers = map.Provenance.Speakers,
        };
    }
}
