using Debate.Core;
using Debate.Deliberation.Evidence;

namespace Debate.Deliberation.Tests.Evidence;

/// <summary>A judge whose judgements are all drawn at random in advance: no structure that a player could exploit.</summary>
internal sealed class TableJudge(int items, long seed) : IEvidenceJudge
{
    private readonly Judgement[] _table = Draw(items, seed);

    public int Items => items;

    public int Calls { get; private set; }

    public Judgement Judge(EvidenceSet revealed)
    {
        Calls++;
        return _table[items == 0 ? 0 : (int)revealed.Words[0]];
    }

    private static Judgement[] Draw(int items, long seed)
    {
        var draws = SeededRandom.Create(seed, "table");
        return [.. Enumerable.Range(0, 1 << items).Select(_ => new Judgement(draws.NextInt(3) - 1, draws.NextDouble() - 0.5, true))];
    }
}

/// <summary>Sums the worth of each item to pro; pro wins if the sum is above zero.</summary>
internal sealed class SumJudge(params double[] worth) : IEvidenceJudge
{
    public int Items => worth.Length;

    public Judgement Judge(EvidenceSet revealed)
    {
        var sum = worth.Where((_, item) => revealed.Contains(item)).Sum();
        return new Judgement(Math.Sign(sum), sum, true);
    }
}

/// <summary>Searches every order of reveals, without pruning.</summary>
internal static class BruteForce
{
    public static int Value(EvidencePosition position)
    {
        if (position.IsOver) return position.Judge().Utility;
        var values = position.Moves().Select(item => Value(position.After(item)));
        return position.ToMove == Side.Pro ? values.Max() : values.Min();
    }
}
