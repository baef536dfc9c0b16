using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Planning;

/// <summary>
/// Turns a specification and the texts of the files that it names into the run definition of a tournament. Everything that it may play is
/// validated here, before anything is recorded. It reads no file and no clock: whoever has a specification can plan with it, a tool or a
/// server.
/// </summary>
public sealed class TournamentPlanner
{
    private readonly string _place;
    private readonly TournamentSpec _spec;
    private readonly IKnownModels _models;
    private readonly ProtocolRegistry _protocols;
    private readonly ProtocolDescriptor _protocol;
    private readonly ProtocolOptions _options;

    /// <summary>
    /// Checks what can be checked without the files; throws <see cref="InputException"/> for anything that cannot be played.
    /// </summary>
    /// <param name="place">Where the specification stands, such as its file's name: messages begin with it.</param>
    /// <param name="spec">The specification.</param>
    /// <param name="protocols">The protocols.</param>
    /// <param name="models">The models.</param>
    public TournamentPlanner(string place, TournamentSpec spec, ProtocolRegistry protocols, IKnownModels models)
    {
        (_place, _spec, _models, _protocols, _protocol) = (place, spec, models, protocols, protocols.Find(spec.Protocol));
        _options = _protocol.CompleteOptions(new(spec.Options));
        InPlace(() => TournamentPreflight.ValidateProtocol(
            _protocol, _options, spec.Panel.Judges.Count > 0, spec.Panel.Canaries.Length > 0));
        if (spec.Source.Questions is { } questions && IsEvidence)
            throw CreateError($"source questions '{questions}'", $"{spec.Protocol} needs argument maps, as source: {{ maps: FOLDER }}");
    }

    /// <summary>Whether its debates are over evidence, between players and not models.</summary>
    private bool IsEvidence => _protocol.DefaultModel is not null;

    /// <summary>The motions of argument maps, given as file names and texts in their order.</summary>
    public MotionPlan PlanMaps(IEnumerable<(string File, string Text)> maps)
    {
        var plan = MotionPlan.FromMaps(maps, CreateMotionOptions());
        return Limit(IsEvidence ? plan : plan with { Motions = [.. plan.Motions.Select(WithClaimText)] });
    }

    /// <summary>The motions of questions, one each.</summary>
    public MotionPlan PlanQuestions(IReadOnlyList<Problem> questions) => Limit(new(questions, []));

    /// <summary>
    /// The run, without a configuration, and the specification that is stored in it; throws <see cref="InputException"/> for a debater or
    /// a judge without a model, and for all else that could not be played to its end (<see cref="TournamentPreflight"/>).
    /// </summary>
    public (RunDefinition Definition, StoredTournament Stored) CreateRun(MotionPlan plan, DeliberationId id, long seed)
    {
        var pool = _spec.Panel.Judges.Select(CreateJudge).ToArray();
        var seats = _protocol.Seats(_options);
        var problem = new Problem(_spec.Name, _spec.Name) { Parts = plan.Motions };
        var definition = new RunDefinition
        {
            Id = id,
            Kind = Tournament.Descriptor.Kind,
            Name = _spec.Name,
            Protocol = Tournament.Descriptor.Name,
            Version = Tournament.Descriptor.Fingerprint,
            Options = CreateOptions(seats, pool.Length, seed),
            Seats =
            [
                .. ModelFamilies.Complete(
                    [.. _spec.Debaters.Select(CreateDebater), .. pool.Length > 0 ? pool : seats.Skip(2).Select(CreateOther)], _models),
            ],
            Problem = problem,
            Seed = seed,
            Budget = _spec.Budget,
            Priority = _spec.Priority,
        };
        InPlace(() => _protocol.ValidateSeats(definition.Seats, _options));
        InPlace(() => new TournamentPreflight(_protocols, _models).Validate(definition));
        return (definition, new(_spec, plan.Skipped));
    }

    private ProtocolOptions CreateOptions(IReadOnlyList<string> seats, int judges, long seed)
    {
        var own = new TournamentOptions
        {
            Protocol = _protocol.Name,
            Format = _spec.Format,
            Rounds = _spec.Rounds ?? 0,
            MotionsPerRound = _spec.MotionsPerRound,
            Sides = _spec.BothSides ? MeetingSides.Both : MeetingSides.One,
            Seeding = _spec.DrawsSeeds ? SeedingOrder.Drawn : SeedingOrder.Listed,
            Rating = _spec.Rating,
            Intervals = _spec.Intervals,
            Absent = _spec.ForfeitsAbsent ? AbsenceRule.Forfeit : AbsenceRule.Wait,
            Concurrency = _spec.Concurrency,
            MaxUnread = _spec.MaxUnread,
            Seats = new(seats[0], seats[1]),
            PanelSize = _spec.Panel.Size ?? Math.Max(1, judges),
            PanelConflicts = _spec.Panel.AllowsConflicts ? PanelConflicts.Allow : PanelConflicts.Avoid,
            PanelSeed = SeededRandom.DeriveSeed(seed, "panels"),
            Canaries = Audits.CanaryNames.Parse(_spec.Panel.Canaries),
        };
        var passed = _options.Select(o => KeyValuePair.Create($"{_protocol.Name}.{o.Key}", o.Value));
        return Tournament.Descriptor.CompleteOptions(new(ProtocolOptions.FromRecord(own).Concat(passed)));
    }

