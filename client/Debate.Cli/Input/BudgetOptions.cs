using System.CommandLine;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Cli.Input;

/// <summary>The hard limits of a run: <c>--budget calls=10,tokens=1000,cost=1,time=00:10:00</c>, or one option each.</summary>
internal sealed class BudgetOptions
{
    private const StringSplitOptions Parts = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static readonly string[] Limits = ["calls", "tokens", "cost", "time"];
    private static readonly ValueReader<long> Amount = Values.Whole(1, Values.MaxAmount);

    private readonly Option<string?> _all = new("--budget")
    {
        Description = "The most it may use: calls=N,tokens=N,cost=MONEY,time=TIME; a run that reaches a limit can be resumed with more.",
        HelpName = "LIMITS",
    };

    private readonly Option<string?> _calls = Limit("calls", "Model calls at most.");
    private readonly Option<string?> _tokens = Limit("tokens", "Prompt and generated tokens at most.");
    private readonly Option<string?> _cost = Limit("cost", "Money at most, in the currency of the configured prices.");
    private readonly Option<string?> _time = Limit("time", $"Active time at most, {Durations.Examples}.");

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
        "calls" => budget with { Calls = Amount.Read("--budget calls", value) },
        "tokens" => budget with { Tokens = Amount.Read("--budget tokens", value) },
        "cost" => budget with { Cost = Values.Money.Read("--budget cost", value) },
        "time" => budget with { Time = Values.Duration.Read("--budget time", value) },
        _ => throw new ValidationError(name, value, Suggestions.DescribeUnknownField(name, Limits)).ToException("--budget "),
    };
}
