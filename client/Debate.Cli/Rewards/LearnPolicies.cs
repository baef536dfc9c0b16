using System.CommandLine;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core;
using Debate.Core.Output;
using Debate.Hosting;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Offline;
using Debate.Rewards.Policies;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>
/// <c>debate reward learn</c>: learns policies from logged transitions and compares them with the planner's for the same rewards.
/// </summary>
internal sealed class LearnPolicies : Command
{
    private const string FittedQName = "fitted-q", DoubleDqnName = "double-dqn";

    private readonly EnvironmentOptions _environment = new();
    private readonly Option<string> _algorithm = new Option<string>("--algorithm")
    {
        Description = "fitted-q: a table, in seconds; double-dqn: the paper's network, a minute or more a lambda.",
        DefaultValueFactory = _ => FittedQName,
    }.AcceptOnlyFromAmong(FittedQName, DoubleDqnName);
    private readonly Option<string> _lambdas = LambdaOption.Create([0, .05]);
    private readonly Option<int> _items = NumberOptions.Count("--items", 2, "Items of evidence a debate shows in all.");
    private readonly Option<int> _seeds = NumberOptions.Count("--seeds", 1,
        "Logs, judges and learners, with seeds from --seed on: the spread.");
    private readonly Option<int> _episodes = NumberOptions.Count("--episodes", 12_000, "Logged episodes of the expert.");
    private readonly Option<int> _steps = NumberOptions.Count("--steps", 20_000, "Steps of training the judge.");
    private readonly Option<int> _updates = NumberOptions.Count("--updates", 25_000, "Updates of double DQN.");
    private readonly Option<int> _ahead = NumberOptions.Count("--n-step", 6,
        "Steps of logged rewards before a value is taken (double DQN).");

    private readonly Option<string?> _profile =
        new("--profile") { Description = "With --server: which of its profiles debates, by a judge of its own.", HelpName = "NAME" };

    public LearnPolicies() : base("learn", "Learn policies from logged transitions, with debates as part of the reward.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _algorithm, _lambdas, _items, _seeds, _episodes, _steps, _updates, _ahead,
            _profile }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var setting = _environment.Read(parse);
        var (environment, scales) = (setting.Environment, new RewardScales());
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        var (lambdas, episodes) = (LambdaOption.Read(parse, _lambdas), NumberOptions.Positive(parse, _episodes));
        var training = new JudgeTraining(NumberOptions.Positive(parse, _items), seed) { Steps = NumberOptions.Positive(parse, _steps) };
        var held = TransitionLog.Generate(environment, setting.Expert, episodes, SeededRandom.DeriveSeed(seed, "held out"));
        var study = new LearningStudy(setting, scales, new PolicyMeter(setting, scales.Gamma, held), RewardVariant.Signed);
        var learn = Algorithm(parse, seed, scales.Gamma);
        using var server = CommonOptions.FindServer(parse);
        var client = server is null ? null : new RewardClient(server, terminal.Report);
        if (client is not null) await client.CheckAsync(parse.GetValue(_profile), stop);
        var runs = await ParallelWork.RunAsync(terminal, "learning", NumberOptions.Positive(parse, _seeds),
            async (i, report, cancelled) =>
        {
            var log = TransitionLog.Generate(environment, setting.Expert, episodes, SeededRandom.DeriveSeed(seed + i, "log"));
            IDebateRewards debates = client is not null ? new RemoteDebateRewards(client, parse.GetValue(_profile))
                : new LocalDebateRewards(
                (training with { Seed = seed + i }).Train(Demonstrations.FromPolicy(environment, setting.Expert, episodes, seed + i),
                    report: null, cancelled),
                environment.Features);
            return await study.RunAsync(log, lambdas, (learn(seed + i), debates), report, cancelled);
        }, stop);
        Print(terminal, setting, (parse.GetRequiredValue(_algorithm), seed), runs);
        return Exit.Ok;
    }

    private Func<long, ActionValueLearner> Algorithm(ParseResult parse, long seed, double gamma)
    {
        if (parse.GetRequiredValue(_algorithm) == FittedQName) return _ => (log, rewards, _, _) => FittedQ.Learn(log, rewards, gamma);
        var network = new DoubleDqn(seed) { Updates = NumberOptions.Positive(parse, _updates),
            NSteps = NumberOptions.Positive(parse, _ahead) };
        return of => (log, rewards, report, stop) => (network with { Seed = of }).Learn(
            log, rewards, gamma, done => report(done / (double)network.Updates), stop);
    }

    private static void Print(
        Terminal terminal, Benchmark setting, (string Algorithm, long Seed) how, IReadOnlyList<IReadOnlyList<LearnedPoint>> runs)
    {
        var points = runs[0].Select((_, i) => runs.Select(r => r[i]).ToArray()).ToArray();
        if (terminal.IsJson)
        {
            terminal.WriteJson(new
            {
                environment = setting.Environment.Name, how.Algorithm, how.Seed, seeds = runs.Count,
                    points = points.Select(LearnedText.ToJson),
            });
            return;
        }
        terminal.WriteLine(FormattableString.Invariant($"{setting.Environment.Name}: {how.Algorithm}, {runs.Count} seeds from {how.Seed}; ")
            + "survival is exact; the gap is planning's share of best minus the learned one, for the same rewards");
        terminal.WriteTable(LearnedText.Table(points));
    }
}

