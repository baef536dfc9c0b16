using System.CommandLine;
using System.Globalization;
using Debate.Hosting;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Rewards.Judges;
using Debate.Rewards.Policies;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary><c>debate reward sweep</c>: what survival costs when policies must also win debates, by how much that weighs.</summary>
internal sealed class SweepPolicies : Command
{
    private readonly EnvironmentOptions _environment = new();
    private readonly Option<int> _items =
        Numbers.Count("--items", 2, "Items of evidence a debate shows in all; exact play costs much beyond 2.");
    private readonly Option<string> _lambdas = new("--lambdas")
    {
        Description = "Weights of the debate reward, in [0, 1], with commas between them.",
        HelpName = "NUMBERS",
        DefaultValueFactory = _ => string.Join(',', LambdaSweep.Grid.Select(l => l.ToString(CultureInfo.InvariantCulture))),
    };
    private readonly Option<int> _seeds = Numbers.Count("--seeds", 1, "Pairs of judges, with seeds from --seed on: the spread.");
    private readonly Option<int> _episodes = Numbers.Count("--episodes", 12_000, "Episodes of the expert that judges learn from.");
    private readonly Option<int> _steps = Numbers.Count("--steps", 20_000, "Steps of training a judge.");

    public SweepPolicies() : base("sweep", "Plan policies that trade survival for being preferred in debate, over lambda.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _items, _lambdas, _seeds, _episodes, _steps }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = Common.Terminal(parse);
        var setting = _environment.Read(parse);
        var seed = parse.GetValue(Common.Seed) ?? RunIds.Fresh.Seed();
        var lambdas = Lists.Read("--lambdas", parse.GetRequiredValue(_lambdas)).Select(Lambda).ToArray();
        var study = new SweepStudy(setting, new RewardScales(), lambdas) { Episodes = Numbers.Positive(parse, _episodes) };
        var training = new JudgeTraining(Numbers.Positive(parse, _items), seed) { Steps = Numbers.Positive(parse, _steps) };
        var runs = await SideBySide.RunAsync(
            terminal, "sweeping", Numbers.Positive(parse, _seeds),
            (i, report, cancelled) => study.Run(training with { Seed = seed + i }, report, cancelled), stop);
        var arms = runs[0].Select((_, arm) => new SweptArm([.. runs.Select(run => run[arm])])).ToArray();
        if (terminal.IsJson)
            terminal.Json(new { environment = setting.Environment.Name, seed, seeds = runs.Count, training.Items, study.Scales, arms });
        else Print(terminal, setting.Environment.Name, study, arms);
        return Exit.Ok;
    }

    private static void Print(Terminal terminal, string environment, SweepStudy study, IReadOnlyList<SweptArm> arms)
    {
        var scales = study.Scales;
        terminal.Line(FormattableString.Invariant(
            $"{environment}: R = (1 - lambda) {scales.Environment} r_env + lambda {scales.Debate} r_debate, gamma {scales.Gamma}; exact"));
        foreach (var arm in arms)
        {
            terminal.Line(FormattableString.Invariant(
                $"{arm.Feedback}, {arm.Form}; {arm.FlipShare.Mean:0.000} of comparisons flip with the speaking order"));
            terminal.Table(new ReportTable(
                ["lambda", "survival", "sd", "share of best", "length", "differs", "preferred", "sd"],
                [.. arm.Points.Select(p => new[]
                {
                    p.Lambda.ToString(CultureInfo.InvariantCulture), Text(p.Survival, "0.0000"), Sd(p.Survival), Text(p.SurvivalShare),
                    Text(p.Length, "0.00"),
                    Text(p.Differs), Text(p.Preferred), Sd(p.Preferred),
                })]));
        }
    }

    private static double Lambda(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var lambda) && lambda is >= 0 and <= 1
            ? lambda : throw new InputException($"--lambdas '{text}': it is not a number in [0, 1]");

    private static string Text(Spread? spread, string format = "0.000") =>
        spread?.Mean.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static string Sd(Spread? spread) => spread?.Deviation.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
