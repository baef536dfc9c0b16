using System.CommandLine;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;

namespace Debate.Cli.Commands;

/// <summary><c>debate run</c>: one deliberation over one question.</summary>
internal sealed class RunCommand : Command
{
    private const int NameLength = 60;

    private readonly Option<string> _protocol =
        new("--protocol") { Description = "The protocol to follow.", DefaultValueFactory = _ => "mad" };
    private readonly Option<string[]> _options = new("--set") { Description = "An option of the protocol.", HelpName = "OPTION=VALUE" };
    private readonly Option<string?> _name = new("--name") { Description = "A name for lists." };
    private readonly Option<string?> _id = new("--id") { Description = "The id of the run; a fresh one where none is given." };
    private readonly ProblemOptions _problem = new();
    private readonly ModelOptions _models = new();
    private readonly SeatOptions _seats = new();
    private readonly BudgetOptions _budget = new();

    public RunCommand() : base("run", "Run one debate over one question.")
    {
        var debates = DebateServices.Protocols.All.Where(p => p is { Kind: "debate", DefaultModel: null });
        _protocol.AcceptOnlyFromAmong([.. debates.Select(p => p.Name)]);
        Add(_protocol);
        _problem.AddTo(this);
        Add(_options);
        _models.AddTo(this);
        _seats.AddTo(this);
        _budget.AddTo(this);
        PriorityOption.AddTo(this);
        Add(_name);
        Add(_id);
        SetAction((parse, stop) => RunAsync(parse, stop));
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var protocol = DebateServices.Protocols.Find(parse.GetRequiredValue(_protocol));
        var problem = _problem.Read(parse, terminal);
        var given = NameValuePairs.Read("--set", parse.GetValue(_options) ?? []);
        var models = await _models.ReadAsync(parse);
        var unaided = _models.Given(parse, models) is null ? protocol.WithoutModel(problem) : null;
        var options = DebateServices.Protocols.CompleteOptions(
            protocol.Name, problem, new((unaided?.Options ?? []).Concat(given)));
        var model = unaided?.Model ?? _models.Default(parse, models);
        var definition = new RunDefinition
        {
            Id = RunIds.ParseOrCreate(parse.GetValue(_id)),
            Kind = protocol.Kind,
            Name = parse.GetValue(_name) ?? Shorten(problem.Text),
            Protocol = protocol.Name,
            Version = protocol.Fingerprint,
            Options = options,
            Seats = [.. _seats.Read(parse, protocol.Seats(options), models, model)],
            Problem = problem,
            Seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed(),
            Budget = _budget.Read(parse, Budget.Unlimited) ?? Budget.Unlimited,
            Priority = PriorityOption.Read(parse),
            Configuration = new StoredConfiguration(models).ToJson(),
        };
        return await RunFollower.Create(parse, stop).StartAsync(models.ResolveSampling(definition));
    }

    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= NameLength ? line : $"{line[..(NameLength - 3)]}...";
    }
}
