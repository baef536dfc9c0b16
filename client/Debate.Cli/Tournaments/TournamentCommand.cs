using System.CommandLine;
using Debate.Cli.Commands;
using Debate.Cli.Data;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament</c>: everybody against everybody, on every motion, on both sides.</summary>
internal sealed class TournamentCommand : Command
{
    public TournamentCommand() : base("tournament", "Run a tournament, go on with one, or see how it stands.")
    {
        Add(new RunTournament());
        Add(new ResumeCommand("Go on with a tournament; only what is missing is played."));
        Add(new TournamentStatus());
    }

    private sealed class RunTournament : Command
    {
        private readonly Argument<string> _spec = new("SPEC") { Description = "The tournament, in YAML or JSON." };
        private readonly Option<string?> _id = new("--id") { Description = "The id of the run; a fresh one where none is given." };
        private readonly ModelOptions _models = new();
        private readonly BudgetOptions _budget = new();

        public RunTournament() : base("run", "Run a tournament.")
        {
            Add(_spec);
            _models.AddTo(this);
            _budget.AddTo(this);
            PriorityOption.AddTo(this);
            Add(_id);
            SetAction(RunAsync);
        }

        private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
        {
            var file = parse.GetRequiredValue(_spec);
            var spec = TournamentSpecReader.Read(Files.Read(file), file);
            var models = await _models.ReadAsync(parse);
            spec = spec with { Model = _models.Given(parse, models) ?? spec.Model };
            var seed = parse.GetValue(Common.Seed) ?? spec.Seed ?? RunIds.Fresh.Seed();
            var snapshot = new TournamentSetup(file, spec, models).Snapshot(RunIds.Given(parse.GetValue(_id)), seed);
            snapshot = snapshot with
            {
                Budget = _budget.Read(parse, snapshot.Budget) ?? snapshot.Budget,
                Priority = PriorityOption.Read(parse) ?? snapshot.Priority,
            };
            var children = new Pairings(snapshot.Problem, snapshot.Seats, snapshot.Options).Children().Count();
            return await Driver.Of(parse, stop).StartAsync(snapshot, children);
        }
    }

    private sealed class TournamentStatus : Command
    {
        private readonly Argument<string?> _id = new("ID")
        {
            Description = "The tournament; the newest one where none is given.",
            Arity = ArgumentArity.ZeroOrOne,
        };

        public TournamentStatus() : base("status", "How a tournament stands, also while it runs.")
        {
            Add(_id);
            SetAction((parse, _) => RunAsync(parse));
        }

        private async Task<int> RunAsync(ParseResult parse)
        {
            var terminal = Common.Terminal(parse);
            var workspace = Workspace.Of(parse);
            await using var journal = workspace.OpenToRead();
            var id = parse.GetValue(_id) ?? (await journal.ListAsync(new())).FirstOrDefault(r => r.Kind == Tournament.Entry.Kind)?.Id.Value
                ?? throw new InputException($"there is no tournament in {workspace.Place}");
            var run = await RunTree.ReadAsync(journal, DeliberationId.Parse(id));
            if (run.Snapshot.Kind != Tournament.Entry.Kind)
                throw new InputException($"id '{id}': it is a {run.Snapshot.Kind}, not a tournament");
            await new TournamentPrinter().PrintAsync(await workspace.ViewAsync(journal, run), terminal);
            return Exit.Ok;
        }
    }
}
