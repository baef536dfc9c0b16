using System.CommandLine;
using Debate.Core.Input;
using Debate.Hosting;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Rewards.Environments;
using Debate.Rewards.Environments.Simulator;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Players;
using Debate.Rewards.Policies;
using Debate.Rewards.Reports;

namespace Debate.Cli.Rewards;

/// <summary>
/// <c>debate reward sweep</c>: how much survival policies lose when they must also win debates, for each weight of the debate reward.
/// </summary>
internal sealed class SweepPolicies : Command
{
    private const int Seeds = 10, SimulatorSeeds = 5, DebaterSeeds = 3;

    private readonly EnvironmentOptions _environment = new();
    private readonly Option<int> _items =
        NumberOptions.Count("--items", 2, "Items of evidence a debate shows in all; exact play costs much beyond 2.");
    private readonly Option<string> _lambdas = LambdaOption.Create(LambdaSweep.Grid);
    private readonly Option<int?> _seeds = new("--seeds")
    {
        Description = $"Pairs of judges, with seeds from --seed on: the spread. Without it {Seeds}, on the simulator {SimulatorSeeds}.",
        HelpName = "N",
    };
    private readonly Option<int> _episodes =
        NumberOptions.Count("--episodes", 12_000, "Episodes of the expert that judges and fitted Q learn from.");
    private readonly Option<int> _steps = NumberOptions.Count("--steps", 20_000, "Steps of training a judge.");
    private readonly Option<int?> _debaters = new("--debaters")
    {
        Description = $"Seeds over which players are studied too, as 'debaters' does. Without it {DebaterSeeds}; 0 on the simulator and "
            + "where debates show too many items to be solved exactly.",
        HelpName = "N",
    };
    private readonly Option<int> _budget = NumberOptions.Count("--budget", 200_000, "Reveals that each of those players learns from.");
    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write a report: Markdown (.md), or one page with drawings (.html).",
        HelpName = "FILE",
    };

    public SweepPolicies() : base("sweep", "Plan policies that trade survival for being preferred in debate, over lambda.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _items, _lambdas, _seeds, _episodes, _steps, _debaters, _budget, _report }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        using var file = PageFile.Read(parse, _report);
        var setting = _environment.Read(parse);
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        var training = new JudgeTraining(NumberOptions.Positive(parse, _items), seed) { Steps = NumberOptions.Positive(parse, _steps) };
        var lambdas = LambdaOption.Read(parse, _lambdas);
        var quick = setting.Environment.Name == SepsisSimulator.Name;
        var seeds = AtLeast(1, parse.GetValue(_seeds) ?? (quick ? SimulatorSeeds : Seeds), _seeds);
        var solvable = DebateReward.IsExact(setting.Environment.Features.Count, training.Items);
        var players = AtLeast(0, parse.GetValue(_debaters) ?? (quick || !solvable ? 0 : DebaterSeeds), _debaters);
        var study = new SweepStudy(setting, new RewardScales(), lambdas, NumberOptions.Positive(parse, _episodes));
        var debating = new DebatersStudy(setting)
        {
            Episodes = NumberOptions.Positive(parse, _episodes),
            Learning = new(seed) { Steps = NumberOptions.Positive(parse, _budget) },
        };
        // Start with the studies of players: they take longest, and starting one last would leave the other processors idle.
        var runs = await ParallelWork.RunAsync<object>(terminal, "sweeping", players + seeds, (i, report, cancelled) => i < players
            ? debating.Run(training with { Seed = seed + i }, report, cancelled)
            : study.Run(training with { Seed = seed + i - players }, report, cancelled), stop);
        var found = SweepReport.Create(study, training, [.. runs.OfType<SweepRun>()]);
        if (players > 0) found = found with { Debaters = DebaterSummary.Summarise([.. runs.OfType<DebatersRun>()]) };
        if (file is not null) await PageFile.WriteAsync(file, SweepPage.Create(found), stop);
        if (terminal.IsJson) terminal.WriteJson(found);
        else new SweepPrinter(terminal).Print(found);
        if (file is not null) terminal.Report($"written to {file.Name}");
        return Exit.Ok;
    }

    private static int AtLeast(int min, int value, Option option) => value >= min
        ? value : throw new InputException($"{option.Name} '{value}': it must be a whole number of at least {min}");
}
