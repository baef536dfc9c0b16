namespace Debate.Tournaments;

/// <summary>The totals of each debater over the rounds so far, by its number among the entrants.</summary>
internal sealed class Scoreboard
{
    private readonly int[,] _meetings;
    private readonly double[] _virtualPoints;

    internal Scoreboard(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var numbers = field.Debaters.Select((name, i) => (name, i)).ToDictionary(d => d.name, d => d.i, StringComparer.Ordinal);
        var n = numbers.Count;
        (_meetings, _virtualPoints) = (new int[n, n], new double[n]);
        (Points, Byes, Balance) = (new double[n], new int[n], new int[n]);
        foreach (var (round, left) in rounds.Select((round, i) => (round, rounds.Count - 1 - i)))
        {
            foreach (var bye in round.Round.Byes.Select(name => numbers[name]))
            {
                AddUnplayedRound(bye, 1, left);
                Byes[bye]++;
            }
            foreach (var pairing in round.Round.Pairings) AddDebate(numbers[pairing.Pro], numbers[pairing.Con]);
            foreach (var meeting in round.Meetings) AddMeeting(numbers[meeting.A], numbers[meeting.B], meeting);
        }
    }

    /// <summary>1 a meeting won, 0.5 a meeting drawn, 1 a bye.</summary>
    internal double[] Points { get; }

    /// <summary>The number of byes.</summary>
    internal int[] Byes { get; }

    /// <summary>Debates for the motion minus debates against it.</summary>
    internal int[] Balance { get; }

    /// <summary>The number of meetings of two debaters.</summary>
    internal int MeetingCount(int a, int b) => _meetings[a, b];

    /// <summary>
    /// The sum of the points of a debater's opponents (Buchholz). An unplayed round counts as one against a virtual opponent, who had as many
    /// points before it and drew all rounds after it (FIDE, "Tie-break regulations", 2022): nobody is placed lower for having met fewer.
    /// </summary>
    internal double Buchholz(int debater) =>
        _virtualPoints[debater] + Enumerable.Range(0, Points.Length).Sum(other => _meetings[debater, other] * Points[other]);

    /// <summary>Counts one debate in the balance of sides.</summary>
    internal void AddDebate(int pro, int con)
    {
        Balance[pro]++;
        Balance[con]--;
    }

    /// <summary>Counts a round that a debater did not play, with what it scored all the same and the number of rounds after it.</summary>
    private void AddUnplayedRound(int debater, double score, int left)
    {
        _virtualPoints[debater] += Points[debater] + 1 - score + left / 2.0;
        Points[debater] += score;
    }

    private void AddMeeting(int a, int b, Meeting meeting)
    {
        _meetings[a, b]++;
        _meetings[b, a]++;
        if (meeting.Games.Count == 0) return;
        Points[a] += meeting.Score;
        Points[b] += 1 - meeting.Score;
    }
}
