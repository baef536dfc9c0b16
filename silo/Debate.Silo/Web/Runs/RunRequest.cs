using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;

namespace Debate.Silo.Web.Runs;

/// <summary>What <c>POST /v1/runs</c> takes: a deliberation over one question, by whom and how.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RunRequest
{
    private const int NameLength = 60;

    /// <summary>The protocol by its name.</summary>
    public string Protocol { get; init; } = "mad";

    /// <summary>The question, where <see cref="Problem"/> does not give it.</summary>
    public string? Question { get; init; }

    /// <summary>Answers that are right, where they are known.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>A whole problem instead of a question.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Options of the protocol; numbers and booleans may stand as such.</summary>
    public Dictionary<string, JsonElement> Options { get; init; } = [];

    /// <summary>The model of seats that name none; may be left out where the server has only one.</summary>
    public string? Model { get; init; }

    /// <summary>Models by seat.</summary>
    public Dictionary<string, string> Seats { get; init; } = [];

    /// <summary>Personas by seat.</summary>
    public Dictionary<string, string> Personas { get; init; } = [];

    /// <summary>Sampling of every seat.</summary>
    public Sampling Sampling { get; init; } = new();

    /// <summary>Seed of every random draw; one from the id where it is left out.</summary>
    public long? Seed { get; init; }

    /// <summary>The most it may use.</summary>
    public Budget Budget { get; init; } = Budget.Unlimited;

    /// <summary>A name for lists.</summary>
    public string? Name { get; init; }

    /// <summary>The snapshot of a run under an id; an <see cref="InputException"/> names the field that is wrong.</summary>
    public Snapshot Snapshot(DeliberationId id, ModelConfiguration models)
    {
        var protocol = DebateServices.Protocols.Find(Protocol);
        if (protocol.Kind != "debate") throw new InputException($"protocol '{Protocol}': a {protocol.Kind} is put whole, to /v1/runs/ID");
        var problem = Asked();
        var unaided = Model is null && Seats.Count == 0 ? protocol.Unaided(problem) : null;
        var options = protocol.Complete(new((unaided?.Options ?? []).Concat(Options.Select(o => KeyValuePair.Create(o.Key, Text(o))))));
        var names = protocol.Seats(options);
        foreach (var stray in Seats.Keys.Concat(Personas.Keys).Where(name => !names.Contains(name)))
            throw new InputException($"seats '{stray}': the protocol has no such seat; it has {string.Join(", ", names)}");
        var common = unaided?.Model ?? Model ?? protocol.DefaultModel ?? (models.Models.Count == 1 ? models.Models.Single().Name : null);
        return new()
        {
            Id = id,
            Kind = protocol.Kind,
            Name = Name ?? Short(problem.Text),
            Protocol = protocol.Name,
            Version = protocol.Stamp,
            Options = options,
            Seats = [.. names.Select(name => Seated(name, common))],
            Problem = problem,
            Seed = Seed ?? Draws.Seed(0, id.Value),
            Budget = Budget,
        };
    }

    private Seat Seated(string name, string? common) => new(name, Seats.GetValueOrDefault(name) ?? common ?? throw new InputException(
        $"seats.{name}: it has no model and the server has several; give model, or seats.{name}"))
    {
        Persona = Personas.GetValueOrDefault(name),
        Sampling = Sampling,
    };

    private Problem Asked() => (Question, Problem) switch
    {
        ({ } question, null) when !string.IsNullOrWhiteSpace(question) => new("1", question.Trim()) { Answers = Answers },
        (null, { } problem) => problem,
        _ => throw new InputException("question: give either a question that is not empty or a problem"),
    };

    private static string Text(KeyValuePair<string, JsonElement> option) => option.Value.ValueKind switch
    {
        JsonValueKind.String => option.Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => option.Value.GetRawText(),
        var kind => throw new InputException($"options.{option.Key}: it must be a text, a number or a boolean, not {kind}"),
    };

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= NameLength ? line : $"{line[..(NameLength - 3)]}...";
    }
}
