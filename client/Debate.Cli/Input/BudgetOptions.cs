using System.CommandLine;
using System.Globalization;
using Debate.Deliberation;

namespace Debate.Cli.Input;

/// <summary>The hard limits of a run: <c>--budget calls=10,tokens=1000,cost=1,time=00:10:00</c>, or one option each.</summary>
internal sealed class BudgetOptions
{
    private const NumberStyles Signed = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
    private const StringSplitOptions Parts = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private readonly Option<string?> _all = new("--budget")
    {
        Description = "The most it may use: calls=N,tokens=N,cost=MONEY,time=TIME; a run that reaches a limit can be resumed with more.",
        HelpName = "LIMITS",
    };

    private readonly Option<string?> _calls = Limit("calls", "Model calls at most.");
    private readonly Option<string?> _tokens = Limit("tokens", "Prompt and generated tokens at most.");
    private readonly Option<string?> _cost = Limit("cost", "Money at most, in the currency of the configured prices.");
    private readonly Option<string?> _time = Limit("time", "Active time at most, such as 90s, 10m or 00:10:00.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new[] { _all, _calls, _tokens, _cost, _time }) command.Add(option);
    }

    /// <summary>The given limits, applied on top of another budget; null if none is given.</summary>
    public Budget? Read(ParseResult parse, Budget before)
    {
        var limits = NameValuePairs.Read("--budget", (parse.GetValue(_all) ?? "").Split(',', Parts));
        foreach (var (option, name) in new[] { (_calls, "calls"), (_tokens, "tokens"), (_cost, "cost"), (_time, "time") })
            if (parse.GetValue(option) is { } value) limits[name] = value;
        return limits.Count == 0
            ? null
            : limits.Aggregate(before, (budget, limit) => SetLimit(budget, limit.Key, limit.Value)).Validated("--budget ");
    }

    private static Option<string?> Limit(string name, string meaning) => new($"--budget-{name}") { Description = meaning };

    private static Budget SetLimit(Budget budget, string name, string value) => name switch
    {
        "calls" => budget with { Calls = Whole(name, value) },
        "tokens" => budget with { Tokens = Whole(name, value) },
        "cost" => budget with { Cost = Money(value) },
        "time" => budget with { Time = Time(value) },
        _ => throw new InputException($"--budget '{name}={value}': a budget has calls, tokens, cost and time"),
    };

    private static long Whole(string name, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse(name, value, "a whole number");

    private static decimal Money(string value) =>
        decimal.TryParse(value, Signed, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse("cost", value, "an amount of money such as 2.50");

    private static TimeSpan Time(string value) =>
        InUnits(value) ?? OnClock(value) ?? throw Refuse("time", value, "a time such as 90s, 10m or 00:10:00");

    private static TimeSpan? InUnits(string value)
    {
        double? unit = value.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => null };
        if (unit is not { } seconds) return null;
        return double.TryParse(value[..^1], Signed, CultureInfo.InvariantCulture, out var count) && Math.Abs(count) < 1e6
            ? TimeSpan.FromSeconds(count * seconds)
            : null;
    }

    // Without a colon TimeSpan would read the number as days.
    private static TimeSpan? OnClock(string value) =>
        value.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time)
            ? time
            : null;

    private static InputException Refuse(string name, string value, string rule) => new($"--budget {name} '{value}': it must be {rule}");
}
