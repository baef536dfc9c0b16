using System.CommandLine;
using Debate.Cli.Driving;
using Debate.Cli.Evaluations;
using Debate.Cli.Input;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament run</c>: plays a tournament, or forecasts its cost.</summary>
internal sealed class RunTournament : Command
{
    private readonly Argument<string> _spec = new("SPEC") { Description = "The tournament, in YAML or JSON." };
    private readonly Option<string?> _id = new("--id") { Description = "The id of the run; a fresh one where none is given." };
    private readonly Option<bool> _dry =
        new("--dry-run") { Description = "Start nothing; tell what it would take: debates, calls, tokens, money, time." };
    private readonly Option<double> _seconds = new("--seconds-per-call")
    {
        Description = "For --dry-run: how long an endpoint takes for a reply.",
        DefaultValueFactory = _ => 2,
        HelpName = "SECONDS",
    };

    private readonly QuestionOptions _questions = new();
    private readonly Option<double> _maxUnread = UnreadOption.Create();
    private readonly ModelOptions _models = new();
    private readonly BudgetOptions _budget = new();

    public RunTournament() : base("run", "Run a tournament.")
    {
        Add(_spec);
        _questions.AddTo(this);
        _models.AddTo(this);
        _budget.AddTo(this);
        PriorityOption.AddTo(this);
        Add(_id);
        Add(_dry);
        Add(_seconds);
        Add(_maxUnread);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var file = parse.GetRequiredValue(_spec);
        var spec = TournamentSpecReader.Read(Files.Read(file), file);
        var models = await _models.ReadAsync(parse);
        spec = spec with
        {
            Model = _models.Given(parse, models) ?? spec.Model,
            MaxUnread = UnreadOption.Read(parse, _maxUnread),
        };
        var seed = parse.GetValue(CommonOptions.Seed) ?? spec.Seed ?? RunIds.Default.CreateSeed();
        var setup = new TournamentSetup(file, spec, models, (path, name) => _questions.ReadAsync(parse, path, name, seed));
        var definition = await setup.CreateRunAsync(RunIds.ParseOrCreate(parse.GetValue(_id)), seed);
        definition = definition with
        {
            Budget = _budget.Read(parse, definition.Budget) ?? definition.Budget,
            Priority = PriorityOption.Read(parse) ?? definition.Priority,
        };
        if (!parse.GetValue(_dry) && CommonOptions.FindServer(parse) is null) RequireKeys(definition, models);
        if (!parse.GetValue(_dry))
            return await RunFollower.Create(parse, stop).StartAsync(definition, Total(TournamentSchedule.FromDefinition(definition)));
        var seconds = parse.GetValue(_seconds);
        if (seconds is not (>= 0 and <= 3600)) throw new InputException($"--seconds-per-call '{seconds}': it must be from 0 to 3600");
        var forecast = await new Forecaster(models, TimeSpan.FromSeconds(seconds)).ForecastAsync(definition, stop);
        ForecastPrinter.Print(forecast, CommonOptions.Terminal(parse));
        return Exit.Ok;
    }

    /// <summary>A model without its key would end the tournament when its turn comes, after others were paid.</summary>
    private static void RequireKeys(RunDefinition definition, ModelConfiguration models)
    {
        var seated = definition.Seats.Select(s => s.Model).ToHashSet(StringComparer.Ordinal);
        foreach (var model in models.Models.OfType<EndpointSpec>().Where(m => seated.Contains(m.Name)))
            if (model.KeyVariable is { } variable && CommonOptions.Variable(variable) is null)
                throw new ToolException(
                    Exit.Unauthorised, $"model {model.Name}: variable {variable}, which should hold its key, is not set");
    }

    /// <summary>The number of children; null if it depends on results.</summary>
    private static int? Total(TournamentSchedule plan) =>
        plan.Schedule is DoubleElimination ? null : (int)Math.Min(int.MaxValue, plan.MaxChildren);
}
