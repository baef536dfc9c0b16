using System.Text.Json.Serialization;
using Debate.Core.Input;

namespace Debate.Deliberation;

/// <summary>
/// How a model samples: the same four settings wherever a seat, a debater, a judge or a reward profile is named. It influences the replies,
/// so it is part of the run definition and of every request hash.
/// </summary>
/// <param name="Temperature">0 is greedy; the provider's default where null.</param>
/// <param name="TopP">Nucleus mass in (0, 1]; the provider's default where null.</param>
/// <param name="MaxTokens">
/// The largest number of tokens of a reply; budgets reserve this many before each call. Null until the run starts, when it becomes the
/// model's own number or <see cref="DefaultMaxTokens"/>.
/// </param>
/// <param name="Stop">Texts at which the model ends its reply, at most <see cref="MaxStops"/>; null for none.</param>
public sealed record Sampling(
    double? Temperature = null, double? TopP = null, int? MaxTokens = null, IReadOnlyList<string>? Stop = null)
{
    /// <summary>The token limit where neither a seat nor its model has one.</summary>
    public const int DefaultMaxTokens = 1024;

    /// <summary>The most stop texts, the limit of the chat API.</summary>
    public const int MaxStops = 4;

    /// <summary>The longest stop text, in characters.</summary>
    public const int MaxStopLength = 100;

    /// <summary>Stands between several stop texts in one text: a control character, which no model writes.</summary>
    public const char StopSeparator = '\u001F';

    /// <summary>Everything left open.</summary>
    public static Sampling Open { get; } = new();

    /// <summary>The names of the settings, as JSON, YAML and the command line have them.</summary>
    public static readonly IReadOnlyList<string> Names = ["temperature", "topP", "maxTokens", "stop"];

    private static readonly string StopRule = $"must be at most {MaxStops} texts of 1 to {MaxStopLength} characters each";

    /// <summary>The largest number of tokens of a reply, the default where none was set.</summary>
    [JsonIgnore]
    public int ReplyTokens => MaxTokens ?? DefaultMaxTokens;

    /// <summary>The first invalid value; null where all are valid. One rule for every door.</summary>
    public ValidationError? FindError() =>
        Temperature is { } t && !Values.Temperature.Allows(t) ? Invalid("temperature", t, Values.Temperature.Rule)
        : TopP is { } p && !Values.TopP.Allows(p) ? Invalid("topP", p, Values.TopP.Rule)
        : MaxTokens is { } n && !Values.TokenLimit.Allows(n) ? Invalid("maxTokens", n, Values.TokenLimit.Rule)
        : Stop is { Count: > MaxStops } many ? Invalid("stop", $"{many.Count} texts", StopRule)
        : Stop?.Any(text => text is not { Length: >= 1 and <= MaxStopLength }) == true
            ? Invalid("stop", string.Join(", ", Stop.Select(text => $"\"{text}\"")), StopRule)
        : null;

    /// <summary>The settings among the fields of a file; throws an <see cref="InputException"/> with file and line for an invalid one.</summary>
    public static Sampling Read(YamlFields fields)
    {
        var sampling = new Sampling(
            fields.Get("temperature", Values.Temperature), fields.Get("topP", Values.TopP), fields.Get("maxTokens", Values.TokenLimit),
            fields.Has("stop") ? fields.GetTexts("stop") : null);
        return sampling.FindError() is { } error ? throw fields.Error(error.Field, error.Rule) : sampling;
    }

    /// <summary>
    /// This sampling; throws an <see cref="InputException"/> that begins with <paramref name="place"/> where a value is invalid.
    /// </summary>
    public Sampling Validated(string place) => FindError() is { } error ? throw error.ToException(place) : this;

    /// <summary>
    /// This sampling with a setting read from text, a stop text added to those before it; throws an <see cref="InputException"/> that
    /// begins
    /// with <paramref name="place"/> for an unknown name or an invalid value.
    /// </summary>
    public Sampling With(string place, string name, string text) => name switch
    {
        "temperature" => this with { Temperature = Values.Temperature.Read(place + name, text) },
        "topP" => this with { TopP = Values.TopP.Read(place + name, text) },
        "maxTokens" => this with { MaxTokens = Values.TokenLimit.Read(place + name, text) },
        "stop" => (this with { Stop = [.. Stop ?? [], text] }).Validated(place),
        _ => throw new InputException($"{place}{OneLine.Format(name, 60)}: it {Suggestions.DescribeUnknownField(name, Names)}"),
    };

    /// <summary>This sampling, with <paramref name="other"/>'s settings wherever it has none.</summary>
    public Sampling Or(Sampling other) =>
        new(Temperature ?? other.Temperature, TopP ?? other.TopP, MaxTokens ?? other.MaxTokens, Stop ?? other.Stop);

    /// <summary>This sampling with a token limit: its own, else the model's, else the default.</summary>
    public Sampling Resolved(int? modelMaxTokens) => this with { MaxTokens = MaxTokens ?? modelMaxTokens ?? DefaultMaxTokens };

    /// <summary>The reply up to the first stop text, as a provider that knows them returns it.</summary>
    public string CutAtStop(string reply)
    {
        foreach (var stop in Stop ?? [])
            if (reply.IndexOf(stop, StringComparison.Ordinal) is >= 0 and var end) reply = reply[..end];
        return reply;
    }

    /// <summary>Whether all settings are equal, stop texts in their order.</summary>
    public bool Equals(Sampling? other) => other is not null && Temperature == other.Temperature && TopP == other.TopP
        && MaxTokens == other.MaxTokens && (Stop ?? []).SequenceEqual(other.Stop ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Temperature, TopP, MaxTokens, Stop?.Count ?? 0);

    private static ValidationError Invalid(string field, object value, string rule) =>
        new(field, FormattableString.Invariant($"{value}"), rule);
}

/// <summary>A seat of a deliberation: a name and the model, persona and sampling that answer under it.</summary>
public sealed record Seat(string Name, string Model)
{
    /// <summary>A sentence or two that end the seat's instructions.</summary>
    public string? Persona { get; init; }

    /// <summary>How the seat's model samples.</summary>
    public Sampling Sampling { get; init; } = Sampling.Open;

    /// <summary>Text that only this seat may read; it never enters another seat's prompt.</summary>
    public string? PrivateContext { get; init; }

    /// <summary>The time limit of a turn of an external seat: how long it waits for the reply; null for no limit.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The debater that a tournament rates in this seat; where null, the seat's model stands for it.</summary>
    public string? Debater { get; init; }

    /// <summary>The judge in this seat, where a tournament draws its panels from a pool; else null.</summary>
    public string? Judge { get; init; }

    /// <summary>The family of the seat's model, such as all models of one provider; where null, the model is its own family.</summary>
    public string? Family { get; init; }

    /// <summary>
    /// How many thoughts it writes before each of its turns, of which it keeps one; 0 for none, at most <see cref="MaxThinks"/>. Nobody else
    /// reads a thought (after Quiet-STaR: Zelikman et al., 2024).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Thinks { get; init; }

    /// <summary>The most thoughts before a turn.</summary>
    public const int MaxThinks = 16;

    /// <summary>Whether it was taken out of its run since the start; it is told by the journal (<c>withdrawn</c>), not by the seat.</summary>
    [JsonIgnore]
    public bool HasWithdrawn { get; init; }
}
