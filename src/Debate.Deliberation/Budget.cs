using System.Text.Json.Serialization;
using Debate.Core.Input;

namespace Debate.Deliberation;

/// <summary>Resources used. Calls are those that left the process; replies served from a cache are counted separately.</summary>
/// <param name="Calls">Recorded model calls that left the process.</param>
/// <param name="Cached">Recorded replies served from a cache.</param>
/// <param name="TokensIn">Prompt tokens.</param>
/// <param name="TokensOut">Generated tokens.</param>
/// <param name="Cost">Money, in the currency of the configured prices.</param>
public sealed record Usage(long Calls = 0, long Cached = 0, long TokensIn = 0, long TokensOut = 0, decimal Cost = 0)
{
    /// <summary>Replies among them that could not be used; null where all could.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FaultCounts? Faults { get; init; }

    /// <summary>Recorded model calls whose tokens are estimated, because the server counted none or told an impossible count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Estimated { get; init; }

    /// <summary>Nothing used.</summary>
    public static Usage None { get; } = new();

    /// <summary>Prompt and generated tokens together.</summary>
    [JsonIgnore]
    public long Tokens => TokensIn + TokensOut;

    /// <summary>The sum of both.</summary>
    public static Usage operator +(Usage a, Usage b) =>
        new(a.Calls + b.Calls, a.Cached + b.Cached, a.TokensIn + b.TokensIn, a.TokensOut + b.TokensOut, a.Cost + b.Cost)
        {
            Faults = FaultCounts.Add(a.Faults, b.Faults),
            Estimated = a.Estimated + b.Estimated,
        };

    /// <summary>The difference <paramref name="a"/> - <paramref name="b"/>, component by component.</summary>
    public static Usage operator -(Usage a, Usage b) =>
        new(a.Calls - b.Calls, a.Cached - b.Cached, a.TokensIn - b.TokensIn, a.TokensOut - b.TokensOut, a.Cost - b.Cost)
        {
            Faults = FaultCounts.Subtract(a.Faults, b.Faults),
            Estimated = a.Estimated - b.Estimated,
        };
}

/// <summary>Upper limits of use; null means no limit.</summary>
/// <param name="Calls">Model calls.</param>
/// <param name="Tokens">Prompt and generated tokens together.</param>
/// <param name="Cost">Money, in the currency of the configured prices.</param>
/// <param name="Time">Active time: the time during which a process drove the run, as the journal shows it.</param>
public sealed record Budget(long? Calls = null, long? Tokens = null, decimal? Cost = null, TimeSpan? Time = null)
{
    /// <summary>No limit at all.</summary>
    public static Budget Unlimited { get; } = new();

    /// <summary>The first invalid limit; null where all are valid. One rule for the tool, specifications and HTTP.</summary>
    public ValidationError? FindError() =>
        Calls is < 1 or > Values.MaxAmount ? new("calls", $"{Calls}", WholeNumberRule)
        : Tokens is < 1 or > Values.MaxAmount ? new("tokens", $"{Tokens}", WholeNumberRule)
        : Cost is <= 0 or > Values.MaxAmount ? new("cost", FormattableString.Invariant($"{Cost}"),
            $"must be money above 0 and at most {Values.MaxAmount}")
        : Time <= TimeSpan.Zero || Time > Durations.Max ? new("time", $"{Time:c}", $"must be a time above 00:00:00 and at most {Durations.Max:c}")
        : null;

    private static string WholeNumberRule => $"must be a whole number from 1 to {Values.MaxAmount}";

    /// <summary>
    /// This budget; throws an <see cref="InputException"/> that begins with <paramref name="place"/> where a limit is invalid.
    /// </summary>
    public Budget Validated(string place) => FindError() is { } error ? throw error.ToException(place) : this;

    /// <summary>The limits among the fields of a file; throws an <see cref="InputException"/> with file and line for an invalid one.</summary>
    public static Budget Read(YamlFields fields)
    {
        fields.AllowOnly("calls", "tokens", "cost", "time");
        var whole = Values.Whole(1, Values.MaxAmount);
        var budget = new Budget(fields.Get("calls", whole), fields.Get("tokens", whole), fields.Get("cost", Values.Money),
            fields.Get("time", Values.Duration));
        return budget.FindError() is { } error ? throw fields.Error(error.Field, error.Rule) : budget;
    }

    /// <summary>What remains after <paramref name="used"/>; never below zero.</summary>
    public Budget Minus(Usage used) => this with
    {
        Calls = Calls is { } calls ? Math.Max(0, calls - used.Calls) : null,
        Tokens = Tokens is { } tokens ? Math.Max(0, tokens - used.Tokens) : null,
        Cost = Cost is { } cost ? Math.Max(0, cost - used.Cost) : null,
    };

    /// <summary>This budget raised by <paramref name="extra"/> wherever it is limited.</summary>
    public Budget Plus(Usage extra) => this with
    {
        Calls = Calls + extra.Calls,
        Tokens = Tokens + extra.Tokens,
        Cost = Cost + extra.Cost,
    };

    /// <summary>
    /// Part <paramref name="index"/> (from 0) of <paramref name="parts"/> equal parts; the remainder goes to the first parts.
    /// </summary>
    public Budget Part(int index, int parts) => this with
    {
        Calls = Calls is { } calls ? calls / parts + (index < calls % parts ? 1 : 0) : null,
        Tokens = Tokens is { } tokens ? tokens / parts + (index < tokens % parts ? 1 : 0) : null,
        Cost = Cost / parts,
    };

    /// <summary>Name and value of the first limit that <paramref name="used"/> exceeds; null where it exceeds none.</summary>
    public string? FindExceeded(Usage used) =>
        used.Calls > Calls ? $"calls ({Calls})"
        : used.Tokens > Tokens ? $"tokens ({Tokens})"
        : used.Cost > Cost ? FormattableString.Invariant($"cost ({Cost})")
        : null;
}
