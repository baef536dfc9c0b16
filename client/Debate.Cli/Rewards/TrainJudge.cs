using System.CommandLine;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Hosting;
using Debate.Rewards.Judges;
using Debate.Rewards.Trajectories;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>
/// <c>debate reward train-judge</c>: trains judges on the clinicians' actions and reports their accuracy next to the bounds of the test
/// distribution.
/// </summary>
internal sealed class TrainJudge : Command
{
    private const string AllItems = "all";

    private readonly EnvironmentOptions _environment = new();
    private readonly Option<string?> _trajectories = new("--trajectories")
    {
        Description = "Learn from logged steps instead: CSV with traj, step, o:FEATURE..., a:action (0..24), r:reward.",
        HelpName = "FILE",
    };
    private readonly Option<string> _items = new("--items")
    {
        Description = "Items of evidence that the judge will see, or 'all'; with commas between them, one judge for each.",
        HelpName = "N,...",
        DefaultValueFactory = _ => "6",
    };
    private readonly Option<string> _weighting = new("--weighting")
    {
        Description = "How rows are drawn: inverse-frequency (by 1/count of the action) or unweighted; or both, with a comma.",
        HelpName = "NAMES",
        DefaultValueFactory = _ => "inverse-frequency",
    };
    private readonly Option<int> _seeds = NumberOptions.Count("--seeds", 1, "Judges of each kind, with seeds from --seed on: the spread.");
    private readonly Option<int> _episodes = NumberOptions.Count("--episodes", 12_000, "Episodes of the expert to learn from.");
    private readonly Option<int> _steps = NumberOptions.Count("--steps", 20_000, "Steps of training.");
    private readonly Option<int> _batch = NumberOptions.Count("--batch", 64, "Comparisons a step.");
    private readonly Option<int> _hidden = NumberOptions.Count("--hidden", 64, "Units of each hidden layer.");
    private readonly Option<int> _sets = NumberOptions.Count("--sets", 16, "Sets of evidence that each state is tried with.");
    private readonly Option<string?> _out =
        new("--out") { Description = "Write the judge to a file (one kind; the first seed).", HelpName = "FILE" };

    public TrainJudge() : base("train-judge", "Train judges from what clinicians did, and say how good they are and on what.")
    {
        _environment.AddTo(this);
        Option[] options = [_trajectories, _items, _weighting, _seeds, _episodes, _steps, _batch, _hidden, _sets, _out];
        foreach (var option in options) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        using var file = WholeFile.Create(parse, _out);
        var (where, study) = Study(parse);
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        var kinds = Kinds(parse, study.Features.Count);
        if (file is not null && kinds.Count > 1)
            throw new InputException($"--out '{file.Name}': one file holds one judge, and {kinds.Count} kinds are asked for");
        var seeds = Enumerable.Range(0, NumberOptions.Positive(parse, _seeds)).ToArray();
        var trainings = kinds.SelectMany(k => seeds.Select(i => Training(parse, k.Items, k.Weighting, seed + i))).ToArray();
        var results = await ParallelWork.RunAsync(
            terminal, "training", trainings.Length,
            (i, report, cancelled) => study.Run(trainings[i], done => report(done / (double)trainings[i].Steps), cancelled), stop);
        if (file is not null) await WriteAsync(file, results[0].Judge, stop);
        new JudgePrinter(terminal).Print(where, seed, results);
        if (file is not null) terminal.Report($"written to {file.Name}");
        return Exit.Ok;
    }

    private static async Task WriteAsync(WholeFile file, LearnedJudge judge, CancellationToken stop)
    {
        await file.Writer.BaseStream.WriteAsync(JudgeFile.Write(judge), stop);
        file.Commit();
    }

    private (string Where, JudgeStudy Study) Study(ParseResult parse)
    {
        var sets = NumberOptions.Positive(parse, _sets);
        if (parse.GetValue(_trajectories) is { } file)
        {
            using var log = Files.OpenText(file);
            return (file, LoggedJudgeStudy.Create(TrajectoryFile.Read(log, file), Path.GetFileName(file)) with { EvidenceSets = sets });
        }
        var setting = _environment.Read(parse);
        return (setting.Environment.Name, JudgeStudy.Create(setting, parse.GetValue(_episodes)) with { EvidenceSets = sets });
    }

    private JudgeTraining Training(ParseResult parse, int items, DemonstrationWeighting weighting, long seed) => new(items, seed, weighting)
    {
        Steps = NumberOptions.Positive(parse, _steps),
        BatchSize = NumberOptions.Positive(parse, _batch),
        Hidden = NumberOptions.Positive(parse, _hidden),
    };

