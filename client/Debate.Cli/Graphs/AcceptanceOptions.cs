using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Cli.Output;
using Debate.Core.Input;

namespace Debate.Cli.Graphs;

/// <summary>The options shared by the verbs of <c>debate graph</c> that call the solver.</summary>
internal sealed class AcceptanceOptions
{
    private readonly Option<string> _semantics = new("--semantics")
    {
        Description = $"The semantics, by name or code ({SemanticsCatalogue.Codes}).",
        DefaultValueFactory = _ => "preferred",
    };
    private readonly Option<string> _support = new("--support")
    {
        Description = "What supports mean: nothing (none), that the conclusion needs the premises (necessary), or that the premises entail "
            + "the conclusion (deductive).",
        DefaultValueFactory = _ => "none",
    };
    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "The longest to search.",
        DefaultValueFactory = _ => 60,
        HelpName = "SECONDS",
    };

    public AcceptanceOptions() => _support.AcceptOnlyFromAmong("none", "necessary", "deductive");

    /// <summary>The option for acceptance in every extension instead of in some.</summary>
    public static Option<bool> Sceptical { get; } =
        new("--sceptical", "--skeptical") { Description = "Whether it is in every extension, not only in some." };

    /// <summary>The option that names the queried argument.</summary>
    public static Option<string> Argument() =>
        new("--argument", "-a") { Description = "The argument's id.", HelpName = "ID", Required = true };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _semantics, _support, _timeout }) command.Add(option);
    }

    /// <summary>The semantics; throws <see cref="InputException"/> for an unknown one.</summary>
    public ISemantics Semantics(ParseResult parse)
    {
        var name = parse.GetRequiredValue(_semantics);
        return SemanticsCatalogue.Find(name) ?? throw new InputException($"--semantics '{name}': not one of {SemanticsCatalogue.Codes}");
    }

    /// <summary>How supports are interpreted; prints a note if the graph has supports and they are ignored.</summary>
    public SupportReading Reading(ParseResult parse, ArgumentGraph graph, Terminal terminal)
    {
        var reading = Enum.Parse<SupportReading>(parse.GetRequiredValue(_support), ignoreCase: true);
        if (reading == SupportReading.None && graph.Supporters.Count > 0)
            terminal.Report($"The map's {graph.Supporters.Count} supports change nothing here; see --support.");
        return reading;
    }

    /// <summary>A search budget that runs out at the time limit.</summary>
    public SearchBudget SearchBudget(ParseResult parse, CancellationToken stop)
    {
        var seconds = parse.GetValue(_timeout);
        var told = seconds.ToString(CultureInfo.InvariantCulture);
        if (seconds is not (> 0 and <= 1_000_000)) throw new InputException($"--timeout '{told}': it must be above 0 and at most 1000000");
        var (clock, limit) = (Stopwatch.StartNew(), TimeSpan.FromSeconds(seconds));
        return new SearchBudget(stop, pause: () =>
        {
            if (clock.Elapsed > limit) throw new SearchBudgetSpentException($"no answer within {told} s; --timeout allows more");
        });
    }

    /// <summary>The result of <paramref name="ask"/>; exit code 3 if the time limit ends it.</summary>
    public static T WithinTimeout<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (SearchBudgetSpentException spent)
        {
            throw new ToolException(Exit.Partial, spent.Message);
        }
    }
}
