using Debate.Core.Input;
using System.Text;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence.Players;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments.Planning;
using Debate.Tournaments.Protocols;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// What a run must be before anything of it is written, whichever door it comes by: known to the last option, playable, and within the
/// limits. What is wrong is an <see cref="InputException"/>, what is too large an <see cref="HttpProblemException"/> with 413; both name
/// the field.
/// </summary>
internal sealed class RunRules(ServerOptions options, IPrograms programs)
{
    private const int MaxNameLength = 500;

    /// <summary>
    /// The run as it may start, from a definition that a caller wrote whole: options completed, the models this server's own. It is held to
    /// what the requests of POST are made into.
    /// </summary>
    public RunDefinition Admit(RunDefinition asked)
    {
        RunIds.ParseOrCreate(asked.Id.Value, "id");
        asked.Budget.Validated("budget.");
        var protocol = DebateServices.Protocols.Find(asked.Protocol);
        if (asked.Kind != protocol.Kind) throw Refuse("kind", asked.Kind, $"must be {protocol.Kind}, as its protocol {protocol.Name} is");
        if (asked.Version != protocol.Fingerprint)
            throw new InputException($"version '{asked.Version}': this server has {asked.Protocol} {protocol.Fingerprint}");
        if (asked.Format != 1) throw Refuse("format", $"{asked.Format}", "must be 1");
        CheckRun(asked);
        CheckProblem(asked.Problem);
        var complete = DebateServices.Protocols.CompleteOptions(asked.Protocol, asked.Problem, asked.Options);
        CheckSeats(asked, protocol, complete);
        if (asked.Kind == "debate" && string.IsNullOrWhiteSpace(asked.Problem.Text))
            throw new InputException("problem.text: it must not be empty");
        var definition = options.Models.ResolveSampling(asked) with
        {
            Options = complete,
            Configuration = (ReadConfiguration(asked) with { Models = options.Models }).ToJson(),
        };
        NoPrograms.ThrowIfMissing(DebateServices.Protocols, definition, programs);
        if (asked.Protocol == Evaluation.Descriptor.Name)
            new EvaluationPreflight(DebateServices.Protocols, new ConfiguredModels(options.Models)).Validate(definition);
        return asked.Protocol == Tournament.Descriptor.Name ? AdmitTournament(definition) : definition;
    }

    /// <summary>Holds a run's problem to the limits, before a graph or anything else is made of it.</summary>
    public void CheckProblem(Problem problem) => CheckProblem(problem, "problem", options.Limits.Parts);

    /// <summary>Holds what a run has besides its problem to the limits.</summary>
    public void CheckRun(RunDefinition run)
    {
        if (run.Name.Length > MaxNameLength) throw Refuse("name", run.Name, $"must be a text of at most {MaxNameLength} characters");
        CheckCount("seats", run.Seats.Length, options.Limits.Seats, "seats");
        CheckCount("options", run.Options.Count, options.Limits.Options, "options");
    }

    private long CheckProblem(Problem problem, string place, long partsLeft)
    {
        CheckCount($"{place}.answers", problem.Answers.Count, options.Limits.Options, "options");
        CheckCount($"{place}.choices", problem.Choices.Count, options.Limits.Options, "options");
        CheckCount($"{place}.wrongAnswers", problem.WrongAnswers.Count, options.Limits.Options, "options");
        if (problem.Graph is { } graph) CheckGraph(graph, $"{place}.graph");
        CheckCount($"{place}.parts", problem.Parts.Count, partsLeft, "parts");
        partsLeft -= problem.Parts.Count;
        for (var i = 0; i < problem.Parts.Count; i++) partsLeft = CheckProblem(problem.Parts[i], $"{place}.parts[{i}]", partsLeft);
        return partsLeft;
    }

