namespace Debate.Rewards.Environments.Simulator;

/// <summary>A probability for each level of one vital sign.</summary>
internal sealed class Levels
{
    private readonly double[] _probability;

    private Levels(double[] probability) => _probability = probability;

    /// <summary>Certainly this one of <paramref name="count"/> levels.</summary>
    public static Levels At(int level, int count)
    {
        var probability = new double[count];
        probability[level] = 1;
        return new(probability);
    }

    /// <summary>The probability of a level.</summary>
    public double this[int level] => _probability[level];

    /// <summary>Number of levels.</summary>
    public int Count => _probability.Length;

    /// <summary>From <paramref name="from"/> to <paramref name="to"/> with this probability; other levels stay.</summary>
    public Levels Move(int from, int to, double probability) => Moves(level => level == from ? [(to, probability)] : []);

    /// <summary>Down and up one level with this probability each, not below 0 nor above <paramref name="highest"/>.</summary>
    /// <remarks>A level above <paramref name="highest"/> that goes up lands on it.</remarks>
    public Levels Fluctuate(double probability, int highest) =>
        Moves(level => [(Math.Max(0, level - 1), probability), (Math.Min(highest, level + 1), probability)]);

    /// <summary>From every level to some others, with what is left staying.</summary>
    public Levels Moves(Func<int, IReadOnlyList<(int To, double Probability)>> moves)
    {
        var after = new double[Count];
        for (var level = 0; level < Count; level++)
        {
            var stays = 1.0;
            foreach (var (to, probability) in moves(level))
            {
                after[to] += _probability[level] * probability;
                stays -= probability;
            }
            after[level] += _probability[level] * stays;
        }
        return new(after);
    }
}
