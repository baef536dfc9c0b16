namespace Debate.Tournaments;

/// <summary>
/// Creates a round from its meetings: chooses the motions and the sides, and assigns unique keys. The debater who has spoken for fewer
/// motions speaks for the next; with equal counts the two alternate by round.
/// </summary>
internal sealed class RoundFactory(Entrants field, IReadOnlyList<PlayedRound> rounds)
{
    private readonly PairingKeys _keys = new(field.Debaters, field.Motions);
    private readonly Scoreboard _board = new(field, rounds);
    private readonly Dictionary<string, int> _timesPaired =
        rounds.SelectMany(r => r.Round.Pairings).CountBy(BaseKey).ToDictionary(StringComparer.Ordinal);

    /// <summary>The round of that name; debaters are given by their numbers among the entrants.</summary>
    internal Round Create(string name, IReadOnlyList<(int A, int B)> meetings, IEnumerable<int> byes)
    {
        var pairings = new List<Pairing>();
        foreach (var motion in field.MotionsInRound(rounds.Count).Select(IndexOf))
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
        return difference < 0 || difference == 0 && rounds.Count % 2 == 0 ? (a, b) : (b, a);
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
