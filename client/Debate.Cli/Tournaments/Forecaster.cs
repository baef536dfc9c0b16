using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary>Tells what a tournament would take, from a rehearsal of some of its debates.</summary>
/// <param name="models">The models that there are.</param>
/// <param name="latency">How long an endpoint takes for a reply.</param>
internal sealed class Forecaster(ModelConfiguration models, TimeSpan latency)
{
    private const int MostRehearsed = 100;

    /// <summary>The forecast; starts nothing and asks no model.</summary>
    public async Task<Forecast> OfAsync(Snapshot tournament, CancellationToken stop)
    {
        var plan = Pairings.Of(tournament);
        var debates = plan.Schedule.MostDebates(plan.Field);
        var sample = Sample(plan, tournament);
        var watch = Stopwatch.StartNew();
        var ordinary = await RehearsedAsync(sample, atWorst: false, stop);
        var own = watch.Elapsed.TotalSeconds / sample.Length;
        var worst = await RehearsedAsync(sample, atWorst: true, stop);
        var isAll = !plan.Schedule.WaitsForResults && sample.Length == debates;
        var expected = LoadOf(plan, tournament, Scaled(ordinary, debates), own);
        var atMost = LoadOf(plan, tournament, isAll ? Scaled(worst, debates) : Dearest(worst, debates), own);
        return new()
        {
            Name = tournament.Name,
            Format = plan.Schedule.Name,
            Debaters = plan.Debaters.Count,
            Motions = tournament.Problem.Parts.Count,
            Skipped = TournamentSetup.SkippedBy(tournament).Count,
            Rounds = plan.Schedule.MostRounds(plan.Field),
            Debates = debates,
            Rehearsed = sample.Length,
            Expected = expected,
            AtMost = atMost,
            Budget = tournament.Budget,
            Notes =
            [
                .. Assumed(expected),
                .. Exceeded(tournament.Budget, expected, "what is expected"),
                .. Exceeded(tournament.Budget, atMost, "the most"),
            ],
        };
    }

    /// <summary>Matches of everybody with everybody, evenly chosen; who meets whom later may depend on results.</summary>
    private static Snapshot[] Sample(Pairings plan, Snapshot tournament)
    {
        var step = Math.Max(1, (RoundRobin.Count(plan.Debaters.Count, plan.Field.Motions.Count) + MostRehearsed - 1) / MostRehearsed);
        var matches = RoundRobin.Of(plan.Debaters, plan.Field.Motions).Index().Where(m => m.Index % step == 0).Select(m => m.Item);
        return [.. plan.Children(new("rehearsal", [.. matches])).Select(c => Snapshots.Of(c, tournament, DebateServices.Protocols))];
    }

    private async Task<IReadOnlyDictionary<string, Usage>[]> RehearsedAsync(Snapshot[] debates, bool atWorst, CancellationToken stop)
    {
        var used = new List<IReadOnlyDictionary<string, Usage>>();
        foreach (var debate in debates)
        {
            stop.ThrowIfCancellationRequested();
            used.Add(await Rehearsal.OfAsync(debate, models, atWorst));
        }
        return [.. used];
    }

    /// <summary>What each model would be used for in so many debates like those.</summary>
    private static Dictionary<string, Usage> Scaled(IReadOnlyDictionary<string, Usage>[] sample, long debates) =>
        ByModel(sample).ToDictionary(
            of => of.Key, of => Times(of.Aggregate(Usage.None, (sum, used) => sum + used), debates, sample.Length));

    /// <summary>What each model would be used for if every debate were the dearest.</summary>
    private static Dictionary<string, Usage> Dearest(IReadOnlyDictionary<string, Usage>[] sample, long debates) =>
        ByModel(sample).ToDictionary(of => of.Key, of => Times(
            new(of.Max(u => u.Calls), 0, of.Max(u => u.TokensIn), of.Max(u => u.TokensOut), of.Max(u => u.Cost)), debates, of: 1));

    private static IEnumerable<IGrouping<string, Usage>> ByModel(IReadOnlyDictionary<string, Usage>[] sample) =>
        sample.SelectMany(used => used).GroupBy(used => used.Key, used => used.Value);

    private static Usage Times(Usage used, long by, long of) => new(
        (used.Calls * by + of - 1) / of, 0, (used.TokensIn * by + of - 1) / of, (used.TokensOut * by + of - 1) / of, used.Cost * by / of);

    /// <summary>
    /// The time is the longest of three: what each model's parallelism and rate let through, the debates of a round one behind the other
    /// where more are played than at once, and what this machine needs itself.
    /// </summary>
    private Load LoadOf(Pairings plan, Snapshot tournament, Dictionary<string, Usage> used, double own)
    {
        var total = used.Values.Aggregate(Usage.None, (sum, u) => sum + u);
        var (debates, rounds) = (plan.Schedule.MostDebates(plan.Field), plan.Schedule.MostRounds(plan.Field));
        var perDebate = used.Sum(u => (double)u.Value.Calls / debates * Latency(u.Key));
        var waves = rounds * Math.Ceiling((double)debates / rounds / tournament.Options.Number("concurrency"));
        var through = used.Select(u => Through(u.Key, u.Value.Calls)).DefaultIfEmpty().Max();
        var seconds = new[] { through, waves * perDebate, debates * own }.Max();
        return new(total.Calls, total.TokensIn, total.TokensOut, total.Cost, Math.Round(seconds, 1));
    }

    private double Through(string model, long calls)
    {
        var terms = models.Find(model).Terms;
        return Math.Max(calls * Latency(model) / terms.Parallel, terms.RequestsPerMinute is { } rate ? 60.0 * calls / rate : 0);
    }

    private double Latency(string model) => (models.Find(model) is SimulatedSpec simulated ? simulated.Latency : latency).TotalSeconds;

    private IEnumerable<string> Assumed(Load expected) => expected.Calls == 0
        ? ["no model is asked; the time is this machine's, as the rehearsal took it"]
        : [
            FormattableString.Invariant($"expected: replies of {Rehearsal.OrdinaryReply} tokens, 4 characters a token, readable at once"),
            FormattableString.Invariant($"time: {latency.TotalSeconds:0.##} s a call at endpoints (--seconds-per-call)"),
        ];

    private static IEnumerable<string> Exceeded(Budget budget, Load load, string which)
    {
        if (budget.Exceeded(new(load.Calls, 0, load.TokensIn, load.TokensOut, load.Cost)) is { } limit)
            yield return $"{which} exceeds the budget's {limit}";
        if (load.Seconds > budget.Time?.TotalSeconds) yield return $"{which} exceeds the budget's time ({budget.Time})";
    }
}
