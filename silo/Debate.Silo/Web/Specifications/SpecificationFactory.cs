using System.Globalization;
using System.Text.Json;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Silo.Web.Runs;
using Debate.Tournaments;
using Debate.Tournaments.Planning;
using Debate.Tournaments.Protocols;

namespace Debate.Silo.Web.Specifications;

/// <summary>
/// Plans runs from specifications that were sent. With an idempotency key the id and, where none is given, the seed follow from it: the
/// same request is planned as the same run, on whichever server.
/// </summary>
internal sealed class SpecificationFactory(ServerOptions options, SourceLibrary library)
{
    private const string Place = "specification";

    private readonly ConfiguredModels _models = new(options.Models);

    /// <summary>A tournament; throws <see cref="InputException"/> for anything that could not be played.</summary>
    public RunDefinition CreateTournament(string text, string? key, Tenant tenant)
    {
        var (spec, inline) = TournamentSpecReader.ReadWhole(text, Place);
        var seed = spec.Seed ?? ChooseSeed(key);
        var planner = new TournamentPlanner(Place, spec, DebateServices.Protocols, _models);
        var plan = spec.Source.Maps is { } maps
            ? planner.PlanMaps(inline.Maps ?? library.ReadMaps(maps))
            : planner.PlanQuestions(QuestionFile.Read(
                inline.Questions ?? library.ReadQuestions("source.questions", spec.Source.Questions!),
                inline.Questions is null ? spec.Source.Questions! : "source.questions", new() { Seed = seed }).Questions);
        var (definition, stored) = planner.CreateRun(plan, ChooseId("tournament", key, tenant), seed);
        return Complete(definition, new StoredConfiguration(options.Models).WithSpecification(stored));
    }

    /// <summary>An evaluation; throws <see cref="InputException"/> for anything that could not be played.</summary>
    public RunDefinition CreateEvaluation(EvaluationRequest request, Tenant tenant)
    {
        var seed = request.Seed ?? ChooseSeed(request.IdempotencyKey);
        var (label, read) = ReadQuestions(request, seed);
        var own = new ProtocolOptions
        {
            ["measure"] = request.Measure,
            ["concurrency"] = request.Concurrency.ToString(CultureInfo.InvariantCulture),
        }.Read<EvaluationOptions>();
        var spec = new EvaluationSpec
        {
            Questions = label,
            Protocols = [.. request.Protocols.Distinct()],
            Options = new SortedDictionary<string, string>(
                (request.Options ?? []).ToDictionary(o => o.Key, o => RunDefinitionFactory.OptionText(o.Key, o.Value)), StringComparer.Ordinal),
            Sweep = request.Sweep,
            Limit = request.Limit is { } limit ? Values.Count.Read("limit", limit.ToString(CultureInfo.InvariantCulture)) : null,
            Calls = request.Calls is { } calls ? Values.Count.Read("calls", calls.ToString(CultureInfo.InvariantCulture)) : null,
            Checker = request.Checker,
            Measure = own.Measure,
            Concurrency = own.Concurrency,
            MaxUnread = request.MaxUnread is { } share
                ? Values.Share.Read("maxUnread", share.ToString(CultureInfo.InvariantCulture)) : UnreadLimit.Default,
        };
        var planner = new EvaluationPlanner(spec, DebateServices.Protocols);
        var plan = planner.CreatePlan(read.Questions, hasModel: request.Model is not null);
        var seats = new SeatChoices(request.Seats ?? [], request.Personas ?? [], request.Sampling ?? new(), request.SeatSampling ?? [])
            .Fill(planner.FindSeats(plan), _models, request.Model ?? plan.Model);
        var (definition, stored) = planner.CreateRun(
            plan, seats, (request.Name ?? "evaluation", label), ChooseId("evaluation", request.IdempotencyKey, tenant), seed);
        definition = definition with { Budget = (request.Budget ?? Budget.Unlimited).Validated("budget."), Priority = request.Priority };
        return Complete(definition, new StoredConfiguration(options.Models).WithSpecification(stored with { Questions = read.Note }));
    }

    private RunDefinition Complete(RunDefinition definition, StoredConfiguration configuration) =>
        options.Models.ResolveSampling(definition with { Configuration = configuration.ToJson() });

    private (string Label, QuestionSet Read) ReadQuestions(EvaluationRequest request, long seed)
    {
        var reading = new QuestionReading
        {
            Fields = request.Fields ?? [],
            FirstOption = request.FirstOption is null or 0 or 1 ? request.FirstOption
                : throw new ValidationError("firstOption", $"{request.FirstOption}", "must be 0 or 1").ToException(""),
            Seed = seed,
        };
        return request.Questions.ValueKind switch
        {
            JsonValueKind.Array => (InlineSource.Name, QuestionFile.Read(request.Questions.GetRawText(), "questions", reading)),
            JsonValueKind.String when request.Questions.GetString() is { } name =>
                (name, QuestionFile.Read(library.ReadQuestions("questions", name), name, reading)),
            _ => throw new InputException("questions: it must be a list of questions, or the name of a file in this server's library"),
        };
    }

    private static long ChooseSeed(string? key) =>
        key is null ? RunIds.Default.CreateSeed() : SeededRandom.DeriveSeed(0, $"specification {key}");

    private static DeliberationId ChooseId(string kind, string? key, Tenant tenant) =>
        (key is null ? RunIds.Default.CreateId() : new DeliberationId($"{kind}-{Digest.Hash128(kind, key)}")) with { Tenant = tenant };
}

/// <summary>Who sits where, as a request says it.</summary>
/// <param name="Models">Models by seat.</param>
/// <param name="Personas">Personas by seat.</param>
/// <param name="Sampling">The sampling of every seat.</param>
/// <param name="SeatSampling">Sampling by seat; what it leaves open is as in <paramref name="Sampling"/>.</param>
internal sealed record SeatChoices(
    Dictionary<string, string> Models, Dictionary<string, string> Personas, Sampling Sampling, Dictionary<string, Sampling> SeatSampling)
{
    /// <summary>The seats; throws <see cref="InputException"/> for one that there is not, and one without a model.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="models">The models that there are.</param>
    /// <param name="common">The model of seats that name none; null for the only one there is.</param>
    public IReadOnlyList<Seat> Fill(IReadOnlyList<string> names, ConfiguredModels models, string? common)
    {
        if (Models.Keys.Concat(Personas.Keys).Concat(SeatSampling.Keys).FirstOrDefault(name => !names.Contains(name)) is { } stray)
            throw new ValidationError($"seats.{stray}", "", $"is none of the seats; {Suggestions.DidYouMean(stray, names)}there are "
                + string.Join(", ", names)).ToException("");
        foreach (var (name, own) in SeatSampling) own.Validated($"seatSampling.{name}.");
        Sampling.Validated("sampling.");
        return [.. names.Select(name => new Seat(name, Choose(name, models, common))
        {
            Persona = Personas.GetValueOrDefault(name),
            Sampling = SeatSampling.GetValueOrDefault(name)?.Or(Sampling) ?? Sampling,
        })];
    }

    private string Choose(string seat, ConfiguredModels models, string? common) =>
        (Models.GetValueOrDefault(seat) ?? common) is { } named
            ? named is ExternalSeat.Model or ArgMedModel ? named : models.Find(named)
            : models.Names is [var only] ? only
            : throw new InputException($"seats.{seat}: it names no model, and the server has {models.Names.Count}; give seats.{seat} or model");

    private const string ArgMedModel = Deliberation.Protocols.ArgMed.KnowledgeModel;
}
