using System.CommandLine;
using Debate.Cli.Commands;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence.Players;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary>
/// <c>debate tournament add</c>: adds a debater to a tournament that is not running; only the newcomer's matches are played.
/// </summary>
internal sealed class AddDebater : Command
{
    private readonly Argument<string> _id = RunArgument.Create("The tournament.");
    private readonly Argument<string> _name =
        new("NAME") { Description = "The name of the debater, and of its player or model where none is given." };
    private readonly Option<string?> _player = new("--player") { Description = "The player, in a tournament over evidence." };
    private readonly Option<string?> _persona = new("--persona") { Description = "Who the debater is told to be." };
    private readonly SamplingOptions _sampling = new("the debater");
    private readonly ModelOptions _models = new();
    private readonly BudgetOptions _budget = new();

    public AddDebater() : base("add", "Let a debater join a tournament that is finished or stands still, and play what is missing.")
    {
        Add(_id);
        Add(_name);
        _models.AddTo(this);
        Add(_player);
        Add(_persona);
        _sampling.AddTo(this);
        _budget.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var models = await _models.ReadAsync(parse);
        return await RunFollower.Create(parse, stop).ChangeRunAsync(
            RunArgument.Read(parse, _id), run => CreateEntrant(parse, run.Definition, models), before => _budget.Read(parse, before));
    }

    /// <summary>The tournament's models and the given ones. Of a model that is seated, an entry may only be mended.</summary>
    private static ModelConfiguration Merge(
        ParseResult parse, ModelConfiguration stored, ModelConfiguration given, RunDefinition tournament)
    {
        // A server checks its own.
        if (CommonOptions.FindServer(parse) is not null) return stored.Merge(given);
        var source = ModelOptions.File(parse) ?? "--endpoint";
        var mended = ModelMending.Mend(stored, given, source, tournament.Seats.Select(s => s.Model), _ => true);
        foreach (var change in mended.Changes) CommonOptions.Terminal(parse).Report($"{source}: {change}");
        return mended.Models;
    }

    private SeatsJoined CreateEntrant(ParseResult parse, RunDefinition tournament, ModelConfiguration given)
    {
        var stored = StoredConfiguration.FromDefinition(tournament);
        var models = Merge(parse, stored.Models, given, tournament);
        var name = parse.GetRequiredValue(_name).Trim();
        var isEvidence = DebateServices.Protocols.Find(tournament.Options.Read<TournamentOptions>().Protocol).DefaultModel is not null;
        var model = isEvidence
            ? EvidencePlayers.Find(parse.GetValue(_player) ?? name).Name
            : (_models.Given(parse, models) ?? models.Find(name).Name);
        var seat = new Seat(name, model)
        {
            Debater = name,
            Persona = parse.GetValue(_persona),
            Sampling = _sampling.Read(parse),
        };
        seat = seat with { Sampling = models.ResolveSampling(seat) };
        var joined = LateEntrants.Admit(tournament, [seat], DebateServices.Protocols, new ConfiguredModels(models));
        return new([.. joined], (stored with { Models = models }).ToJson());
    }
}
