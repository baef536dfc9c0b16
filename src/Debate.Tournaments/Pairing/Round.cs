using System.Collections.Frozen;
using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>The matches that are played together, and the byes. It is journaled before the first match is played.</summary>
/// <param name="Name">Its name for people, one line, such as <c>round 3</c> or <c>final</c>.</param>
/// <param name="Pairings">The matches, in playing order.</param>
public sealed record Round(string Name, IReadOnlyList<Pairing> Pairings)
{
    /// <summary>The debaters without an opponent.</summary>
    public IReadOnlyList<string> Byes { get; init; } = [];
}

/// <summary>A round with the results so far; during the round some are missing.</summary>
/// <param name="Round">The round.</param>
/// <param name="Games">The finished debates, in any order.</param>
public sealed record PlayedRound(Round Round, IReadOnlyList<Game> Games)
{
    /// <summary>The debates that were forfeited.</summary>
    public IReadOnlyList<Forfeit> Forfeits { get; init; } = [];

    /// <summary>Whether each of its debates was played or forfeited.</summary>
    public bool IsFinished => Games.Count + Forfeits.Count == Round.Pairings.Count;

    /// <summary>The meetings in the order of the round: all debates of the same two debaters in a round are one meeting.</summary>
    public IReadOnlyList<Meeting> Meetings => field ??= [.. GroupMeetings()];

    private IEnumerable<Meeting> GroupMeetings()
    {
        var games = Games.ToLookup(g => OrderPair(g.A, g.B));
        var forfeits = Forfeits.ToLookup(f => OrderPair(f.Pairing.Pro, f.Pairing.Con));
        return Round.Pairings.GroupBy(p => OrderPair(p.Pro, p.Con))
            .Select(met => new Meeting(met.First().Pro, met.First().Con, met.Count(), [.. games[met.Key]])
            {
                Forfeits = [.. forfeits[met.Key]],
            });
    }

    private static (string, string) OrderPair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
}

/// <summary>Two debaters in one round: the unit of a result when sides are swapped.</summary>
/// <param name="A">The debater who speaks for the motion first.</param>
/// <param name="B">The other one.</param>
/// <param name="Debates">The number of debates in the meeting.</param>
/// <param name="Games">The finished ones.</param>
public sealed record Meeting(string A, string B, int Debates, IReadOnlyList<Game> Games)
{
    private readonly double _playedByA = Games.Sum(g => g.A == A ? g.Score : 1 - g.Score);

    /// <summary>The debates that were forfeited.</summary>
    public IReadOnlyList<Forfeit> Forfeits { get; init; } = [];

    /// <summary>The points of A: 1 a debate won, by forfeit too, 0.5 a debate drawn.</summary>
    public double PointsOfA => _playedByA + Forfeits.Sum(f => f.PointsOf(A));

    /// <summary>The points of B.</summary>
    public double PointsOfB => Games.Count - _playedByA + Forfeits.Sum(f => f.PointsOf(B));

    /// <summary>The result for A: 1 for more points than B, 0.5 for as many, otherwise 0.</summary>
    public double Score => (Math.Sign(PointsOfA - PointsOfB) + 1) / 2.0;

    /// <summary>Whether each of its debates was played or forfeited.</summary>
    public bool IsFinished => Games.Count + Forfeits.Count == Debates;

    /// <summary>Whether it was forfeited as a whole: the two did not meet.</summary>
    public bool IsForfeited => Games.Count == 0 && Forfeits.Count == Debates;

    /// <summary>The meeting as it was judged: without what was forfeited or decided by nobody.</summary>
    public Meeting Judged => new(A, B, Debates, [.. Games.Where(g => g.IsJudged)]);

    /// <summary>
    /// The winner of a finished meeting, where it must have one: whoever has more points; with as many, whoever was there more often, and
    /// else <paramref name="betterSeed"/>. Null where nobody was there.
    /// </summary>
    internal string? FindWinner(string betterSeed)
    {
        if (PointsOfA + PointsOfB == 0) return null;
        var (absentA, absentB) = (Forfeits.Count(f => f.IsAbsent(A)), Forfeits.Count(f => f.IsAbsent(B)));
        return Math.Sign(PointsOfA - PointsOfB) switch
        {
            > 0 => A,
            < 0 => B,
            _ => absentA == absentB ? betterSeed : absentA < absentB ? A : B,
        };
    }
}

/// <summary>
/// The journal's text form of a round: its name, one line <c>bye SLUG</c> for each bye, and the key of each match on a line. Names are
/// recovered from the slugs and the entrants, so that a large round stays small.
/// </summary>
internal static class RoundCodec
{
    private const string ByePrefix = "bye ";

    internal static string Write(Round round) =>
        string.Join('\n', round.Byes.Select(name => ByePrefix + Slug.Create(name)).Prepend(round.Name)
            .Concat(round.Pairings.Select(p => p.Key)));

