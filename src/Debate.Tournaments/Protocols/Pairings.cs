using Debate.Deliberation;

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
        All = [.. RoundRobin.Of(Debaters, [.. problem.Parts.Select(p => p.Key)])];
    }

    /// <summary>The debaters, in order.</summary>
    public IReadOnlyList<string> Debaters { get; }

    /// <summary>The matches, in playing order.</summary>
    public IReadOnlyList<Pairing> All { get; }

    /// <summary>The seats that debaters take, the side that argues for the motion first.</summary>
    public (string Pro, string Con) Sides => _options.Text("seats").Split(',') is [var pro, var con] ? (pro, con) : ("pro", "con");

    /// <summary>The children in playing order; studies come first, because they are few and long.</summary>
    public IEnumerable<Child> Children()
    {
        var protocol = _options.Text("protocol");
        var passed = _options.Under(protocol);
        var problems = _problem.Parts.ToDictionary(p => p.Key, StringComparer.Ordinal);
        var debaters = _seats.Where(s => s.Debater is not null).ToDictionary(s => s.Debater!, StringComparer.Ordinal);
        var others = _seats.Where(s => s.Debater is null).ToArray();
        var (pro, con) = Sides;
        var studies = protocol == "evidence" && _options.Text("curve") == "yes" ? _problem.Parts.Select((p, i) => Study(p, i, passed)) : [];
        return studies.Concat(All.Select(pairing => new Child(
            pairing.Key, protocol, problems[pairing.Motion],
            [debaters[pairing.Pro] with { Name = pro }, debaters[pairing.Con] with { Name = con }, .. others], passed)));
    }

    private static Child Study(Problem problem, int index, ProtocolOptions passed) => new(
        $"{StudyPrefix}{index}", "agreement", problem, [new("pro", "greedy"), new("con", "greedy")],
        new(passed.Where(o => o.Key is "judge" or "burden")));
}
