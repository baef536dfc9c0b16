namespace Debate.Tournaments;

/// <summary>The Cholesky factor L of a symmetric positive definite matrix A = L L'; only the lower triangle of A is read.</summary>
internal sealed class Cholesky
{
    private readonly double[][] _root;

    internal Cholesky(double[,] a)
    {
        var n = a.GetLength(0);
        _root = new double[n][];
        for (var i = 0; i < n; i++)
        {
            var row = _root[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                var above = _root[j];
                var sum = a[i, j];
                for (var k = 0; k < j; k++) sum -= row[k] * above[k];
                row[j] = i == j ? Math.Sqrt(sum) : sum / above[j];
            }
        }
    }

    /// <summary>Solves A x = b; <paramref name="b"/> is not modified.</summary>
    internal double[] Solve(double[] b)
    {
        var x = (double[])b.Clone();
        for (var i = 0; i < x.Length; i++)
        {
            var row = _root[i];
            for (var k = 0; k < i; k++) x[i] -= row[k] * x[k];
            x[i] /= row[i];
        }
        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= _root[i][i];
            for (var k = 0; k < i; k++) x[k] -= _root[i][k] * x[i];
        }
        return x;
    }
}
