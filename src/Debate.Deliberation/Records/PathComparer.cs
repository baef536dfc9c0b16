using System.Globalization;

namespace Debate.Deliberation.Records;

/// <summary>
/// Orders paths as the protocol executes its effects, independently of the order in which they were stored: part by part, numbers by
/// value, a path before the paths below it. "start" comes first, other words come after all numbers.
/// </summary>
public sealed class PathComparer : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static PathComparer Instance { get; } = new();

    private PathComparer() { }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (a, b) = ((x ?? "").Split('/'), (y ?? "").Split('/'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
            if (ComparePart(a[i], b[i]) is not 0 and var order) return order;
        return a.Length.CompareTo(b.Length);
    }

    private static int ComparePart(string a, string b)
    {
        var (rankA, rankB) = (Rank(a), Rank(b));
        return rankA != rankB ? rankA.CompareTo(rankB) : string.CompareOrdinal(a, b);
    }

    private static long Rank(string part) => part == "start" ? -1
        : long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
