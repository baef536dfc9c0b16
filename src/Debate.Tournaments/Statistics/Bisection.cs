namespace Debate.Tournaments;

/// <summary>Finds the root of an increasing function, to the last bit.</summary>
internal static class Bisection
{
    internal static double FindRoot(Func<double, double> increasing, double low, double high)
    {
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle == low || middle == high) return middle;
            if (increasing(middle) < 0) low = middle;
            else high = middle;
        }
    }
}
