using System.CommandLine;
using Debate.Argumentation;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Solving;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph extensions</c>: the extensions of a map, the sets of arguments that are acceptable together.</summary>
internal sealed class ExtensionsOfGraph : Command
{
    private readonly GraphInput _input = new();
    private readonly AcceptanceOptions _options = new();
    private readonly Option<int> _limit =
        new("--limit") { Description = "List at most this many.", DefaultValueFactory = _ => 100, HelpName = "N" };

    public ExtensionsOfGraph() : base("extensions", "List the extensions of a map, and what tells the first two apart.")
    {
        _input.AddTo(this);
        _options.AddTo(this);
        Add(_limit);
        SetAction((parse, stop) => Task.FromResult(Run(parse, stop)));
    }

    private int Run(ParseResult parse, CancellationToken stop)
    {
        var (terminal, limit) = (CommonOptions.Terminal(parse), parse.GetValue(_limit));
        if (limit < 1) throw new InputException($"--limit {limit}: it must be at least 1");
        var (graph, semantics) = (_input.Read(parse).Graph, _options.Semantics(parse));
        var translation = Translation.Create(graph, _options.Reading(parse, graph, terminal));
        var found = new List<int[]>();
        var ended = Collect(semantics.Extensions(translation.Framework, _options.SearchBudget(parse, stop)), limit, found);
        var sets = found.Select(e => translation.SelectArguments(e)).ToList();
        if (terminal.IsJson) PrintJson(sets, ended, translation, terminal, semantics.Name);
        else Print(sets, ended, translation, terminal);
        if (ended is { } why) terminal.Report(why);
        return ended is null || found.Count >= limit ? Exit.Ok : Exit.Partial;
    }

    // The reason why the list is incomplete; null if it is complete.
    private static string? Collect(IEnumerable<int[]> extensions, int limit, List<int[]> found)
    {
        try
        {
            foreach (var extension in extensions)
            {
                if (found.Count == limit) return $"There are more than {limit}; --limit lists more.";
                found.Add(extension);
            }
            return null;
        }
        catch (SearchBudgetSpentException spent)
        {
            return $"{(found.Count == 0 ? "None was found yet" : "There may be more")}: {spent.Message}.";
        }
    }

    private static void PrintJson(
        List<IReadOnlyList<int>> sets, string? ended, Translation translation, Terminal terminal, string semantics) =>
        terminal.WriteJson(new
        {
            semantics,
            support = translation.Reading,
            complete = ended is null,
            extensions = sets.Select(s => s.Select(translation.Name)),
        });

    private static void Print(List<IReadOnlyList<int>> sets, string? ended, Translation translation, Terminal terminal)
    {
        if (sets.Count == 0 && ended is null) terminal.Report("There is none.");
        foreach (var set in sets) terminal.WriteLine($"{{{string.Join(", ", set.Select(translation.Name))}}}");
        if (sets is not [var first, var second, ..]) return;
        var difference = ExtensionDifference.Compute(translation.Framework, first, second);
        terminal.Report($"The first two share {difference.Common.Count}; the first alone has {Names(difference.OnlyFirst)}, the second "
            + $"{Names(difference.OnlySecond)}.");
        foreach (var (from, to) in difference.Conflicts) terminal.Report($"  {translation.Name(from)} attacks {translation.Name(to)}");

        string Names(IReadOnlyList<int> set) => set.Count == 0 ? "nothing" : string.Join(", ", set.Select(translation.Name));
    }
}
