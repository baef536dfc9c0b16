using System.CommandLine;
using Debate.Cli.Input;
using Debate.Tournaments;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament status</c>: the current state of a tournament, even while it runs.</summary>
internal sealed class TournamentStatus : Command, IReadOnlyCommand
{
    private readonly TournamentArgument _tournament = TournamentArgument.Create();
    private readonly Option<string?> _rating = new Option<string?>("--rating")
    {
        Description = "Rate by another method than the tournament's own.",
    }.AcceptOnlyFromAmong([.. RatingEstimators.Names]);
    private readonly Option<string?> _intervals = new Option<string?>("--intervals")
    {
        Description = "What the intervals are by; what suits the rating where only that is given.",
    }.AcceptOnlyFromAmong([.. RatingIntervals.Names]);

    private readonly Option<bool> _unjudged = UnjudgedOption.Create();

    public TournamentStatus() : base("status", "How a tournament stands, also while it runs.")
    {
        Add(_tournament);
        Add(_rating);
        Add(_intervals);
        Add(_unjudged);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var printer = new TournamentPrinter
        {
            Method = (parse.GetValue(_rating), parse.GetValue(_intervals)),
            RatesUnjudged = parse.GetValue(_unjudged),
        };
        await _tournament.ReadAsync(parse, view => printer.PrintAsync(view, terminal));
        return Exit.Ok;
    }
}
