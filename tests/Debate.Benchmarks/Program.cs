using System.Globalization;
using Debate.Benchmarks.Audits;
using Debate.Benchmarks.Debates;
using Debate.Benchmarks.Journals;
using Debate.Benchmarks.Ratings;
using Debate.Benchmarks.Rewards;
using Debate.Benchmarks.Scale;

switch (args)
{
    case ["debates", .. var rest]:
        await DebatesPerSecond.RunAsync(rest is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 4000, 64);
        return 0;
    case ["idle"]:
        await IdleAndReplay.RunAsync();
        return 0;
    case ["journal", .. var rest]:
        await JournalThroughput.RunAsync(rest);
        return 0;
    case ["rewards", .. var rest]:
        RawJudge.Run(rest is [var games, ..] ? int.Parse(games, CultureInfo.InvariantCulture) : 20_000);
        return 0;
    case ["canaries", .. var rest]:
        CanaryStudy.Run(rest is [var tournaments, ..] ? int.Parse(tournaments, CultureInfo.InvariantCulture) : 2000);
        return 0;
    case ["coverage", .. var rest]:
        Coverage.Run(rest is [var leagues, ..] ? int.Parse(leagues, CultureInfo.InvariantCulture) : 500, rest.ElementAtOrDefault(1));
        return 0;
    case ["small-leagues", .. var rest]:
        Coverage.RunSmall(rest is [var seasons, ..] ? int.Parse(seasons, CultureInfo.InvariantCulture) : 500, rest.ElementAtOrDefault(1),
            rest.ElementAtOrDefault(2));
        return 0;
    case ["ratings", .. var rest]:
        ManyGames.Run(rest is [var played, ..] ? int.Parse(played, CultureInfo.InvariantCulture) : 100_000);
        return 0;
    case ["scale", .. var rest]:
        ScaleSimulation.Run(
            rest is [var debates, ..] ? double.Parse(debates, CultureInfo.InvariantCulture) : 1e6,
            ScaleSettings.Of([.. rest.Skip(1).Select(n => int.Parse(n, CultureInfo.InvariantCulture))]));
        return 0;
    default:
        Console.Error.WriteLine(
            "benchmarks: debates [COUNT] | idle | journal [memory|sqlite|redis] [SECONDS] | rewards [COUNT] | canaries [COUNT] | coverage [LEAGUES] [bootstrap|sandwich] | small-leagues [LEAGUES [DEBATERSxSPREAD [bootstrap|sandwich]]] | ratings [GAMES] | "
            + "scale [DEBATES A DAY] [SILOS REDIS HOSTS]");
        return 2;
}
