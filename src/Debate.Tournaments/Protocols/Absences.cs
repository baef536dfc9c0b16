using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>What becomes of debates whose debaters' models are gone.</summary>
public enum AbsenceRule
{
    /// <summary>They wait: all that does not depend on them is played, and then the tournament stands until somebody resumes it.</summary>
    Wait,

    /// <summary>They are forfeited, and the tournament goes on.</summary>
    Forfeit,
}

/// <summary>A debater for whom a tournament waits.</summary>
/// <param name="Name">The debater.</param>
/// <param name="Reason">Why its model could not be asked.</param>
public sealed record AbsentDebater(string Name, string Reason);

/// <summary>
/// The debates of a tournament that cannot be played, because models are gone. An outage is no result: such a debate stays open, or the
/// tournament decides that it is forfeited, which is an effect of its own journal. Forfeits are decided when a round waits for nothing
/// else, and not where more than half of its debaters are absent, because that looks like an outage on this side. Where a judge is gone
/// nobody forfeits.
/// </summary>
internal sealed class Absences(AbsenceRule rule)
{
    private const string WithdrawnReason = "withdrawn";
    private readonly List<OpenChild> _open = [];
    private bool _areMost, _areAll;

    /// <summary>The debaters who forfeited, as the journal records it for a debate.</summary>
    public static string[] ReadForfeit(string decision) => decision.Split('\n');

    /// <summary>A debate; decided beforehand where a debater has withdrawn.</summary>
    public static Child ForgoWithdrawn(Child child) =>
        child.Seats.Where(s => s.HasWithdrawn).Select(s => s.Name).ToArray() is [_, ..] withdrawn
            ? child with { Forgone = Decide(child, withdrawn, WithdrawnReason) } : child;

    /// <summary>Decides what becomes of the open debates of a round, all of whose debates are given too.</summary>
    public IReadOnlyList<ChildDecision?> Decide(IReadOnlyList<Child> round, IReadOnlyList<OpenChild> open)
    {
        var debaters = round.SelectMany(c => c.Seats).Where(s => s is { Debater: not null, HasWithdrawn: false })
            .Select(s => s.Debater).Distinct(StringComparer.Ordinal).Count();
        var absent = open.SelectMany(FindAbsent).Select(a => a.Name).Distinct(StringComparer.Ordinal).Count();
        (_areMost, _areAll) = (2 * absent > debaters, absent == debaters);
        if (rule == AbsenceRule.Forfeit && !_areMost && open.All(o => FindAbsent(o).Any()))
            return [.. open.Select(o => Decide(o.Child, [.. o.Absent.Select(a => a.Seat)], JoinReasons(o)))];
        _open.AddRange(open);
        return new ChildDecision?[open.Count];
    }

    /// <summary>How the tournament stands once nothing more can be played; null where no debate is open.</summary>
    /// <param name="hasPlayed">Whether any debate was played.</param>
    public SuspendedException? FindSuspension(bool hasPlayed)
    {
        if (_open.Count == 0) return null;
        var other = _open.Find(o => !FindAbsent(o).Any()) ?? (_areAll && !hasPlayed ? _open[0] : null);
        if (other is { Suspension: var why }) return new(why.Status, why.Message, why.Cause);
        AbsentDebater[] absent = [.. _open.SelectMany(FindAbsent).DistinctBy(a => a.Name)];
        var most = rule == AbsenceRule.Forfeit && _areMost
            ? "; nobody forfeits where more than half of a round is absent, which looks like an outage on this side" : "";
        return new(RunStatus.Interrupted, Describe(absent, _open.Count) + most, FailureKind.Absent)
        {
            Absent = [.. absent.Select(a => new AbsentSeat(a.Name, a.Reason))],
        };
    }

    private static ChildDecision Decide(Child child, string[] seats, string reason) => new(
        string.Join('\n', child.Seats.Where(s => s.Debater is not null && seats.Contains(s.Name)).Select(s => s.Debater)), reason);

    private static IEnumerable<AbsentDebater> FindAbsent(OpenChild open) =>
        from seat in open.Child.Seats
        from absent in open.Absent
        where absent.Seat == seat.Name && seat.Debater is not null
        select new AbsentDebater(seat.Debater!, absent.Reason);

    private static string JoinReasons(OpenChild open) => string.Join("; ", FindAbsent(open).Select(a => a.Reason).Distinct());

    private static string Describe(AbsentDebater[] absent, int debates)
    {
        var (are, them) = absent.Length == 1 ? ("is", "it") : ("are", "them");
        var count = string.Create(CultureInfo.InvariantCulture, $"{debates} {(debates == 1 ? "debate waits" : "debates wait")}");
        return $"{string.Join(", ", absent.Select(a => a.Name))} {are} absent, and {count} for {them}: "
            + string.Join("; ", absent.Select(a => a.Reason).Distinct());
    }
}

/// <summary>What a report says of debaters who were not there.</summary>
internal static class AbsenceWarnings
{
    /// <summary>A sentence for whom the tournament waits, one for what was forfeited, and one for who withdrew.</summary>
    public static IEnumerable<string> Describe(
        DeliberationId id, IReadOnlyList<AbsentDebater> absent, IReadOnlyList<Forfeit> forfeits, IReadOnlyList<string> withdrawn)
    {
        foreach (var (name, reason) in absent)
            yield return $"{name} is absent, and its debates wait ({reason}). When it is back: debate tournament resume {id}; without "
                + $"it: debate tournament withdraw {id} {Quote(name)}; with 'absent: forfeit' in its specification a tournament goes on";
        if (forfeits.Count > 0)
        {
            var were = forfeits.Count == 1 ? "debate was" : "debates were";
            yield return string.Create(CultureInfo.InvariantCulture, $"{forfeits.Count} {were} forfeited by ")
                + $"{string.Join(", ", forfeits.SelectMany(Absent).Distinct())}: points and pairing count them, ratings do not";
        }
        if (withdrawn.Count > 0)
            yield return $"{string.Join(", ", withdrawn)} {(withdrawn.Count == 1 ? "has" : "have")} withdrawn: what was played counts";
    }

    private static IEnumerable<string> Absent(Forfeit forfeit) =>
        new[] { forfeit.Pairing.Pro, forfeit.Pairing.Con }.Where(forfeit.IsAbsent);

    private static string Quote(string name) => name.Any(char.IsWhiteSpace) ? $"\"{name}\"" : name;
}
