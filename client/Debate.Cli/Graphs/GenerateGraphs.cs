using System.CommandLine;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph generate</c>.</summary>
internal sealed class GenerateGraphs : Command
{
    public GenerateGraphs() : base("generate", "Make random frameworks of known kinds from a seed.") => SetAction(Run);

    private static int Run(ParseResult parse)
    {
        Common.Terminal(parse);
        return Exit.Ok;
    }
}
