using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Models;

namespace Debate.Silo.Web.Chat;

/// <summary>
/// The name under which a debate is asked as if it were a model: <c>debate/PROTOCOL@MODEL?NAME=VALUE&amp;NAME=VALUE</c>. MODEL plays every
/// seat; a NAME is an option of the protocol, or a seat whose model VALUE is. What a URL gives a meaning of its own is written as there
/// (<c>%26</c> for an ampersand).
/// </summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Model">The configured model of the seats that name none.</param>
/// <param name="Options">The options, as given.</param>
/// <param name="Seats">The models of seats, by seat.</param>
internal sealed record DebateModelName(
    ProtocolDescriptor Protocol, string Model, ProtocolOptions Options, IReadOnlyDictionary<string, string> Seats)
{
    private const string Prefix = "debate/";
    private const string Form = "debate/PROTOCOL@MODEL?option=value&seat=MODEL";

    private static readonly Problem AnyQuestion = new("1", "?");

    /// <summary>The names without options: each protocol that answers questions with each configured model.</summary>
    public static IEnumerable<string> List(ProtocolRegistry protocols, ModelConfiguration models) =>
        from protocol in protocols.All
        where AnswersQuestions(protocol)
        from model in models.Models
        select $"{Prefix}{protocol.Name}@{Escape(model.Name)}";

    /// <summary>
    /// Reads a name. What does not exist is an <see cref="HttpProblemException"/> with 404, an option or a seat that cannot be an
    /// <see cref="InputException"/>; both begin with the field <c>model</c>.
    /// </summary>
    public static DebateModelName Parse(string text, ProtocolRegistry protocols, ModelConfiguration models)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) throw Missing(text, $"a model here is {Form}; GET /v1/models lists some");
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var name = text[Prefix.Length..(query < 0 ? text.Length : query)];
        var at = name.IndexOf('@', StringComparison.Ordinal);
        if (at < 0) throw Missing(text, $"it names no model for its seats; the form is {Form}");
        var (protocol, model) = Find(text, () => (protocols.Find(name[..at]), models.Find(Uri.UnescapeDataString(name[(at + 1)..])).Name));
        if (!AnswersQuestions(protocol)) throw Missing(text, $"{protocol.Name} answers no questions");
        try
        {
            return ReadQuery(query < 0 ? "" : text[(query + 1)..], protocol, model, models);
        }
        catch (InputException wrong)
        {
            throw new InputException($"model '{OneLine.Format(text, 200)}': {wrong.Message}", wrong);
        }
    }

    /// <summary>Whether a protocol can be asked a question and nothing more, and asks language models.</summary>
    private static bool AnswersQuestions(ProtocolDescriptor protocol)
    {
        if (protocol is not { Kind: "debate", DefaultModel: null }) return false;
        try
        {
            var options = protocol.CompleteOptions([]);
            protocol.Validate(AnyQuestion, options);
            return protocol.MaxCalls(options) > 0;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static DebateModelName ReadQuery(string query, ProtocolDescriptor protocol, string model, ModelConfiguration models)
    {
        var (options, seats) = (new ProtocolOptions(), new SortedDictionary<string, string>(StringComparer.Ordinal));
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new InputException($"'{OneLine.Format(part, 80)}': it must be NAME=VALUE");
            var (name, value) = (Uri.UnescapeDataString(part[..equals]), Uri.UnescapeDataString(part[(equals + 1)..]));
            var isOption = protocol.Options.Any(o => o.Name == name)
                || protocol.PassesOptions && name.Contains('.', StringComparison.Ordinal);
            if (!(isOption ? options.TryAdd(name, value) : seats.TryAdd(name, value)))
                throw new InputException($"{OneLine.Format(name, 80)}: it stands there twice");
        }
        var complete = protocol.CompleteOptions(options);
        foreach (var (seat, played) in seats)
        {
            CheckSeat(seat, protocol, complete);
            if (played != ExternalSeat.Model) models.Find(played);
        }
        return new(protocol, model, options, seats);
    }

    private static void CheckSeat(string seat, ProtocolDescriptor protocol, ProtocolOptions options)
    {
        var (seats, names) = (protocol.Seats(options), protocol.Options.Select(o => o.Name));
        if (!seats.Contains(seat))
            throw new InputException($"'{OneLine.Format(seat, 80)}' is neither an option nor a seat of {protocol.Name}; "
                + $"{Suggestions.DidYouMean(seat, names.Concat(seats))}options: {string.Join(", ", names.DefaultIfEmpty("none"))}; "
                + $"seats: {string.Join(", ", seats)}");
    }

    private static T Find<T>(string text, Func<T> find)
    {
        try
        {
            return find();
        }
        catch (InputException none)
        {
            throw Missing(text, none.Message);
        }
    }

    private static string Escape(string model) => model
        .Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal);

    private static HttpProblemException Missing(string text, string why) =>
        new(StatusCodes.Status404NotFound, $"model '{OneLine.Format(text, 200)}': {why}");
}
