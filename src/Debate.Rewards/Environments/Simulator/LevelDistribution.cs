namespace Debate.Rewards.Environments.Simulator;

/// <summary>A probability distribution over the levels of one vital sign.</summary>
internal sealed class LevelDistribution
{
    private readonly double[] _probability;

    private LevelDistribution(double[] probability) => _probability = probability;

    /// <summary>Probability 1 at one of <paramref name="count"/> levels.</summary>
    public static LevelDistribution Certain(int level, int count)
    {
        var probability = new double[count];
        probability[level] = 1;
        return new(probability);
    }

    /// <summary>The probability of a level.</summary>
    public double this[int level] => _probability[level];

    /// <summary>Number of levels.</summary>
    public int Count => _probability.Length;

    /// <summary>Moves from level <paramref name="from"/> to <paramref name="to"/> with this probability; other levels stay.</summary>
    public LevelDistribution Move(int from, int to, double probability) => ApplyMoves(level => level == from ? [(to, probability)] : []);

    /// <summary>
    /// Moves one level down and one level up, each with this probability, not below 0 nor above <paramref name="highest"/>.
    /// </summary>
    /// <remarks>A level above <paramref name="highest"/> that moves up lands on it.</remarks>
    public LevelDistribution Fluctuate(double probability, int highest) =>
        ApplyMoves(level => [(Math.Max(0, level - 1), probability), (Math.Min(highest, level + 1), probability)]);

    /// <summary>Moves from every level to the given levels; the remaining probability stays.</summary>
    public LevelDistribution ApplyMoves(Func<int, IReadOnlyList<(int To, double Probability)>> moves)
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