    // Counted before a graph is made of it; what is no graph is refused by who reads it.
    private void CheckGraph(string text, string field)
    {
        if (text.Length <= 2 * options.Limits.Graph) return;
        var bytes = Encoding.UTF8.GetBytes(text);
        var json = new Utf8JsonReader(
            bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 256 });
        var (depth, items, name) = (0, 0L, "");
        try
        {
            while (json.Read())
            {
                if (json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) depth--;
                else if (depth == 2) CheckCount($"{field}.{OneLine.Format(name, 60)}", ++items, options.Limits.Graph, "graph");
                if (json.TokenType == JsonTokenType.PropertyName && depth == 1) (name, items) = (json.GetString()!, 0);
                if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) depth++;
            }
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{field}: it is not JSON (line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1})", wrong);
        }
    }

    private void CheckSeats(RunDefinition asked, ProtocolDescriptor protocol, ProtocolOptions complete)
    {
        for (var i = 0; i < asked.Seats.Length; i++)
        {
            var seat = asked.Seats[i];
            CheckSeat(seat, $"seats[{i}].");
            if (ExternalSeat.IsExternal(seat) || asked.Kind is not ("debate" or "study")) continue;
            if (protocol.DefaultModel is not null) _ = EvidencePlayers.Find(seat.Model);
            else if (protocol.WithoutModel(asked.Problem)?.Model != seat.Model) options.Models.Find(seat.Model);
        }
        if (asked.Kind is not ("debate" or "study")) return;
        var names = protocol.Seats(complete);
        if (!asked.Seats.Select(s => s.Name).SequenceEqual(names))
            throw new InputException($"seats: they must be {string.Join(", ", names.Take(20))}{(names.Count > 20 ? $" ... ({names.Count})" : "")}"
                + ", in this order and no other");
        protocol.ValidateSeats(asked.Seats, complete);
    }

    /// <summary>Holds a seat's own values to their rules; errors begin with <paramref name="place"/>.</summary>
    public static void CheckSeat(Seat seat, string place)
    {
        if (string.IsNullOrWhiteSpace(seat.Name)) throw new InputException($"{place}name: it must not be empty");
        seat.Sampling.Validated($"{place}sampling.");
        if (seat.Thinks is < 0 or > Seat.MaxThinks) throw Refuse($"{place}thinks", $"{seat.Thinks}", $"must be a whole number from 0 to {Seat.MaxThinks}");
        if (seat.Patience is { } patience && (patience <= TimeSpan.Zero || patience > ExternalSeat.MaxTurnTimeout))
            throw Refuse(
                $"{place}patience", Durations.Format(patience), $"must be above nothing and at most {ExternalSeat.MaxTurnTimeout:c}");
    }

    private static StoredConfiguration ReadConfiguration(RunDefinition asked)
    {
        try
        {
            var stored = StoredConfiguration.FromDefinition(asked);
            if (asked.Protocol == Tournament.Descriptor.Name) _ = stored.GetTournament();
            else if (asked.Protocol == Evaluation.Descriptor.Name) _ = stored.GetEvaluation();
            return stored;
        }
        catch (Exception wrong) when (
            wrong is JsonException or InvalidOperationException or NullReferenceException or NotSupportedException)
        {
            throw new InputException("configuration: it must be the configuration of a run, a JSON object as text", wrong);
        }
    }

    private RunDefinition AdmitTournament(RunDefinition asked)
    {
        var models = new ConfiguredModels(options.Models);
        var definition = asked with { Seats = [.. ModelFamilies.Complete(asked.Seats, models)] };
        new TournamentPreflight(DebateServices.Protocols, models).Validate(definition);
        return definition;
    }

    private static void CheckCount(string field, long count, long most, string limit)
    {
        if (count > most)
            throw new HttpProblemException(StatusCodes.Status413PayloadTooLarge,
                $"{field}: {count}{(limit == "graph" ? " or more" : "")}, and at most {most} are taken (limit {limit})");
    }

    private static InputException Refuse(string field, string value, string rule) =>
        new ValidationError(field, value, rule).ToException("");
}
