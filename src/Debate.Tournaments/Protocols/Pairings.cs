using Debate.Deliberation;
using Debate.Deliberation.Evidence;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// What a tournament plays: a pure function of its snapshot, so that a report can name every match without asking anybody.
/// </summary>
public sealed class Pairings
{
    /// <summary>The key of the study of a motion begins with this, which no pairing's key does.</summary>
    public const string StudyPrefix = "curve.";

    private readonly Problem _problem;
    private readonly IReadOnlyList<Seat> _seats;
    private readonly ProtocolOptions _options;

    /// <summary>The pairings of a tournament over the parts of <paramref name="problem"/>.</summary>
    public Pairings(Problem problem, IReadOnlyList<Seat> seats, ProtocolOptions options)
    {
        (_problem, _seats, _options) = (problem, seats, options);
        Debaters = [.. seats.Where(s => s.Debater is not null).Select(s => s.Debater!)];
        Canaries = [.. CanaryMatches.Of(
            CanaryMatches.Named(options.GetValueOrDefault("canaries", "")), Debaters, [.. problem.Parts.Select(p => p.Key)])];
        All = [.. RoundRobin.Of(Debaters, [.. problem.Parts.Select(p => p.Key)])];
    }

    /// <summary>The debaters, in order.</summary>
    public IReadOnlyList<string> Debaters { get; }

    /// <summary>The matches, in playing order.</summary>
    public IReadOnlyList<Pairing> All { get; }

    /// <summary>The debates that try the judges; they give no ratings.</summary>
    public IReadOnlyList<CanaryMatch> Canaries { get; }

    /// <summary>The seats that debaters take, the side that argues for the motion first.</summary>
    public (string Pro, string Con) Sides => _options.Text("seats").Split(',') is [var pro, var con] ? (pro, con) : ("pro", "con");

    /// <summary>The children in playing order; studies come first, because they are few and long.</summary>
    public IEnumerable<Child> Children()
    {
        var protocol = _options.Text("protocol");
        var passed = _options.Under(protocol);
        var problems = _problem.Parts.ToDictionary(p => p.Key, StringComparer.Ordinal);
        var debaters = _seats.Where(s => s.Debater is not null).ToDictionary(s => s.Debater!, StringComparer.Ordinal);
        var (pro, con) = Sides;
        var tables = new Tables(_seats, _options);
        var studies = protocol == "evidence" && _options.Text("curve") == "yes" ? _problem.Parts.Select((p, i) => Study(p, i, passed)) : [];
        var played = All.Select(p => tables.Child(
            p.Key, problems[p.Motion], debaters[p.Pro] with { Name = pro }, debaters[p.Con] with { Name = con }));
        var tried = Canaries.Select(c =>
        {
            var own = CanarySeat(c.Canary);
            var opponent = c.Opponent is { } name ? debaters[name] : CanarySeat(Deliberation.Canaries.Silent);
            var (first, second) = c.Side == Side.Pro ? (own, opponent) : (opponent, own);
            return tables.Child(c.Key, problems[c.Motion], first with { Name = pro }, second with { Name = con }, all: true);
        });
        return studies.Concat(played).Concat(tried);
    }

    private static Seat CanarySeat(string canary) => new(canary, Deliberation.Canaries.Model(canary));

    private static Child Study(Problem problem, int index, ProtocolOptions passed) => new(
        $"{StudyPrefix}{index}", "agreement", problem, [new("pro", "greedy"), new("con", "greedy")],
        new(passed.Where(o => o.Key is "judge" or "burden")));
}
