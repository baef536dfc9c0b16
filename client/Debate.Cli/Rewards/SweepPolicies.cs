using System.CommandLine;
using Debate.Hosting;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Rewards.Judges;
using Debate.Rewards.Policies;
using Debate.Rewards.Reports;

namespace Debate.Cli.Rewards;

/// <summary><c>debate reward sweep</c>: what survival costs when policies must also win debates, by how much that weighs.</summary>
internal sealed class SweepPolicies : Command
{
    private readonly EnvironmentOptions _environment = new();
    private readonly Option<int> _items =
        Numbers.Count("--items", 2, "Items of evidence a debate shows in all; exact play costs much beyond 2.");
    private readonly Option<string> _lambdas = LambdaOption.Create(LambdaSweep.Grid);
    private readonly Option<int> _seeds = Numbers.Count("--seeds", 10, "Pairs of judges, with seeds from --seed on: the spread.");
    private readonly Option<int> _episodes =
        Numbers.Count("--episodes", 12_000, "Episodes of the expert that judges and fitted Q learn from.");
    private readonly Option<int> _steps = Numbers.Count("--steps", 20_000, "Steps of training a judge.");
    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write a report: Markdown (.md), or one page with drawings (.html).",
        HelpName = "FILE",
    };

    public SweepPolicies() : base("sweep", "Plan policies that trade survival for being preferred in debate, over lambda.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _items, _lambdas, _seeds, _episodes, _steps, _report }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = Common.Terminal(parse);
        var page = parse.GetValue(_report) is { } file ? new SweepPage(file) : null;
        var setting = _environment.Read(parse);
        var seed = parse.GetValue(Common.Seed) ?? RunIds.Fresh.Seed();
        var training = new JudgeTraining(Numbers.Positive(parse, _items), seed) { Steps = Numbers.Positive(parse, _steps) };
        var lambdas = LambdaOption.Read(parse, _lambdas);
        var seeds = Numbers.Positive(parse, _seeds);
        var study = new SweepStudy(setting, new RewardScales(), lambdas, Numbers.Positive(parse, _episodes));
        var runs = await SideBySide.RunAsync(
            terminal, "sweeping", seeds, (i, report, cancelled) => study.Run(training with { Seed = seed + i }, report, cancelled), stop);
        var found = SweepReport.Of(study, training, runs);
        if (page is not null) await page.WriteAsync(found, stop);
        if (terminal.IsJson) terminal.Json(found);
        else new SweepPrinter(terminal).Print(found);
        if (page is not null) terminal.Note($"written to {page.File}");
        return Exit.Ok;
    }
}
