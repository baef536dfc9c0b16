using System.CommandLine;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph</c>: argument graphs in files; one line per verb.</summary>
internal sealed class GraphCommand : Command
{
    public GraphCommand() : base("graph", "Argument graphs: read, look at, solve, explain, convert, draw and make them.")
    {
        Add(new ImportGraph());
        Add(new ShowGraph());
        Add(new ExtensionsOfGraph());
        Add(new AcceptInGraph());
        Add(new StrengthInGraph());
        Add(new ExplainGraph());
        Add(new ExportGraph());
        Add(new GenerateGraphs());
    }
}
