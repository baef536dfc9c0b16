using System.Globalization;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Tournaments;

namespace Debate.Cli.Tournaments;

/// <summary>The cost of a tournament.</summary>
/// <param name="Calls">Model calls.</param>
/// <param name="TokensIn">Prompt tokens.</param>
/// <param name="TokensOut">Generated tokens.</param>
/// <param name="Cost">Cost, in the currency of the configured prices.</param>
/// <param name="Seconds">Duration in seconds from start to end.</param>
internal sealed record TournamentCost(long Calls, long TokensIn, long TokensOut, decimal Cost, double Seconds);

/// <summary>The forecast of a tournament before it is started.</summary>
internal sealed record Forecast
{
    public required string Name { get; init; }

    public required string Format { get; init; }

    public required int Debaters { get; init; }

    public required int Motions { get; init; }

    public required int Skipped { get; init; }

    /// <summary>The maximum number of rounds; 1 if no round depends on results.</summary>
    public required int Rounds { get; init; }

    /// <summary>The maximum number of debates, not counting the studies of evidence tournaments.</summary>
    public required long Debates { get; init; }

    /// <summary>The number of additional debates that test the judges.</summary>
    public required int Canaries { get; init; }

    /// <summary>The number of debates rehearsed for the forecast, without any model.</summary>
    public required int Rehearsed { get; init; }

    /// <summary>The expected cost.</summary>
    public required TournamentCost Expected { get; init; }

    /// <summary>
    /// The maximum that budgets would reserve: the longest debates, replies of maximum length, no reply readable at the first attempt.
    /// </summary>
    public required TournamentCost AtMost { get; init; }

    /// <summary>The budget of the tournament.</summary>
    public required Budget Budget { get; init; }

    /// <summary>The assumptions of the figures, and where they exceed the budget; one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Prints the forecast of a tournament.</summary>
internal static class ForecastPrinter
{
    public static void Print(Forecast forecast, Terminal terminal)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(forecast);
            return;
        }
        var field = $"{Whole(forecast.Debaters)} debaters, {Whole(forecast.Motions)} motions";
        var size = $"{Whole(forecast.Debates)} debates in {Whole(forecast.Rounds)} {(forecast.Rounds == 1 ? "round" : "rounds")}"
            + (forecast.Canaries == 0 ? "" : $", and {Whole(forecast.Canaries)} that try the judges");
        terminal.WriteLine($"{forecast.Name}: nothing was started. {forecast.Format}, {field}: at most {size}");
        terminal.WriteTable(new(
            ["", "calls", "tokens in", "tokens out", "cost", "time"],
            [Row("expected", forecast.Expected), Row("at most", forecast.AtMost)]));
        foreach (var note in forecast.Notes) terminal.WriteLine($"  {note}");
    }

    private static string[] Row(string name, TournamentCost load) =>
    [
        name, Whole(load.Calls), Whole(load.TokensIn), Whole(load.TokensOut), load.Cost.ToString("0.00", CultureInfo.InvariantCulture),
        TimeSpan.FromSeconds(Math.Ceiling(load.Seconds)).ToString("c", CultureInfo.InvariantCulture),
    ];

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
