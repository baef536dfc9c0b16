using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Cli.Output;
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
    private readonly Option<int> _sample = Numbers.Count("--sample", 100, "Games to play, drawn from all there are.");
    private readonly Option<int> _keep = Numbers.Count("--keep", PrunedGame.Usual, "Items that pruned games are solved over at most.");
    private readonly Option<int?> _exact = new("--exact")
    {
        Description = "How many of them are solved over all items too. Without it all where that is quick, else 4.",
        HelpName = "N",
    };

    private const int Few = 4;

    public MeasureGames() : base("games", "Solve games pruned to the items that matter most, and say how far that is from exact.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _judge, _sample, _keep, _exact }) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = Common.Terminal(parse);
        var (file, setting) = (parse.GetRequiredValue(_judge), _environment.Read(parse));
        var judge = JudgeFile.Read(Files.Read(file), file);
        var questions = Comparisons.Questions(setting.Environment, setting.Expert).ToList();
        var seed = parse.GetValue(Common.Seed) ?? RunIds.Fresh.Seed();
        Draws.Of(seed, "games").Shuffle(questions);
        var (sample, keep) = (Math.Min(questions.Count, Numbers.Positive(parse, _sample)), Numbers.Positive(parse, _keep));
        var exactly = Math.Min(sample, parse.GetValue(_exact) ?? (DebateReward.IsExact(judge) ? sample : Few));
        var tries = new List<Try>();
        for (var game = 0; game < sample; game++)
        {
            var (state, action, other) = questions[game];
            tries.AddRange(Solve(new(judge, setting.Environment.Features, state, action, other), keep, game < exactly));
            if ((game + 1) % (sample / 10 + 1) == 0) terminal.Note(FormattableString.Invariant($"  games: {game + 1} of {sample}"));
        }
        Row[] rows = [.. tries.GroupBy(t => t.Game.Items).OrderBy(g => g.Key).Select(g => Row.Of([.. g]))];
        if (terminal.IsJson)
            terminal.Json(new
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
    private static IEnumerable<Try> Solve(FeatureEvidence evidence, int keep, bool exactly)
    {
        var tries = PrunedGame.Steps(evidence).Where(items => items <= keep || exactly && items == evidence.Features.Count).Select(items =>
        {
            var watch = Stopwatch.StartNew();
            return (Game: PrunedGame.Of(evidence, items), Took: watch.Elapsed.TotalMilliseconds);
        }).ToArray();
        return tries.Select(t => new Try(t.Game, t.Took, exactly ? tries[^1].Game : null));
    }

    private static void Print(Terminal terminal, Row[] rows, string about)
    {
        terminal.Line(about);
        terminal.Table(new ReportTable(
            ["over items", "sets judged", "games", "ms a game", "95 % within", "same outcome", "margin off by"],
            [.. rows.Select(r => new[]
            {
                Text(r.Items, "0"), Text(r.Sets, "0"), Text(r.Games, "0"), Text(r.Milliseconds, "0.00"), Text(r.Percentile95, "0.00"),
                Text(r.SameOutcome, "0.000"), Text(r.MarginGap, "0.000"),
            })]));
        terminal.Line("a game is a comparison in both speaking orders; outcome and margin are read against the game over all items");
    }

    private static string Text(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    /// <summary>One estimate, its time in milliseconds, and the exact game if it was solved.</summary>
    private sealed record Try(PrunedGame Game, double Took, PrunedGame? Exact);

    /// <summary>
    /// All estimates over the same number of items; the share of equal outcomes and the mean absolute difference of margins for games that
    /// were also solved exactly.
    /// </summary>
    private sealed record Row(
        int Items, int Sets, int Games, double Milliseconds, double Percentile95, double? SameOutcome, double? MarginGap)
    {
        public static Row Of(Try[] tries)
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
