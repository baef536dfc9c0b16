using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;

namespace Debate.Silo.Web.Runs;

/// <summary>Creates run definitions from requests; an invalid request is an <see cref="InputException"/> that names the field.</summary>
internal sealed class RunSnapshots(ProtocolRegistry protocols, ServerOptions options)
{
    private const int NameLength = 60;
    private const int KeyLength = 200;

    /// <summary>Creates the run definition. Equal requests give equal definitions, except for the id if the request has no key.</summary>
    public Snapshot Of(RunRequest request)
    {
        var protocol = protocols.Find(request.Protocol);
        if (protocol.Kind != "debate") throw new InputException($"protocol '{protocol.Name}': a {protocol.Kind} is put whole, to /v1/runs/ID");
        var complete = protocol.Complete(new((request.Options ?? []).Select(o => KeyValuePair.Create(o.Key, Text(o.Key, o.Value)))));
        var problem = ProblemOf(request);
        protocol.Check(problem, complete);
        return new()
        {
            Id = IdOf(request.IdempotencyKey),
            Kind = protocol.Kind,
            Name = request.Name ?? Short(problem.Text),
            Protocol = protocol.Name,
            Version = protocol.Stamp,
            Options = complete,
            Seats = [.. SeatsOf(request, protocol, protocol.Seats(complete))],
            Problem = problem,
            Seed = request.Seed,
            Budget = (request.Budget ?? Budget.Unlimited).Checked("budget."),
            Priority = request.Priority,
            Configuration = new StoredConfiguration(options.Models).ToJson(),
        };
    }

    /// <summary>The seats that compete, given a run's options.</summary>
    public IReadOnlyList<string> Debaters(Snapshot snapshot)
    {
        var protocol = protocols.Find(snapshot.Protocol);
        return [.. protocol.Seats(snapshot.Options).Take(protocol.Debaters(snapshot.Options))];
    }

    private static Problem ProblemOf(RunRequest request) => (request.Question, request.Problem) switch
    {
        ({ } question, null) when !string.IsNullOrWhiteSpace(question) => new("1", question.Trim()) { Answers = request.Answers ?? [] },
        (null, { } problem) when !string.IsNullOrWhiteSpace(problem.Text) => problem.ToProblem(),
        _ => throw new InputException("question: give either question, a text that is not empty, or problem with one"),
    };

    private IEnumerable<Seat> SeatsOf(RunRequest request, ProtocolEntry protocol, IReadOnlyList<string> names)
    {
        var (given, personas) = (request.Seats ?? [], request.Personas ?? []);
        if (given.Keys.Concat(personas.Keys).FirstOrDefault(name => !names.Contains(name)) is { } stray)
            throw new InputException($"seats.{stray}: {protocol.Name} has no such seat; it has {string.Join(", ", names)}");
        var (patience, sampling) = (PatienceOf(request.TurnSeconds), (request.Sampling ?? new()).Checked("sampling."));
        return names.Select(name => new Seat(name, ModelOf(name, given.GetValueOrDefault(name) ?? request.Model, protocol))
        {
            Persona = personas.GetValueOrDefault(name),
            Sampling = sampling,
        }).Select(seat => External.Holds(seat) ? seat with { Patience = patience } : seat);
    }

    private string ModelOf(string seat, string? model, ProtocolEntry protocol)
    {
        if (model == External.Model) return model;
        if (protocol.DefaultModel is { } player) return model ?? player;
        if (model is not null) return options.Models.Find(model).Name;
        return options.Models.Models.Count == 1
            ? options.Models.Models.Single().Name
            : throw new InputException($"seats.{seat}: it names no model, and the server has {options.Models.Models.Count}; give seats.{seat} or model");
    }

    private static TimeSpan? PatienceOf(double? seconds) => seconds switch
    {
        null => null,
        > 0 when seconds <= External.MostPatience.TotalSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new InputException(FormattableString.Invariant(
            $"turnSeconds: {seconds} is not above 0 and at most {External.MostPatience.TotalSeconds}")),
    };

    private static DeliberationId IdOf(string? key) => key switch
    {
        null => RunIds.Fresh.Next(),
        { Length: > 0 and <= KeyLength } => new($"episode-{Digest.Short("episode", key)}"),
        _ => throw new InputException($"idempotencyKey: it must have 1 to {KeyLength} characters"),
    };

    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new InputException($"options.{name}: it must be a text, a number or a truth value"),
    };

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= NameLength ? line : $"{line[..(NameLength - 3)]}...";
    }
}
