namespace Debate.Tournaments;

/// <summary>What the rounds so far did to each debater, by its number in the field.</summary>
internal sealed class Scoreboard
{
    private readonly int[,] _met;

    internal Scoreboard(Field field, IReadOnlyList<PlayedRound> rounds)
    {
        var numbers = field.Debaters.Select((name, i) => (name, i)).ToDictionary(d => d.name, d => d.i, StringComparer.Ordinal);
        var n = numbers.Count;
        (_met, Points, Byes, Balance) = (new int[n, n], new double[n], new int[n], new int[n]);
        foreach (var round in rounds)
        {
            foreach (var bye in round.Round.Byes.Select(name => numbers[name])) (Points[bye], Byes[bye]) = (Points[bye] + 1, Byes[bye] + 1);
            foreach (var pairing in round.Round.Pairings) Speak(numbers[pairing.Pro], numbers[pairing.Con]);
            foreach (var meeting in round.Meetings) Meet(numbers[meeting.A], numbers[meeting.B], meeting);
        }
    }

    /// <summary>1 a meeting won, 0.5 a meeting drawn, 1 a bye.</summary>
    internal double[] Points { get; }

    /// <summary>Byes had.</summary>
    internal int[] Byes { get; }

    /// <summary>Debates spoken for the motion less those against it.</summary>
    internal int[] Balance { get; }

    /// <summary>How often two debaters met.</summary>
    internal int Met(int a, int b) => _met[a, b];

    /// <summary>The sum of the points of everybody whom a debater met (Buchholz).</summary>
    internal double Opposition(int debater) => Enumerable.Range(0, Points.Length).Sum(other => _met[debater, other] * Points[other]);

    /// <summary>Counts one debate, so that the next sides can be chosen.</summary>
    internal void Speak(int pro, int con)
    {
        Balance[pro]++;
        Balance[con]--;
    }

    private void Meet(int a, int b, Meeting meeting)
    {
        _met[a, b]++;
        _met[b, a]++;
        if (meeting.Games.Count == 0) return;
        Points[a] += meeting.Score;
        Points[b] += 1 - meeting.Score;
    }
}