    private IReadOnlyList<(int Items, DemonstrationWeighting Weighting)> Kinds(ParseResult parse, int features) =>
    [
        .. from items in ListOptions.Read("--items", parse.GetRequiredValue(_items)).Select(text => Items(text, features))
           from weighting in ListOptions.Read("--weighting", parse.GetRequiredValue(_weighting)).Select(JudgePrinter.Read)
           select (items, weighting),
    ];

    private static int Items(string text, int features)
    {
        if (text == AllItems) return features;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var items) && items >= 1 && items <= features
            ? items : throw new InputException($"--items '{text}': it must be '{AllItems}' or a whole number in 1..{features}");
    }
}

/// <summary>Prints judges: each accuracy next to the two bounds of the distribution it was measured on, over seeds.</summary>
internal sealed class JudgePrinter(Terminal terminal)
{
    /// <summary>Parses the name of a weighting.</summary>
    public static DemonstrationWeighting Read(string word) => word switch
    {
        "inverse-frequency" => DemonstrationWeighting.InverseFrequency,
        "unweighted" => DemonstrationWeighting.Unweighted,
        _ => throw new InputException($"--weighting '{word}': not one of inverse-frequency, unweighted"),
    };

    /// <summary>
    /// Prints one JSON document or one set of tables; <paramref name="where"/> names the source of the rows, <paramref name="seed"/> is the
    /// first seed.
    /// </summary>
    public void Print(string where, long seed, IReadOnlyList<JudgeResult> results)
    {
        var kinds = results.GroupBy(r => (r.Judge.Origin.Items, r.Judge.Origin.Weighting)).Select(g => g.ToArray()).ToArray();
        if (terminal.IsJson)
        {
            var judges = kinds.Select(kind => new
            {
                items = kind[0].Judge.Origin.Items,
                weighting = kind[0].Judge.Origin.Weighting,
                fullState = kind[0].Judge.SeesFullState,
                trainedOn = kind[0].Reports[0].Train,
                tests = kind[0].Reports.Select((_, test) => Test([.. kind.Select(r => r.Reports[test])])),
            });
            terminal.WriteJson(new { environment = where, seed, seeds = kinds[0].Length, judges });
            return;
        }
        terminal.WriteLine(FormattableString.Invariant($"{where}, {kinds[0].Length} judges of each kind, seeds from {seed}"));
        foreach (var kind in kinds) PrintKind(kind);
    }

    private void PrintKind(JudgeResult[] kind)
    {
        var origin = kind[0].Judge.Origin;
        var sees = kind[0].Judge.SeesFullState ? "the full state" : FormattableString.Invariant($"{origin.Items} random items");
        terminal.WriteLine($"A judge that sees {sees}, trained on {kind[0].Reports[0].Train}, tried on:");
        terminal.WriteTable(new ReportTable(
            ["pairs", "accuracy", "sd", "least", "most", "no evidence", "Bayes", "log loss", "ECE"],
            [.. kind[0].Reports.Select((_, test) => Row([.. kind.Select(r => r.Reports[test])]))]));
    }

    private static string[] Row(JudgeReport[] tries)
    {
        var accuracy = Over(tries, t => t.Accuracy);
        return
        [
            tries[0].Test, FormatNumber(accuracy.Mean), FormatNumber(accuracy.Deviation), FormatNumber(accuracy.Least),
            FormatNumber(accuracy.Most),
            FormatNumber(tries[0].NoEvidence), double.IsNaN(tries[0].Bayes) ? "unknown"
            : FormatNumber(tries[0].Bayes), FormatNumber(tries.Average(t => t.LogLoss)),
            FormatNumber(tries.Average(t => t.CalibrationError)),
        ];
    }

    private static object Test(JudgeReport[] tries) => new
    {
        test = tries[0].Test,
        accuracy = Over(tries, t => t.Accuracy),
        noEvidence = tries[0].NoEvidence,
        bayes = double.IsNaN(tries[0].Bayes) ? (double?)null : tries[0].Bayes,
        logLoss = Over(tries, t => t.LogLoss),
        calibrationError = Over(tries, t => t.CalibrationError),
        reliability = tries[0].Bins,
    };

    private static SeedSummary Over(JudgeReport[] tries, Func<JudgeReport, double> of) => new([.. tries.Select(of)]);

    private static string FormatNumber(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
