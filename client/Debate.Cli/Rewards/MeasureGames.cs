using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core;
using Debate.Core.Output;
using Debate.Hosting;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Policies;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>
/// <c>debate reward games</c>: the cost of solving games pruned to increasing numbers of items, and the error of these estimates against
/// the exact value. A game compares an admissible action with the one the clinicians choose most often, in both speaking orders.
/// </summary>
internal sealed class MeasureGames : Command
{
    private readonly EnvironmentOptions _environment = new();
    private readonly Option<string> _judge =
        new("--judge") { Description = "A judge that train-judge wrote.", HelpName = "FILE", Required = true };
    private readonly Option<int> _sample = NumberOptions.Count("--sample", 100, "Games to play, drawn from all there are.");
    private readonly Option<int> _keep = NumberOptions.Count("--keep", PrunedGame.DefaultItems,
        "Items that pruned games are solved over at most.");
    private readonly Option<int?> _exact = new("--exact")
    {
        Description = "How many of them are solved over all items too. Without it all where that is quick, else 4.",
        HelpName = "N",
    };

    private const int DefaultExactGames = 4;

    public MeasureGames() : base("games", "Solve games pruned to the items that matter most, and say how far that is from exact.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _judge, _sample, _keep, _exact }) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var (file, setting) = (parse.GetRequiredValue(_judge), _environment.Read(parse));
        var judge = JudgeFile.Read(Files.Read(file), file);
        var questions = DebateRewardTable.Questions(setting.Environment, setting.Expert).ToList();
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        SeededRandom.Create(seed, "games").Shuffle(questions);
        var (sample, keep) = (Math.Min(questions.Count, NumberOptions.Positive(parse, _sample)), NumberOptions.Positive(parse, _keep));
        var exactly = Math.Min(sample, parse.GetValue(_exact) ?? (DebateReward.IsExact(judge) ? sample : DefaultExactGames));
        var tries = new List<GameEstimate>();
        for (var game = 0; game < sample; game++)
        {
            var (state, action, other) = questions[game];
            tries.AddRange(Solve(new(judge, setting.Environment.Features, state, action, other), keep, game < exactly));
            if ((game + 1) % (sample / 10 + 1) == 0) terminal.Report(FormattableString.Invariant($"  games: {game + 1} of {sample}"));
        }
        Row[] rows = [.. tries.GroupBy(t => t.Game.Items).OrderBy(g => g.Key).Select(g => Row.Summarise([.. g]))];
        if (terminal.IsJson)
            terminal.WriteJson(new
            {
                environment = setting.Environment.Name, judge.Origin.Items, seed, comparisons = questions.Count, sample, exact = exactly,
                rows,
            });
        else Print(terminal, rows, FormattableString.Invariant(
            $"{setting.Environment.Name}, debates of {judge.Origin.Items} items: {sample} of {questions.Count} comparisons, ")
            + FormattableString.Invariant($"{exactly} of them exactly; seed {seed}"));
        return Exit.Ok;
    }

    /// <summary>The estimates of one game at each pruning step; the last one is exact if <paramref name="exactly"/> is set.</summary>
    private static IEnumerable<GameEstimate> Solve(FeatureEvidence evidence, int keep, bool exactly)
    {
        var tries = PrunedGame.ItemCounts(evidence).Where(items => items <= keep || exactly && items == evidence.Features.Count)
            .Select(items =>
        {
            var watch = Stopwatch.StartNew();
            return (Game: PrunedGame.Estimate(evidence, items), Took: watch.Elapsed.TotalMilliseconds);
        }).ToArray();
        return tries.Select(t => new GameEstimate(t.Game, t.Took, exactly ? tries[^1].Game : null));
    }

    private static void Print(Terminal terminal, Row[] rows, string about)
    {
        terminal.WriteLine(about);
        terminal.WriteTable(new ReportTable(
            ["over items", "sets judged", "games", "ms a game", "95 % within", "same outcome", "margin off by"],
            [.. rows.Select(r => new[]
            {
                FormatNumber(r.Items, "0"), FormatNumber(r.Sets, "0"), FormatNumber(r.Games, "0"), FormatNumber(r.Milliseconds, "0.00"),
                    FormatNumber(r.Percentile95, "0.00"),
                FormatNumber(r.SameOutcome, "0.000"), FormatNumber(r.MarginGap, "0.000"),
            })]));
        terminal.WriteLine("a game is a comparison in both speaking orders; outcome and margin are read against the game over all items");
    }

    private static string FormatNumber(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    /// <summary>One estimate, its time in milliseconds, and the exact game if it was solved.</summary>
    private sealed record GameEstimate(PrunedGame Game, double Took, PrunedGame? Exact);

    /// <summary>
    /// All estimates over the same number of items; the share of equal outcomes and the mean absolute difference of margins for games that
    /// were also solved exactly.
    /// </summary>
    private sealed record Row(
        int Items, int Sets, int Games, double Milliseconds, double Percentile95, double? SameOutcome, double? MarginGap)
    {
        public static Row Summarise(GameEstimate[] tries)
        {
            double[] took = [.. tries.Select(t => t.Took).Order()];
            var orders = tries.Where(t => t.Exact is not null).SelectMany(t => new[]
            {
                (Of: t.Game.InOrder, Exact: t.Exact!.InOrder), (Of: t.Game.Reversed, Exact: t.Exact.Reversed),
            }).ToArray();
            return new(
                tries[0].Game.Items, tries[0].Game.Leaves, tries.Length, took.Average(), took[(int)Math.Ceiling(.95 * took.Length) - 1],
                orders.Length == 0 ? null : orders.Average(o => Math.Sign(o.Of) == Math.Sign(o.Exact) ? 1.0 : 0),
                orders.Length == 0 ? null : orders.Average(o => Math.Abs(o.Of - o.Exact)));
        }
    }
}
