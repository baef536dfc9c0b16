namespace Debate.Tournaments;

/// <summary>One observation of a regression.</summary>
/// <param name="X">The regressors, one number a column.</param>
/// <param name="Y">The response.</param>
/// <param name="Cluster">The cluster; rows of one cluster may be dependent in any way.</param>
public sealed record RegressionRow(double[] X, double Y, int Cluster);

/// <summary>A coefficient with its uncertainty.</summary>
/// <param name="Size">The estimate.</param>
/// <param name="Interval">The 95 % interval.</param>
/// <param name="P">The two-sided p-value of the null hypothesis of no effect, in [0, 1].</param>
public sealed record Coefficient(double Size, Interval Interval, double P);

/// <summary>
/// Ordinary least squares with cluster-robust (sandwich) standard errors (White 1980; Liang and Zeger 1986), the small-sample factor
/// G/(G-1) (n-1)/(n-k), and Student's t with G-1 degrees of freedom (Cameron and Miller, "A practitioner's guide to cluster-robust
/// inference", 2015). With a response of 0, one half or 1 a coefficient is a change in probability.
/// </summary>
public static class ClusteredRegression
{
    private const double DependenceTolerance = 1e-9;
    private const double AliasTolerance = 1e-6;

    /// <summary>
    /// The coefficients, one a column; null for those that are not identified (the column is linearly dependent on others, or all 0), and
    /// for all if there are fewer than two clusters or no more rows than columns.
    /// </summary>
    public static Coefficient?[] Fit(IReadOnlyList<RegressionRow> rows, int columns)
    {
        var fit = new Coefficient?[columns];
        if (rows.Count == 0) return fit;
        var all = CrossProducts(rows, columns);
        var kept = FindIndependentColumns(all);
        var clusters = rows.GroupBy(r => r.Cluster).ToArray();
        if (kept.Length == 0 || clusters.Length < 2 || rows.Count <= kept.Length) return fit;
        var products = Submatrix(all, kept);
        var beta = new Cholesky(products).Solve(Scores(rows, kept, row => row.Y));
        double Residual(RegressionRow row) => row.Y - kept.Select((column, i) => row.X[column] * beta[i]).Sum();
        var scores = clusters.Select(cluster => Scores(cluster, kept, Residual)).ToArray();
        double g = clusters.Length, n = rows.Count;
        var factor = g / (g - 1) * (n - 1) / (n - kept.Length);
        for (var i = 0; i < kept.Length; i++)
            fit[kept[i]] = CreateCoefficient(beta[i], StandardError(products, scores, i, factor), clusters.Length - 1);
        foreach (var column in Enumerable.Range(0, columns).Except(kept)) ClearAliased(fit, column, kept, all);
        return fit;
    }

    /// <summary>A dropped column is aliased with the columns it is a combination of: neither effect is identified.</summary>
    private static void ClearAliased(Coefficient?[] fit, int column, int[] kept, double[,] all)
    {
        if (all[column, column] == 0) return;
        var shares = new Cholesky(Submatrix(all, kept)).Solve([.. kept.Select(k => all[k, column])]);
        for (var i = 0; i < kept.Length; i++)
            if (Math.Abs(shares[i]) > AliasTolerance) fit[kept[i]] = null;
    }

    private static double[,] Submatrix(double[,] all, int[] columns)
    {
        var part = new double[columns.Length, columns.Length];
        for (var i = 0; i < columns.Length; i++)
            for (var j = 0; j < columns.Length; j++) part[i, j] = all[columns[i], columns[j]];
        return part;
    }

    /// <summary>The standard error of coefficient i: the root of the summed squares of the clusters' influences on it.</summary>
    private static double StandardError(double[,] products, double[][] scores, int i, double factor)
    {
        var unit = new double[products.GetLength(0)];
        unit[i] = 1;
        var influence = new Cholesky(products).Solve(unit);
        return Math.Sqrt(factor * scores.Sum(score => Square(score.Zip(influence, (s, f) => s * f).Sum())));
    }

    private static Coefficient CreateCoefficient(double size, double error, int degrees)
    {
        var half = StudentT.HalfWidth(degrees) * error;
        var p = error > 0 ? StudentT.TwoSidedPValue(size / error, degrees) : Math.Abs(size) < DependenceTolerance ? 1 : 0;
        return new(size, new(size - half, size + half), p);
    }

    private static double[,] CrossProducts(IReadOnlyList<RegressionRow> rows, int columns)
    {
        var products = new double[columns, columns];
        foreach (var row in rows)
            for (var i = 0; i < columns; i++)
                if (row.X[i] is var x and not 0)
                    for (var j = 0; j < columns; j++) products[i, j] += x * row.X[j];
        return products;
    }

    private static double[] Scores(IEnumerable<RegressionRow> rows, int[] columns, Func<RegressionRow, double> of)
    {
        var scores = new double[columns.Length];
        foreach (var row in rows)
        {
            var value = of(row);
            for (var i = 0; i < columns.Length; i++) scores[i] += row.X[columns[i]] * value;
        }
        return scores;
    }

    /// <summary>
    /// The columns that are linearly independent of those before them: those with a non-zero pivot in the Cholesky factorisation.
    /// </summary>
    private static int[] FindIndependentColumns(double[,] products)
    {
        var n = products.GetLength(0);
        var root = new double[n, n];
        var kept = new List<int>();
        for (var i = 0; i < n; i++)
        {
            foreach (var j in kept) root[i, j] = (products[i, j] - kept.Where(k => k < j).Sum(k => root[i, k] * root[j, k])) / root[j, j];
            var pivot = products[i, i] - kept.Sum(k => Square(root[i, k]));
            if (pivot <= DependenceTolerance * products[i, i]) continue;
            root[i, i] = Math.Sqrt(pivot);
            kept.Add(i);
        }
        return [.. kept];
    }

    private static double Square(double value) => value * value;
}
