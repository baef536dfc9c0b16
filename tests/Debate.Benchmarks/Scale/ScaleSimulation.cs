namespace Debate.Benchmarks.Scale;

/// <summary>
/// A queueing network of silos, model hosts and Redis under debates with random arrivals: which station saturates first, and how long a
/// debate waits. An open network of first-come-first-served stations (Jackson 1957) with measured service times, simulated because those
/// are not exponential.
/// </summary>
internal static class ScaleSimulation
{
    private const double Hour = 3600;
    private const double SecondsADay = 86_400;

    /// <summary>The ratio of debates in the busiest hour to those in a mean hour.</summary>
    private const double Peak = 3;

    private const int CoresOfSilo = 2;
    private const int Seed = 1;

    /// <summary>Simulates the busiest hour of a day with the given number of debates, and prints the utilisation of each station.</summary>
    public static void Run(double debatesADay, ScaleSettings place)
    {
        var rate = debatesADay / SecondsADay * Peak;
        Console.WriteLine(FormattableString.Invariant(
            $"{debatesADay:0} debates a day; in the busiest hour {rate:0.0} a second; seed {Seed}"));
        var (calendar, random) = (new Calendar(), new Random(Seed));
        var silos = new QueueStation("silo cores", place.Silos * CoresOfSilo, _ => place.SiloSeconds / place.Effects);
        var hosts = new QueueStation("places at models", place.Hosts * place.Parallel, r => LogNormal(r, place.CallSeconds, 0.5));
        var redis = new QueueStation("Redis", place.Redis, _ => place.RedisSeconds / place.Effects);
        var took = new List<double>();
        Arrive(calendar, random, rate, () => Debate(calendar, random, [silos, hosts, redis], place.Effects, took));
        calendar.Run();
        foreach (var station in new[] { silos, hosts, redis }) Console.WriteLine(Line(station, calendar.Now));
        took.Sort();
        var bare = place.Effects * place.CallSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"a debate takes {At(took, 0.5):0.0} s in the median, {At(took, 0.99):0.0} s at 99 %; ")
            + FormattableString.Invariant($"{bare:0.0} s by its calls alone; all are done {calendar.Now - Hour:0} s after the hour"));
    }

    private static void Arrive(Calendar calendar, Random random, double rate, Action debate)
    {
        void Next() => calendar.In(-Math.Log(1 - random.NextDouble()) / rate, () =>
        {
            if (calendar.Now > Hour) return;
            debate();
            Next();
        });
        Next();
    }

    private static void Debate(Calendar calendar, Random random, QueueStation[] stations, int effects, List<double> took)
    {
        var (began, stage) = (calendar.Now, 0);
        void Step()
        {
            if (stage == effects * stations.Length) took.Add(calendar.Now - began);
            else stations[stage++ % stations.Length].Enter(calendar, random, Step);
        }
        Step();
    }

    /// <summary>A log-normal draw with a mean and a coefficient of variation, from two uniform draws (Box and Muller 1958).</summary>
    private static double LogNormal(Random random, double mean, double variation)
    {
        var variance = Math.Log(1 + variation * variation);
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Exp(Math.Log(mean) - variance / 2 + Math.Sqrt(variance) * normal);
    }

    private static string Line(QueueStation station, double seconds) => FormattableString.Invariant(
        $"{station.Name,-16} {station.Servers,6} used {station.Worked / seconds / station.Servers:P1}; at most {station.Longest} waited");

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];
}
