using System.Text.Json;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence.Players;
using Debate.Hosting;
using Debate.Models;

namespace Debate.Silo.Web.Runs;

/// <summary>Creates run definitions from requests; an invalid request is an <see cref="InputException"/> that names the field.</summary>
internal sealed class RunDefinitionFactory(ProtocolRegistry protocols, RunRules rules, ServerOptions options)
{
    private const int MaxNameLength = 60;
    private const int MaxKeyLength = 200;

    /// <summary>
    /// Creates the run definition. Equal requests give equal definitions, except for the id if the request has no key, and for the seed if
    /// it has none.
    /// </summary>
    public RunDefinition Create(RunRequest request, Tenant tenant)
    {
        var protocol = protocols.Find(request.Protocol);
        if (protocol.Kind != "debate")
            throw new InputException($"protocol '{protocol.Name}': a {protocol.Kind} is put whole, to /v1/runs/ID");
        var problem = CreateProblem(request);
        rules.CheckProblem(problem);
        var complete = protocols.CompleteOptions(protocol.Name, problem,
            new((request.Options ?? []).Select(o => KeyValuePair.Create(o.Key, OptionText(o.Key, o.Value)))));
        var definition = options.Models.ResolveSampling(new RunDefinition
        {
            Id = CreateId(request.IdempotencyKey) with { Tenant = tenant },
            Kind = protocol.Kind,
            Name = request.Name ?? Shorten(problem.Text),
            Protocol = protocol.Name,
            Version = protocol.Fingerprint,
            Options = complete,
            Seats = [.. CreateSeats(request, protocol, protocol.Seats(complete))],
            Problem = problem,
            Seed = request.Seed ?? RunIds.Default.CreateSeed(),
            Budget = (request.Budget ?? Budget.Unlimited).Validated("budget."),
            Priority = request.Priority,
            Configuration = new StoredConfiguration(options.Models).ToJson(),
        });
        rules.CheckRun(definition);
        return definition;
    }

    /// <summary>The seats that compete, given a run's options.</summary>
    public IReadOnlyList<string> FindDebaters(RunDefinition definition)
    {
        var protocol = protocols.Find(definition.Protocol);
        return [.. protocol.Seats(definition.Options).Take(protocol.Debaters(definition.Options))];
    }

    private static Problem CreateProblem(RunRequest request) => (request.Question, request.Problem) switch
    {
        (null, not null) when request.Passage is not null => throw new InputException("passage: beside problem it is problem.passage"),
        ({ } question, null) when !string.IsNullOrWhiteSpace(question) =>
            new("1", question.Trim()) { Answers = request.Answers ?? [], Passage = request.Passage },
        (null, { } problem) when !string.IsNullOrWhiteSpace(problem.Text) => problem.ToProblem(),
        _ => throw new InputException("question: give either question, a text that is not empty, or problem with one"),
    };

    private IEnumerable<Seat> CreateSeats(RunRequest request, ProtocolDescriptor protocol, IReadOnlyList<string> names)
    {
        var (given, personas, samplings) = (request.Seats ?? [], request.Personas ?? [], request.SeatSampling ?? []);
        if (given.Keys.Concat(personas.Keys).Concat(samplings.Keys).FirstOrDefault(name => !names.Contains(name)) is { } stray)
            throw new InputException($"seats.{stray}: {protocol.Name} has no such seat; {Suggestions.DidYouMean(stray, names)}it has "
                + string.Join(", ", names));
        foreach (var (name, own) in samplings) own.Validated($"seatSampling.{name}.");
        var (timeLimit, sampling) = (ParseTurnTimeout(request.TurnSeconds), (request.Sampling ?? new()).Validated("sampling."));
        return names.Select(name => new Seat(name, ChooseModel(name, given.GetValueOrDefault(name) ?? request.Model, protocol))
        {
            Persona = personas.GetValueOrDefault(name),
            Sampling = samplings.GetValueOrDefault(name)?.Or(sampling) ?? sampling,
        }).Select(seat => ExternalSeat.IsExternal(seat) ? seat with { Patience = timeLimit } : seat);
    }

    private string ChooseModel(string seat, string? model, ProtocolDescriptor protocol)
    {
        if (model == ExternalSeat.Model) return model;
        if (protocol.DefaultModel is { } player) return EvidencePlayers.Find(model ?? player).Name;
        if (model is not null) return options.Models.Find(model).Name;
        return options.Models.Models.Count == 1
            ? options.Models.Models.Single().Name
            : throw new InputException($"seats.{seat}: it names no model, and the server has {options.Models.Models.Count}; give seats.{seat} or model");
    }

    private static TimeSpan? ParseTurnTimeout(double? seconds) => seconds switch
    {
        null => null,
        > 0 when seconds <= ExternalSeat.MaxTurnTimeout.TotalSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new InputException(FormattableString.Invariant(
            $"turnSeconds: {seconds} is not above 0 and at most {ExternalSeat.MaxTurnTimeout.TotalSeconds}")),
    };

    private static DeliberationId CreateId(string? key) => key switch
    {
        null => RunIds.Default.CreateId(),
        { Length: > 0 and <= MaxKeyLength } => new($"episode-{Digest.Hash128("episode", key)}"),
        _ => throw new InputException($"idempotencyKey: it must have 1 to {MaxKeyLength} characters"),
    };

    /// <summary>An option as text; throws <see cref="InputException"/> for what is none.</summary>
    public static string OptionText(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => throw new InputException($"options.{name}: it must be a text, a number or a truth value"),
    };

    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxNameLength ? line : $"{line[..(MaxNameLength - 3)]}...";
    }
}
