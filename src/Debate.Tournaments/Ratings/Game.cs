using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>
/// One result between two debaters on one motion. Any other score, and a debater against itself, is an <see cref="InputException"/>.
/// </summary>
/// <param name="A">The first debater; in a debate, the one who spoke for the motion.</param>
/// <param name="B">The second debater; in a debate, the one who spoke against it.</param>
/// <param name="Score">The score of A: 1 for a win, 0.5 for a draw, 0 for a loss. B's score is 1 minus that.</param>
/// <param name="Motion">What was debated: results on one motion form a cluster when uncertainty is estimated.</param>
public sealed record Game(string A, string B, double Score, string Motion)
{
    /// <summary>The second debater, never the same as the first.</summary>
    public string B { get; } = A != B ? B : throw new InputException($"game on '{Motion}': '{A}' must not play against itself");

    /// <summary>The score of A: 1, 0.5 or 0.</summary>
    public double Score { get; } = Score is 1 or 0.5 or 0
        ? Score
        : throw new InputException(FormattableString.Invariant($"game '{A}' - '{B}' on '{Motion}': score {Score} must be 1, 0.5 or 0"));

    /// <summary>Whether it was decided; else the deciding reply could not be used, it is drawn for points, and is in no rating.</summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>The margin of A's win, from -1 to 1; defaults to 1, 0, -1 for a win, draw, loss.</summary>
    public double Margin { get; init; } = 2 * Score - 1;

    /// <summary>1 if A spoke for the motion, -1 if it spoke against it, 0 if there are no sides or both were taken.</summary>
    public int Side { get; init; }

    /// <summary>1 if the judge saw A first, -1 if it saw B first, 0 if neither or both, or unknown.</summary>
    public int First { get; init; }

    /// <summary>The judge; null if unknown.</summary>
    public string? Judge { get; init; }

    /// <summary>(a - b) / (a + b) of the lengths of both debaters' texts, from -1 to 1; 0 if unknown.</summary>
    public double Length { get; init; }
}
