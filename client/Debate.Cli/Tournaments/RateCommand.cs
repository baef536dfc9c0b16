using System.CommandLine;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Hosting;
using Debate.Tournaments;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate rate</c>: rates games played anywhere.</summary>
internal sealed class RateCommand : Command
{
    private readonly Argument<string> _games = new("GAMES")
    {
        Description = "The games: CSV, JSON, JSON Lines or Parquet with a, b, winner; motion, judge, side, first, length_a, length_b, "
            + "margin where there are; votes as Arena and others publish them; an export of a tournament.",
    };
    private readonly Option<string> _rating = new Option<string>("--rating")
    {
        Description = "What rates.",
        DefaultValueFactory = _ => RatingEstimators.Default,
    }.AcceptOnlyFromAmong([.. RatingEstimators.Names]);
    private readonly Option<string?> _intervals = new Option<string?>("--intervals")
    {
        Description = "What the intervals are by; what suits the rating where none is given.",
    }.AcceptOnlyFromAmong([.. RatingIntervals.Names]);
    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Bradley-Terry by plain maximum likelihood, without a prior; refused where there is no maximum.",
    };
    private readonly Option<bool> _unjudged = UnjudgedOption.Create();
    private readonly Option<string?> _out =
        new("--out") { Description = $"Write a page as well, {PageFile.Html} with pictures or {PageFile.Markdown}.", HelpName = "FILE" };

    public RateCommand() : base("rate", "Rate the players of any list of games, with intervals, ranks and warnings.")
    {
        Add(_games);
        foreach (var option in new Option[] { _rating, _intervals, _plain, _unjudged, _out }) Add(option);
        EncodingOption.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var file = parse.GetRequiredValue(_games);
        var method = Method(parse) with { RatesUnjudged = parse.GetValue(_unjudged) };
        using var page = PageFile.Read(parse, _out);
        var games = await ReadAsync(file, parse);
        var seed = parse.GetValue(CommonOptions.Seed) ?? games.Seed ?? RunIds.Default.CreateSeed();
        var board = games.Rate(seed, method);
        var facts = FormattableString.Invariant($"{games.Describe(board.Standings.Count, method)}, seed {seed}.");
        if (page is not null)
            await PageFile.WriteAsync(page, new(Path.GetFileName(file), [.. LeaderboardReport.CreateSections(board, facts)]), stop);
        Print(terminal, board, (games, seed, facts));
        return Exit.Ok;
    }

    private static async Task<GameList> ReadAsync(string file, ParseResult parse)
    {
        var bytes = Files.ReadBytes(file);
        return ParquetRows.IsParquet(bytes)
            ? GameFile.Read((await ParquetRows.ReadAsync(bytes, file)).Select(row => (row.Fields, row.Where)), file)
            : GameFile.Read(Files.Decode(bytes, file, parse), file);
    }

    private RatingMethod Method(ParseResult parse)
    {
        var (rating, intervals) = (parse.GetRequiredValue(_rating), parse.GetValue(_intervals));
        if (!parse.GetValue(_plain)) return RatingMethod.FromNames(rating, intervals);
        // The likelihood of a resample has no maximum more often than that of the games, so the closed form is the better default.
        return rating == new BradleyTerry().Name
            ? new(new BradleyTerry(priorPoints: null), RatingIntervals.Get(intervals ?? "sandwich"))
            : throw new InputException($"--plain: it goes with --rating bradley-terry, not '{rating}'");
    }

    private static void Print(Terminal terminal, Leaderboard board, (GameList Games, long Seed, string Facts) of)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(new
            {
                games = of.Games.Games.Count,
                of.Games.NotJudged,
                of.Games.Forfeits,
                seed = of.Seed,
                board.Rating,
                board.Intervals,
                board.Scale,
                board.Standings,
                board.Ties,
                board.Effects,
                board.Pairs,
                board.Warnings,
            });
            return;
        }
        terminal.WriteLine($"{of.Facts} {LeaderboardReport.DescribeMethod(board)}");
        terminal.WriteTable(LeaderboardReport.ToTable(board));
        if (board.Effects.Count > 0) terminal.WriteTable(LeaderboardReport.ToEffectsTable(board));
        foreach (var warning in board.Warnings) terminal.WriteLine($"! {warning}", new(Spectre.Console.Color.Yellow));
    }
}
