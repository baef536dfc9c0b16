namespace Debate.Tournaments;

/// <summary>
/// One result between two debaters on one motion. Refuses any other score and a debater against itself with <see cref="InputException"/>.
/// </summary>
/// <param name="A">The first debater; in a debate, the one who spoke for the motion.</param>
/// <param name="B">The second debater; in a debate, the one who spoke against it.</param>
/// <param name="Score">The score of A: 1 for a win, 0.5 for a draw, 0 for a loss. B has the rest.</param>
/// <param name="Motion">What was debated: results on one motion belong together when uncertainty is estimated.</param>
public sealed record Game(string A, string B, double Score, string Motion)
{
    /// <summary>The second debater, never the same as the first.</summary>
    public string B { get; } = A != B ? B : throw new InputException($"game on '{Motion}': '{A}' must not play against itself");

    /// <summary>The score of A: 1, 0.5 or 0.</summary>
    public double Score { get; } = Score is 1 or 0.5 or 0
        ? Score
        : throw new InputException(FormattableString.Invariant($"game '{A}' - '{B}' on '{Motion}': score {Score} must be 1, 0.5 or 0"));

    /// <summary>By how much A won, from -1 to 1; a win, draw or loss counts as 1, 0, -1 unless told otherwise.</summary>
    public double Margin { get; init; } = 2 * Score - 1;

    /// <summary>1 where A spoke for the motion, -1 where it spoke against it, 0 where there are no sides or both were taken.</summary>
    public int Side { get; init; }

    /// <summary>1 where the judge met A first, -1 where B, 0 where neither or both.</summary>
    public int First { get; init; }

    /// <summary>Who judged, or null where that is not known.</summary>
    public string? Judge { get; init; }

    /// <summary>(a - b) / (a + b) of the lengths of what both said, from -1 to 1; 0 where they are not known.</summary>
    public double Length { get; init; }
}