/// <summary>Formats the results of learned policies over seeds, one lambda after another.</summary>
internal static class LearnedText
{
    /// <summary>The numbers of one lambda, for scripts.</summary>
    public static object ToJson(IReadOnlyList<LearnedPoint> seeds) => new
    {
        seeds[0].Lambda,
        survival = Summarise(seeds, p => p.Learned.Value.Survival),
        survivalShare = Summarise(seeds, p => p.Learned.SurvivalShare),
        plannedSurvival = Summarise(seeds, p => p.Planned.Value.Survival),
        gap = Summarise(seeds, p => p.Gap),
        @return = Summarise(seeds, p => p.Return),
        plannedReturn = Summarise(seeds, p => p.PlannedReturn),
        differs = Summarise(seeds, p => p.Learned.Disagreement.Share),
        preferred = SummariseKnown(seeds, p => p.Learned.Disagreement.HalfPreferred),
        estimated = Summarise(seeds, p => p.Learned.Estimate.Value),
        truth = Summarise(seeds, p => p.Learned.Estimate.Truth),
        knownStates = Summarise(seeds, p => p.KnownStates),
    };

    /// <summary>The same numbers as a table for people.</summary>
    public static ReportTable Table(IReadOnlyList<IReadOnlyList<LearnedPoint>> points) => new(
        ["lambda", "survival", "share of best", "planned", "gap", "R", "planned R", "differs", "preferred", "WIS", "truth", "known"],
        [.. points.Select(Row)]);

    private static IReadOnlyList<string> Row(IReadOnlyList<LearnedPoint> seeds) =>
    [
        FormattableString.Invariant($"{seeds[0].Lambda}"), SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Value.Survival), 4),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.SurvivalShare)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Planned.SurvivalShare)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Gap)), SweepText.FormatSummary(Summarise(seeds, p => p.Return), 2),
        SweepText.FormatSummary(Summarise(seeds, p => p.PlannedReturn), 2),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Disagreement.Share)),
        SweepText.FormatSummary(SummariseKnown(seeds, p => p.Learned.Disagreement.HalfPreferred)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Estimate.Value)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Estimate.Truth)),
        SweepText.FormatSummary(Summarise(seeds, p => p.KnownStates)),
    ];

    private static SeedSummary Summarise(IEnumerable<LearnedPoint> seeds, Func<LearnedPoint, double> of) => new([.. seeds.Select(of)]);

    private static SeedSummary? SummariseKnown(IEnumerable<LearnedPoint> seeds, Func<LearnedPoint, double?> of) =>
        seeds.Select(of).OfType<double>().ToArray() is { Length: > 0 } known ? new SeedSummary(known) : null;
}
