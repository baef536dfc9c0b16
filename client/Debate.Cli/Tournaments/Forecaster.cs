using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary>Forecasts the cost of a tournament from a rehearsal of some of its debates.</summary>
/// <param name="models">The configured models.</param>
/// <param name="latency">The time an endpoint takes to reply.</param>
internal sealed class Forecaster(ModelConfiguration models, TimeSpan latency)
{
    private const int MostRehearsed = 100;

    /// <summary>Computes the forecast; starts nothing and calls no model.</summary>
    public async Task<Forecast> ForecastAsync(RunDefinition tournament, CancellationToken stop)
    {
        var plan = TournamentSchedule.FromDefinition(tournament);
        var debates = plan.Schedule.MaxDebates(plan.Entrants);
        var canaries = DefineRuns(plan.CreateCanaryDebates(), tournament);
        var (sample, tried) = (Sample(plan, tournament), SpreadEvenly(canaries));
        var watch = Stopwatch.StartNew();
        var ordinary = await RehearseAllAsync(sample, atWorst: false, stop);
        var own = watch.Elapsed.TotalSeconds / sample.Length;
        var worst = await RehearseAllAsync(sample, atWorst: true, stop);
        var isAll = !plan.Schedule.DependsOnResults && sample.Length == debates;
        var all = debates + canaries.Length;
        var expected = CostOf(plan, tournament, all, own,
            Sum(ScaleToAll(ordinary, debates), ScaleToAll(await RehearseAllAsync(tried, atWorst: false, stop), canaries.Length)));
        var atMost = CostOf(plan, tournament, all, own,
            Sum(isAll ? ScaleToAll(worst, debates) : CostAtMost(worst, debates),
                CostAtMost(await RehearseAllAsync(tried, atWorst: true, stop), canaries.Length)));
        return new()
        {
            Name = tournament.Name,
            Format = plan.Schedule.Name,
            Debaters = plan.Debaters.Count,
            Motions = tournament.Problem.Parts.Count,
            Skipped = StoredConfiguration.FromDefinition(tournament).GetTournament().Skipped.Count,
            Rounds = plan.Schedule.MaxRounds(plan.Entrants),
            Debates = debates,
            Canaries = canaries.Length,
            Rehearsed = sample.Length + tried.Length,
            Expected = expected,
            AtMost = atMost,
            Budget = tournament.Budget,
            Notes =
            [
                .. AssumptionsOf(expected),
                .. ExceededLimits(tournament.Budget, expected, "what is expected"),
                .. ExceededLimits(tournament.Budget, atMost, "the most"),
            ],
        };
    }

    /// <summary>An evenly spaced sample of a full round robin; later pairings may depend on results.</summary>
    private static RunDefinition[] Sample(TournamentSchedule plan, RunDefinition tournament)
    {
        var everybody = RoundRobin.CreatePairings(plan.Debaters, plan.Entrants.Motions);
        var count = RoundRobin.CountMatches(plan.Debaters.Count, plan.Entrants.Motions.Count);
        return DefineRuns(plan.CreateDebates(new("rehearsal", [.. SpreadEvenly(everybody, count)])), tournament);
    }

    private static RunDefinition[] SpreadEvenly(RunDefinition[] debates) => [.. SpreadEvenly(debates, debates.Length)];

    /// <summary>At most <see cref="MostRehearsed"/> of the <paramref name="count"/> items, evenly spaced.</summary>
    private static IEnumerable<T> SpreadEvenly<T>(IEnumerable<T> all, long count)
    {
        var step = Math.Max(1, (count + MostRehearsed - 1) / MostRehearsed);
        return all.Index().Where(one => one.Index % step == 0).Select(one => one.Item);
    }

    private static RunDefinition[] DefineRuns(IEnumerable<Child> debates, RunDefinition tournament) =>
        [.. debates.Select(c => RunDefinitions.ForChild(c, tournament, DebateServices.Protocols))];

    private async Task<IReadOnlyDictionary<string, Usage>[]> RehearseAllAsync(RunDefinition[] debates, bool atWorst, CancellationToken stop)
    {
        var used = new List<IReadOnlyDictionary<string, Usage>>();
        foreach (var debate in debates)
        {
            stop.ThrowIfCancellationRequested();
            used.Add(await Rehearsal.RehearseAsync(debate, models, atWorst));
        }
        return [.. used];
    }

