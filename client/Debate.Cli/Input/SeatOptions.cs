using System.CommandLine;
using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Models;

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
    private readonly Option<string?> _temperature =
        new("--temperature") { Description = "The temperature of every seat; the provider's default where none is given." };
    private readonly Option<int> _maxTokens = new("--max-tokens")
    {
        Description = "The most tokens a reply may have; a budget reserves as much before each call.",
        DefaultValueFactory = _ => new Sampling().MaxTokens,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _models, _personas, _temperatures, _temperature, _maxTokens }) command.Add(option);
    }

    /// <summary>The seats of a protocol; throws <see cref="InputException"/> for a seat that the protocol does not have.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="names">The protocol's seats.</param>
    /// <param name="configured">The configured models.</param>
    /// <param name="model">The model for seats that name none; null if there is no default.</param>
    public IReadOnlyList<Seat> Read(ParseResult parse, IReadOnlyList<string> names, ModelConfiguration configured, string? model)
    {
        var models = Read(parse, _models, names);
        foreach (var given in models.Values.Where(m => m is not (ArgMed.KnowledgeModel or ExternalSeat.Model))) configured.Find(given);
        var personas = Read(parse, _personas, names);
        var temperatures = Read(parse, _temperatures, names);
        var sampling = new Sampling(Temperature("--temperature", parse.GetValue(_temperature)), MaxTokens: MaxTokens(parse));
        return [.. names.Select(name => new Seat(name, FindFor(models, name) ?? model ?? throw NoModel(name))
        {
            Persona = personas.GetValueOrDefault(name),
            Sampling = sampling with { Temperature = Temperature("--seat-temperature", FindFor(temperatures, name))
                ?? sampling.Temperature },
        })];
    }

    private static SortedDictionary<string, string> Read(ParseResult parse, Option<string[]> option, IReadOnlyList<string> names)
    {
        var pairs = NameValuePairs.Read(option.Name, parse.GetValue(option) ?? []);
        return pairs.Keys.FirstOrDefault(name => !names.Contains(name)) is { } stray
            ? throw new InputException($"{option.Name} '{stray}': the protocol has no such seat; it has {string.Join(", ", names)}")
            : pairs;
    }

    private static string? FindFor(SortedDictionary<string, string> pairs, string seat) =>
        pairs.GetValueOrDefault(seat) ?? (AliasOf(seat) is { } like ? FindFor(pairs, like) : null);

    /// <summary>Additional judges use the settings of the first.</summary>
    private static string? AliasOf(string seat) =>
        seat.StartsWith("judge-", StringComparison.Ordinal) ? "judge" : SeatAliases.GetValueOrDefault(seat);

    private int MaxTokens(ParseResult parse)
    {
        var max = parse.GetValue(_maxTokens);
        return new Sampling(MaxTokens: max).FindError() is null
            ? max
            : throw new InputException($"--max-tokens '{max}': it {Sampling.MaxTokensRule}");
    }

    private static double? Temperature(string option, string? text)
    {
        if (text is null) return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && new Sampling(value).FindError() is null
            ? value
            : throw new InputException($"{option} '{text}': it {Sampling.TemperatureRule}");
    }

    private static InputException NoModel(string seat) =>
        new($"seat '{seat}': it has no model and several are configured; give --model NAME, or --seat {seat}=NAME");

    private static Option<string[]> RepeatedOption(string name, string meaning) =>
        new(name) { Description = meaning, HelpName = "SEAT=VALUE" };
}
