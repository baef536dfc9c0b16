using System.Globalization;
using Debate.Cli.Output;
using Debate.Tournaments;

namespace Debate.Cli.Tournaments;

/// <summary>Prints what a tournament would take.</summary>
internal static class ForecastPrinter
{
    public static void Print(Forecast forecast, Terminal terminal)
    {
        if (terminal.IsJson)
        {
            terminal.Json(forecast);
            return;
        }
        terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"{forecast.Name}: nothing was started. {forecast.Format}, {forecast.Debaters} debaters, {forecast.Motions} motions, at most {forecast.Debates} debates in {forecast.Rounds} {(forecast.Rounds == 1 ? "round" : "rounds")}; {forecast.Rehearsed} rehearsed"));
        terminal.Table(new(
            ["", "calls", "tokens in", "tokens out", "cost", "time"],
            [Row("expected", forecast.Expected), Row("at most", forecast.AtMost)]));
        foreach (var note in forecast.Notes) terminal.Line($"  {note}");
    }

    private static string[] Row(string name, Load load) =>
    [
        name, Whole(load.Calls), Whole(load.TokensIn), Whole(load.TokensOut),
        load.Cost.ToString("0.00", CultureInfo.InvariantCulture), TimeSpan.FromSeconds(Math.Ceiling(load.Seconds)).ToString("c", CultureInfo.InvariantCulture),
    ];

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
