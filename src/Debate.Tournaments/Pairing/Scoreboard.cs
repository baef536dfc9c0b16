namespace Debate.Tournaments;

/// <summary>The totals of each debater over the rounds so far, by its number among the entrants.</summary>
internal sealed class Scoreboard
{
    private readonly int[,] _meetings;

    internal Scoreboard(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var numbers = field.Debaters.Select((name, i) => (name, i)).ToDictionary(d => d.name, d => d.i, StringComparer.Ordinal);
        var n = numbers.Count;
        (_meetings, Points, Byes, Balance) = (new int[n, n], new double[n], new int[n], new int[n]);
        foreach (var round in rounds)
        {
            foreach (var bye in round.Round.Byes.Select(name => numbers[name])) (Points[bye], Byes[bye]) = (Points[bye] + 1, Byes[bye] + 1);
            foreach (var pairing in round.Round.Pairings.Except(round.Forfeits.Select(f => f.Pairing)))
                AddDebate(numbers[pairing.Pro], numbers[pairing.Con]);
            foreach (var meeting in round.Meetings) AddMeeting(numbers[meeting.A], numbers[meeting.B], meeting);
        }
    }

    /// <summary>1 a meeting won, by forfeit too, 0.5 a meeting drawn, 1 a bye.</summary>
    internal double[] Points { get; }

    /// <summary>The number of points without a meeting: byes, and meetings that the other one forfeited as a whole.</summary>
    internal int[] Byes { get; }

    /// <summary>Debates for the motion minus debates against it, without those that were forfeited.</summary>
    internal int[] Balance { get; }

    /// <summary>The number of meetings of two debaters, without those that were forfeited as a whole.</summary>
    internal int MeetingCount(int a, int b) => _meetings[a, b];

    /// <summary>
    /// The sum of the points of a debater's opponents (Buchholz). A bye counts as an opponent with the debater's own points (FIDE,
    /// "Tie-break regulations", 2023): nobody is placed lower for having met one fewer.
    /// </summary>
    internal double Buchholz(int debater) =>
        Byes[debater] * Points[debater] + Enumerable.Range(0, Points.Length).Sum(other => _meetings[debater, other] * Points[other]);

    /// <summary>Counts one debate in the balance of sides.</summary>
    internal void AddDebate(int pro, int con)
    {
        Balance[pro]++;
        Balance[con]--;
    }

    private void AddMeeting(int a, int b, Meeting meeting)
    {
        if (meeting.IsForfeited)
        {
            AddForfeitedMeeting(a, meeting.PointsOfA > meeting.PointsOfB);
            AddForfeitedMeeting(b, meeting.PointsOfB > meeting.PointsOfA);
            return;
        }
        _meetings[a, b]++;
        _meetings[b, a]++;
        if (meeting.Games.Count + meeting.Forfeits.Count == 0) return;
        Points[a] += meeting.Score;
        Points[b] += 1 - meeting.Score;
    }

    private void AddForfeitedMeeting(int debater, bool isWinner)
    {
        if (isWinner) (Points[debater], Byes[debater]) = (Points[debater] + 1, Byes[debater] + 1);
    }
}
