using System.CommandLine;
using System.CommandLine.Parsing;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence.Players;
using Debate.Hosting;
using Debate.Models;

namespace Debate.Cli.Commands;

/// <summary><c>debate run</c>: one deliberation over one question.</summary>
internal sealed class RunCommand : Command
{
    private const int NameLength = 60;

    // What names a model, of which a replay has none.
    private static readonly string[] ReplacedOptions = ["--model", "--endpoint", "--seat"];

    private readonly Option<string> _protocol =
        new("--protocol") { Description = "The protocol to follow.", DefaultValueFactory = _ => "mad" };
    private readonly Option<string[]> _options = new("--set") { Description = "An option of the protocol.", HelpName = "OPTION=VALUE" };
    private readonly Option<string?> _name = new("--name") { Description = "A name for lists." };
    private readonly Option<string?> _id = new("--id") { Description = "The id of the run; a fresh one where none is given." };
    private readonly Option<string?> _replay = new("--replay")
    {
        Description = "Play recorded replies instead of asking models: JSON Lines of {seat, text, round, finish, thoughts}, or a map from"
            + " seat to replies.",
        HelpName = "FILE",
    };
    private readonly ProblemOptions _problem = new();
    private readonly ModelOptions _models = new();
    private readonly SeatOptions _seats = new();
    private readonly BudgetOptions _budget = new();

    public RunCommand() : base("run", "Run one debate over one question.")
    {
        _protocol.AcceptOnlyFromAmong([.. DebateServices.Protocols.All.Where(p => p.Kind == "debate").Select(p => p.Name)]);
        Add(_protocol);
        _problem.AddTo(this);
        Add(_options);
        _models.AddTo(this);
        _seats.AddTo(this);
        _budget.AddTo(this);
        PriorityOption.AddTo(this);
        Add(_name);
        Add(_id);
        Add(_replay);
        SetAction((parse, stop) => RunAsync(parse, stop));
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var protocol = DebateServices.Protocols.Find(parse.GetRequiredValue(_protocol));
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        var given = NameValuePairs.Read("--set", parse.GetValue(_options) ?? []);
        // In a protocol with a default model players of our own take the seats, over an argument map.
        var isPlayed = protocol.DefaultModel is not null;
        var problem = isPlayed ? _problem.ReadMotion(parse, protocol.CompleteOptions(new(given)), terminal)
            : await _problem.ReadAsync(parse, seed, terminal);
        var recording = ReadRecording(parse);
        var models = recording is not null ? new([new SimulatedSpec(Replay.Model, SimulatedKind.Recorded)])
            : isPlayed ? ModelConfiguration.Empty : await _models.ReadAsync(parse);
        var unaided = recording is null && !isPlayed && _models.Given(parse, models) is null ? protocol.WithoutModel(problem) : null;
        var options = DebateServices.Protocols.CompleteOptions(
            protocol.Name, problem, new((unaided?.Options ?? []).Concat(given)));
        var model = unaided?.Model ?? (isPlayed ? _models.Player(parse) ?? protocol.DefaultModel : _models.Default(parse, models));
        var definition = new RunDefinition
        {
            Id = RunIds.ParseOrCreate(parse.GetValue(_id)),
            Kind = protocol.Kind,
            Name = parse.GetValue(_name) ?? Shorten(problem.Text),
            Protocol = protocol.Name,
            Version = protocol.Fingerprint,
            Options = options,
            Seats = [.. _seats.Read(parse, protocol.Seats(options), name => _ = isPlayed ? EvidencePlayers.Find(name).Name
                : models.Find(name).Name, model)],
            Problem = problem,
            Seed = seed,
            Budget = _budget.Read(parse, Budget.Unlimited) ?? Budget.Unlimited,
            Priority = PriorityOption.Read(parse),
            Configuration = new StoredConfiguration(models).ToJson(),
        };
        protocol.ValidateSeats(definition.Seats, options);
        definition = models.ResolveSampling(definition);
        if (recording is not null)
        {
            await using var programs = models.Programs.CreateRunner();
            var replay = await Replay.FitAsync(definition, recording, programs);
            foreach (var unused in replay.Unused) terminal.Report(unused);
            definition = replay.Definition;
        }
        return await RunFollower.Create(parse, stop).StartAsync(definition);
    }

    /// <summary>The recording that takes the place of all models; null where models are asked.</summary>
    private Recording? ReadRecording(ParseResult parse)
    {
        if (parse.GetValue(_replay) is not { } file) return null;
        if (ReplacedOptions.FirstOrDefault(name => parse.GetResult(name) is OptionResult { Implicit: false }) is { } other)
            throw new InputException($"{other}: --replay {file} replies for every seat; leave one of the two out");
        if (CommonOptions.FindServer(parse) is { } server)
            throw new InputException($"--replay {file}: recorded replies are played in this process; leave out the server {server.Address}");
        return Recording.Read(Files.Read(file), file);
    }

    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= NameLength ? line : $"{line[..(NameLength - 3)]}...";
    }
}