    private MotionPlan Limit(MotionPlan all)
    {
        var plan = all.WithLimit(_spec.Limit);
        if (plan.Motions.Count > 0) return plan;
        var why = plan.Skipped.Count == 0 ? "it is empty"
            : $"{plan.Skipped[0].Source}: {plan.Skipped[0].Reason} (and {plan.Skipped.Count - 1} more)";
        throw CreateError("source", $"nothing in it can be debated: {why}");
    }

    /// <summary>A claim of a map as a question in words, for protocols that debate without the graph.</summary>
    private static Problem WithClaimText(Problem motion) =>
        motion with { Text = Prompts.Fill("engine/claim", ("claim", motion.Text)), Graph = null, Motion = null };

    private MotionOptions CreateMotionOptions() => !IsEvidence ? new() { PerMap = _spec.Source.MotionsPerMap } : new()
    {
        PerMap = _spec.Source.MotionsPerMap,
        Reveals = _options.Read<EvidenceOptions>().Reveals,
        JudgeOptions = _options.Read<EvidenceOptions>().ToJudge(),
    };

    private Seat CreateDebater(DebaterSpec debater)
    {
        var model = IsEvidence ? EvidencePlayers.Find(debater.Player ?? debater.Name).Name : ChooseModel(debater.Model, debater.Name);
        return new(debater.Name, model)
        {
            Debater = debater.Name,
            Family = debater.Family,
            Persona = debater.Persona,
            Sampling = debater.Sampling,
            Thinks = debater.Thinks,
        };
    }

    private Seat CreateJudge(JudgeSpec judge)
    {
        var model = ChooseModel(judge.Model, judge.Name);
        return new(judge.Name, model)
        {
            Judge = judge.Name,
            Family = judge.Family,
            Persona = judge.Persona,
            Sampling = judge.Sampling,
        };
    }

    private Seat CreateOther(string seat)
    {
        var isJudge = seat.StartsWith("judge", StringComparison.Ordinal);
        var given = isJudge ? _spec.Seats.Judge ?? _spec.Seats.Moderator : _spec.Seats.Moderator;
        var model = ChooseModel(given?.Model, null);
        return new(seat, model) { Sampling = given?.Sampling ?? new() };
    }

    /// <summary>
    /// The named model; else the model with the debater's own name; else that of the whole tournament, or the only configured one.
    /// </summary>
    private string ChooseModel(string? named, string? debater)
    {
        if (named is not null) return _models.Find(named);
        if (debater is not null && _models.Names.Contains(debater)) return debater;
        if (_spec.Model is { } common) return _models.Find(common);
        return _models.Names is [var only] ? only : throw CreateError("debaters",
            $"'{debater ?? "moderator"}' has no model; give it one, or the tournament a 'model' "
            + $"(configured: {string.Join(", ", _models.Names.DefaultIfEmpty("none"))})");
    }

    /// <summary>Does a check whose errors do not know where the specification stands.</summary>
    private void InPlace(Action check)
    {
        try
        {
            check();
        }
        catch (InputException error)
        {
            throw new InputException($"{_place}: {error.Message}");
        }
    }

    private InputException CreateError(string field, string rule) => new($"{_place}: {field}: {rule}");
}

/// <summary>What a tournament's journal keeps of its specification, in entry 0.</summary>
/// <param name="Tournament">The specification; null in journals that kept none.</param>
/// <param name="Skipped">The claims and maps that are not debated, with reasons.</param>
public sealed record StoredTournament(TournamentSpec? Tournament, IReadOnlyList<SkippedMotion> Skipped);

/// <summary>The ids of a run's children.</summary>
internal static class ChildIds
{
    /// <summary>Throws <see cref="InputException"/> where the child with the longest key would have too long an id.</summary>
    internal static void Validate(DeliberationId id, string longestKey)
    {
        var left = DeliberationId.MaxLength - longestKey.Length - 1;
        if (id.Value.Length > left)
            throw new InputException(FormattableString.Invariant(
                $"id '{id}': it has {id.Value.Length} characters, and must have at most {left}: an id has at most ")
                + FormattableString.Invariant($"{DeliberationId.MaxLength}, that of its part '{longestKey}' too"));
    }
}
