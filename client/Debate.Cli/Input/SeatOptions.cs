using System.CommandLine;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;

namespace Debate.Cli.Input;

/// <summary>The models, personas and sampling settings of the seats.</summary>
internal sealed class SeatOptions
{
    /// <summary>Seats that, by default, use the settings of another seat.</summary>
    private static readonly Dictionary<string, string> SeatAliases =
        new(StringComparer.Ordinal) { ["judge"] = "moderator", ["baseline"] = "affirmative" };

    private readonly Option<string[]> _models = RepeatedOption("--seat", "A seat's model, as negative=NAME.");
    private readonly Option<string[]> _personas = RepeatedOption("--persona", "A seat's persona, as negative=TEXT.");
    private readonly Option<string[]> _temperatures = RepeatedOption("--seat-temperature", "A seat's temperature, as negative=0.7.");
    private readonly Option<string[]> _samplings = new("--seat-sampling")
    {
        Description = $"A setting of one seat, as judge=maxTokens=4000: {string.Join(", ", Sampling.Names)}.",
        HelpName = "SEAT=SETTING=VALUE",
    };
    private readonly Option<string[]> _thinks = RepeatedOption(
        "--seat-thinks", "How many thoughts a seat of a debate writes before each of its turns, as affirmative=1; nobody else reads them.");
    private readonly SamplingOptions _sampling = new("every seat");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _models, _personas, _temperatures, _samplings, _thinks }) command.Add(option);
        _sampling.AddTo(command);
    }

    /// <summary>The seats of a protocol; throws <see cref="InputException"/> for a seat that the protocol does not have.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="names">The protocol's seats.</param>
    /// <param name="find">Throws <see cref="InputException"/> for the name of a model that there is not.</param>
    /// <param name="model">The model for seats that name none; null if there is no default.</param>
    public IReadOnlyList<Seat> Read(ParseResult parse, IReadOnlyList<string> names, Action<string> find, string? model)
    {
        var models = Read(parse, _models, names);
        foreach (var given in models.Values.Where(m => m is not (ArgMed.KnowledgeModel or ExternalSeat.Model))) find(given);
        var personas = Read(parse, _personas, names);
        var thinks = Read(parse, _thinks, names);
        var (temperatures, samplings) = (Read(parse, _temperatures, names), ReadSamplings(parse, names));
        var common = _sampling.Read(parse);
        return [.. names.Select(name => new Seat(name, FindFor(models, name) ?? model ?? throw NoModel(name))
        {
            Persona = personas.GetValueOrDefault(name),
            Sampling = new Sampling(FindFor(temperatures, name) is { } text ? Values.Temperature.Read(_temperatures.Name, text) : null)
                .Or(FindFor(samplings, name) ?? new()).Or(common),
            Thinks = thinks.TryGetValue(name, out var count) ? Values.Thinks.Read($"{_thinks.Name} {name}", count) : 0,
        })];
    }

    private SortedDictionary<string, Sampling> ReadSamplings(ParseResult parse, IReadOnlyList<string> names)
    {
        var samplings = new SortedDictionary<string, Sampling>(StringComparer.Ordinal);
        foreach (var text in parse.GetValue(_samplings) ?? [])
        {
            if (text.Split('=', 3) is not [{ Length: > 0 } seat, { Length: > 0 } setting, var value])
                throw new InputException($"{_samplings.Name} '{text}': it must be SEAT=SETTING=VALUE");
            RequireSeat(_samplings, seat, names);
            samplings[seat] = samplings.GetValueOrDefault(seat, new()).With($"{_samplings.Name} {seat}.", setting, value);
        }
        return samplings;
    }

    private static SortedDictionary<string, string> Read(ParseResult parse, Option<string[]> option, IReadOnlyList<string> names)
    {
        var pairs = NameValuePairs.Read(option.Name, parse.GetValue(option) ?? []);
        foreach (var seat in pairs.Keys) RequireSeat(option, seat, names);
        return pairs;
    }

    private static void RequireSeat(Option option, string seat, IReadOnlyList<string> names)
    {
        if (!names.Contains(seat))
            throw new InputException($"{option.Name} '{seat}': the protocol has no such seat; {Suggestions.DidYouMean(seat, names)}it has "
                + string.Join(", ", names));
    }

    private static T? FindFor<T>(SortedDictionary<string, T> pairs, string seat) where T : class =>
        pairs.GetValueOrDefault(seat) ?? (AliasOf(seat) is { } like ? FindFor(pairs, like) : null);

    /// <summary>Additional judges use the settings of the first.</summary>
    private static string? AliasOf(string seat) =>
        seat.StartsWith("judge-", StringComparison.Ordinal) ? "judge" : SeatAliases.GetValueOrDefault(seat);

    private static InputException NoModel(string seat) =>
        new($"seat '{seat}': it has no model and several are configured; give --model NAME, or --seat {seat}=NAME");

    private static Option<string[]> RepeatedOption(string name, string meaning) =>
        new(name) { Description = meaning, HelpName = "SEAT=VALUE" };
}
