using System.Globalization;
using Debate.Cli.Output;
using Debate.Tournaments;

namespace Debate.Cli.Tournaments;

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
