namespace Debate.Tournaments.Tests;

/// <summary>The results of a small tournament, including names that try to break out of the report.</summary>
internal static class SmallTournament
{
    internal static readonly Leaderboard Board = new(
    [
        new("minimax", 1742.31, 1690.2, 1801.77, 61, 40, 19) { Rank = new(1, 1) },
        new("counter", 1555.02, 1501.5, 1607.49, 44, 38, 38) { Rank = new(2, 3) },
        new("greedy <b>|bold|</b>", 1498.6, 1449.01, 1540.2, 38, 39, 43) { Rank = new(2, 3) },
        new("random", 1204.07, 1130.4, 1262.9, 18, 37, 65) { Rank = new(4, 4) },
    ], 0.8123, ["only 4 motions: bootstrap intervals are likely too narrow"]);

    internal static readonly AgreementChart Curve = new(
    [
        .. Arm("debate", 0.55, 0.7, 0.82, 0.9, 0.95, 1), .. Arm("one-sided", 0.55, 0.5, 0.55, 0.65, 0.8, 1),
        .. Arm("random", 0.55, 0.6, 0.68, 0.75, 0.86, 1), new CurvePoint(0, "none", 0.55, 40),
    ]);

    internal static readonly HtmlReport Page = new("Town hall & friends",
    [
        new("Leaderboard")
        {
            Paragraphs = ["Four debaters, 40 motions, every pair on every motion with the sides swapped."],
            Drawing = RatingIntervalsSvg.Draw(Board), Table = LeaderboardReport.ToTable(Board), Notes = Board.Warnings,
        },
        new("Agreement with full information") { Drawing = Curve.ToSvg(), Table = Curve.ToTable() },
        new("Look at a debate") { Code = "debate show 'town-hall/m1--a--b' <&1" },
    ]);

    private static IEnumerable<CurvePoint> Arm(string arm, params double[] agreement) =>
        agreement.Select((value, i) => new CurvePoint(i / 5.0, arm, value, 40));
}
