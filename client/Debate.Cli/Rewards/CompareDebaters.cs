using System.CommandLine;
using System.Globalization;
using Debate.Core.Output;
using Debate.Hosting;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Rewards.Judges;
using Debate.Rewards.Players;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>
/// <c>debate reward debaters</c>: which players' evidence makes the judge prefer the clinicians' action, and which withstands a confuser.
/// </summary>
internal sealed class CompareDebaters : Command
{
    private readonly EnvironmentOptions _environment = new();
    private readonly Option<int> _items = NumberOptions.Count("--items", 2,
        "Items of evidence in all, even; exact answers cost much beyond 4.");
    private readonly Option<int> _seeds = NumberOptions.Count("--seeds", 3, "Runs, with seeds from --seed on: the spread.");
    private readonly Option<int> _samples = NumberOptions.Count("--samples", 500, "Held-out comparisons that each player is tried on.");
    private readonly Option<int> _budget =
        NumberOptions.Count("--budget", 200_000, "Reveals that each player learns from; a confuser has half of it.");
    private readonly Option<int> _games = NumberOptions.Count("--games", 4000, "Solved games that the imitating player learns from.");
    private readonly Option<int> _episodes = NumberOptions.Count("--episodes", 12_000, "Episodes of the expert to learn from.");
    private readonly Option<int> _steps = NumberOptions.Count("--steps", 20_000, "Steps of training a judge.");

    public CompareDebaters() : base("debaters", "Train players that debate, and try their evidence: alignment with clinicians, confusers.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _items, _seeds, _samples, _budget, _games, _episodes, _steps }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var setting = _environment.Read(parse);
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        var study = new DebatersStudy(setting)
        {
            Episodes = NumberOptions.Positive(parse, _episodes),
            Samples = NumberOptions.Positive(parse, _samples),
            Learning = new(seed) { Steps = NumberOptions.Positive(parse, _budget) },
            Imitating = new(seed) { Games = NumberOptions.Positive(parse, _games) },
        };
        var training = new JudgeTraining(NumberOptions.Positive(parse, _items), seed) { Steps = NumberOptions.Positive(parse, _steps) };
        var runs = await ParallelWork.RunAsync(
            terminal, "debating", NumberOptions.Positive(parse, _seeds),
            (i, report, cancelled) => study.Run(training with { Seed = seed + i }, report, cancelled), stop);
        var debaters = DebaterSummary.Summarise(runs);
        if (terminal.IsJson)
            terminal.WriteJson(new
            {
                environment = setting.Environment.Name, seed, seeds = runs.Count, training.Items, study.Samples,
                budget = study.Learning.Steps, study.Imitating.Games, trainedOn = runs[0].TrainedOn, testedOn = runs[0].TestedOn,
                noEvidence = Over(runs, r => r.NoEvidence), bayes = Over(runs, r => r.Bayes), debaters,
            });
        else Print(terminal, runs, debaters);
        return Exit.Ok;
    }

    private static void Print(Terminal terminal, IReadOnlyList<DebatersRun> runs, IReadOnlyList<DebaterSummary> debaters)
    {
        terminal.WriteLine(FormattableString.Invariant($"trained on {runs[0].TrainedOn}; {runs.Count} seeds"));
        var (none, bayes) = (Over(runs, r => r.NoEvidence).Mean, Over(runs, r => r.Bayes).Mean);
        terminal.WriteLine(FormattableString.Invariant($"tried on {runs[0].TestedOn}: no evidence {none:0.000}, Bayes {bayes:0.000}"));
        terminal.WriteTable(new ReportTable(
            [
                "evidence of", "how", "items", "aligned", "sd", "greedy confuser", "learned confuser", "exact confuser", "sd",
                "exploitability",
            ],
            [.. debaters.Select(d => new[]
            {
                d.Player, How(d.From), d.Items.ToString(CultureInfo.InvariantCulture), Mean(d.Alignment), Sd(d.Alignment), Mean(d.Greedy),
                Mean(d.Learned), Mean(d.Exact), Sd(d.Exact), Mean(d.Exploitability),
            })]));
        terminal.WriteLine("aligned: the share of comparisons in which the judge prefers the clinicians' action; with a confuser: against it");
    }

    /// <summary>How the evidence was produced, in a word or two.</summary>
    public static string How(EvidenceSource from) => from switch
    {
        EvidenceSource.Alone => "alone",
        EvidenceSource.Debate => "debate",
        _ => "sees all",
    };

    private static SeedSummary Over(IReadOnlyList<DebatersRun> runs, Func<DebatersRun, double> of) => new([.. runs.Select(of)]);

    private static string Mean(SeedSummary? spread) => spread?.Mean.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    private static string Sd(SeedSummary? spread) => spread?.Deviation.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