    /// <summary>The usage of each model in the given number of debates, scaled up from the sample.</summary>
    private static Dictionary<string, Usage> ScaleToAll(IReadOnlyDictionary<string, Usage>[] sample, long debates) =>
        ByModel(sample).ToDictionary(
            of => of.Key, of => Scale(of.Aggregate(Usage.None, (sum, used) => sum + used), debates, sample.Length));

    /// <summary>The usage of each model if every debate were as expensive as the maximum of the sample.</summary>
    private static Dictionary<string, Usage> CostAtMost(IReadOnlyDictionary<string, Usage>[] sample, long debates) =>
        ByModel(sample).ToDictionary(of => of.Key, of => Scale(
            new(of.Max(u => u.Calls), 0, of.Max(u => u.TokensIn), of.Max(u => u.TokensOut), of.Max(u => u.Cost)), debates, of: 1));

    private static Dictionary<string, Usage> Sum(Dictionary<string, Usage> one, Dictionary<string, Usage> other) =>
        one.Concat(other).GroupBy(of => of.Key, of => of.Value).ToDictionary(of => of.Key, of => of.Aggregate((a, b) => a + b));

    private static IEnumerable<IGrouping<string, Usage>> ByModel(IReadOnlyDictionary<string, Usage>[] sample) =>
        sample.SelectMany(used => used).GroupBy(used => used.Key, used => used.Value);

    private static Usage Scale(Usage used, long by, long of) => new(
        (used.Calls * by + of - 1) / of, 0, (used.TokensIn * by + of - 1) / of, (used.TokensOut * by + of - 1) / of, used.Cost * by / of);

    /// <summary>
    /// The time is the maximum of three: the time that each model's parallelism and rate allow, the debates of a round in sequence where
    /// the round has more than can be played at once, and the time that this machine itself needs.
    /// </summary>
    private TournamentCost CostOf(TournamentSchedule plan, RunDefinition tournament, long debates, double own,
        Dictionary<string, Usage> used)
    {
        var total = used.Values.Aggregate(Usage.None, (sum, u) => sum + u);
        var rounds = plan.Schedule.MaxRounds(plan.Entrants);
        var perDebate = used.Sum(u => (double)u.Value.Calls / debates * Latency(u.Key));
        var waves = rounds * Math.Ceiling((double)debates / rounds / tournament.Options.Read<TournamentOptions>().Concurrency);
        var through = used.Select(u => SecondsOfCalls(u.Key, u.Value.Calls)).DefaultIfEmpty().Max();
        var seconds = new[] { through, waves * perDebate, debates * own }.Max();
        return new(total.Calls, total.TokensIn, total.TokensOut, total.Cost, Math.Round(seconds, 1));
    }

    private double SecondsOfCalls(string model, long calls)
    {
        var terms = models.Find(model).Terms;
        return Math.Max(calls * Latency(model) / terms.Parallel, terms.RequestsPerMinute is { } rate ? 60.0 * calls / rate : 0);
    }

    private double Latency(string model) => (models.Find(model) is SimulatedSpec simulated ? simulated.Latency : latency).TotalSeconds;

    private IEnumerable<string> AssumptionsOf(TournamentCost expected) => expected.Calls == 0
        ? ["no model is asked; the time is this machine's, as the rehearsal took it"]
        : [
            FormattableString.Invariant($"expected: replies of {Rehearsal.OrdinaryReply} tokens, 4 characters a token, readable at once"),
            FormattableString.Invariant($"time: {latency.TotalSeconds:0.##} s a call at endpoints (--seconds-per-call)"),
        ];

    private static IEnumerable<string> ExceededLimits(Budget budget, TournamentCost load, string which)
    {
        if (budget.FindExceeded(new(load.Calls, 0, load.TokensIn, load.TokensOut, load.Cost)) is { } limit)
            yield return $"{which} exceeds the budget's {limit}";
        if (load.Seconds > budget.Time?.TotalSeconds) yield return $"{which} exceeds the budget's time ({budget.Time})";
    }
}