    /// <summary>Reads what <see cref="Write"/> wrote; entrants may have been added since.</summary>
    internal static Round Read(string text, Entrants field)
    {
        var debaters = field.Debaters.ToFrozenDictionary(Slug.Create, StringComparer.Ordinal);
        var motions = field.Motions.ToFrozenDictionary(Slug.Create, StringComparer.Ordinal);
        var lines = text.Split('\n');
        return new Round(lines[0], [.. lines.Skip(1).Where(line => !IsBye(line)).Select(Match)])
        {
            Byes = [.. lines.Skip(1).Where(IsBye).Select(line => debaters[line[ByePrefix.Length..]])],
        };

        Pairing Match(string key)
        {
            var parts = key.Split("--");
            return new Pairing(motions[parts[0]], debaters[parts[1]], debaters[parts[2]], key);
        }
    }

    private static bool IsBye(string line) => line.StartsWith(ByePrefix, StringComparison.Ordinal);
}

/// <summary>
/// Creates a round from its meetings: chooses the motions and the sides, and assigns unique keys. The debater who has spoken for fewer
/// motions speaks for the next; with equal counts the two alternate by round.
/// </summary>
/// <param name="field">The entrants.</param>
/// <param name="rounds">The rounds so far.</param>
/// <param name="number">The number of the round, from 0, which chooses the motions; null for the number of rounds so far.</param>
internal sealed class RoundFactory(Entrants field, IReadOnlyList<PlayedRound> rounds, int? number = null)
{
    private readonly int _number = number ?? rounds.Count;
    private readonly PairingKeys _keys = new(field.Debaters, field.Motions);
    private readonly Scoreboard _board = new(field, rounds);
    private readonly Dictionary<string, int> _timesPaired =
        rounds.SelectMany(r => r.Round.Pairings).CountBy(BaseKey).ToDictionary(StringComparer.Ordinal);

    /// <summary>The round of that name; debaters are given by their numbers among the entrants.</summary>
    internal Round Create(string name, IReadOnlyList<(int A, int B)> meetings, IEnumerable<int> byes)
    {
        var pairings = new List<Pairing>();
        foreach (var motion in field.MotionsInRound(_number).Select(IndexOf))
        {
            var legs = meetings.Select(m => AssignSides(m.A, m.B)).ToArray();
            foreach (var (pro, con) in legs) pairings.Add(CreatePairing(motion, pro, con));
            if (field.BothSides) foreach (var (pro, con) in legs) pairings.Add(CreatePairing(motion, con, pro));
        }
        return new(name, pairings) { Byes = [.. byes.Select(b => field.Debaters[b])] };
    }

    private (int Pro, int Con) AssignSides(int a, int b)
    {
        var difference = _board.Balance[a] - _board.Balance[b];
        return difference < 0 || difference == 0 && _number % 2 == 0 ? (a, b) : (b, a);
    }

    private Pairing CreatePairing(int motion, int pro, int con)
    {
        _board.AddDebate(pro, con);
        var first = _keys.CreatePairing(motion, pro, con);
        var time = _timesPaired[first.Key] = _timesPaired.GetValueOrDefault(first.Key) + 1;
        return _keys.CreatePairing(motion, pro, con, time);
    }

    private int IndexOf(string motion) => field.Motions.Index().First(m => m.Item == motion).Index;

    /// <summary>The key without the suffix that counts repetitions.</summary>
    private static string BaseKey(Pairing pairing) => string.Join("--", pairing.Key.Split("--").Take(3));
}

/// <summary>
/// A round that is a minimum-cost perfect matching; with an odd number of debaters one is matched with nobody and has a bye.
/// </summary>
internal static class MatchedRound
{
    /// <summary>
    /// The next round of those who have not withdrawn; null where they are fewer than two. <paramref name="cost"/> is at least 0 and called
    /// with the smaller number first; the number of debaters, as an index, stands for nobody.
    /// </summary>
    internal static Round? Create(Entrants field, IReadOnlyList<PlayedRound> rounds, Func<int, int, long> cost)
    {
        Validate(field);
        return Create(field, rounds, present =>
        {
            int NumberAt(int place) => place < present.Count ? present[place] : field.Debaters.Count;
            return MinimumCostMatching.Solve(present.Count + present.Count % 2, (a, b) => cost(NumberAt(a), NumberAt(b)));
        });
    }

    /// <summary>
    /// The next round of pairs that are chosen among the debaters present, given by their numbers: the place of each one's mate in this
    /// list, whose length stands for nobody. Null where fewer than two are present.
    /// </summary>
    internal static Round? Create(Entrants field, IReadOnlyList<PlayedRound> rounds, Func<IReadOnlyList<int>, int[]> chooseMates)
    {
        int[] present = [.. Enumerable.Range(0, field.Debaters.Count).Where(i => !field.HasWithdrawn(i))];
        if (present.Length < 2) return null;
        var mates = chooseMates(present);
        var meetings = present.Index().Where(p => p.Index < mates[p.Index] && mates[p.Index] < present.Length)
            .Select(p => (p.Item, present[mates[p.Index]])).ToArray();
        var byes = present.Index().Where(p => mates[p.Index] == present.Length).Select(p => p.Item);
        return new RoundFactory(field, rounds).Create(FormattableString.Invariant($"round {rounds.Count + 1}"), meetings, byes);
    }

    /// <summary>Throws <see cref="InputException"/> for a field too large to be matched.</summary>
    internal static void Validate(Entrants field)
    {
        if (field.Debaters.Count > Swiss.MaxDebaters)
            throw new InputException($"debaters: {field.Debaters.Count} given, this format takes at most {Swiss.MaxDebaters}");
    }
}
