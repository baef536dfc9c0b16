namespace Debate.Tournaments;

/// <summary>
/// The penalised log likelihood of Davidson's tie model in the log strengths t_1..t_n and l = log of the tie parameter. With d = t_i - t_j
/// the results win, tie, loss have weights exp(d/2), exp(l), exp(-d/2): an exponential family, so the function is concave, and with the
/// normal priors strictly so. As likelihoods see only differences, the prior centred on 0 puts the mean strength at exactly 0.
/// </summary>
internal sealed class DavidsonLikelihood(PairCounts counts, double strengthDeviation, double tieDeviation) : IConcave
{
    private readonly int _n = counts.Count;

    public int Size => _n + 1;

    public double At(double[] x, double[] gradient, double[,] information)
    {
        var value = Prior(x, gradient, information);
        for (var i = 0; i < _n; i++)
            for (var j = i + 1; j < _n; j++)
                if (counts.Games(i, j) > 0) value += Pair(i, j, x, new(gradient, information));
        return value;
    }

    private double Prior(double[] x, double[] gradient, double[,] information)
    {
        Array.Clear(information);
        var value = 0.0;
        for (var i = 0; i <= _n; i++)
        {
            var deviation = i < _n ? strengthDeviation : tieDeviation;
            var precision = 1 / (deviation * deviation);
            value -= precision * x[i] * x[i] / 2;
            gradient[i] = -precision * x[i];
            information[i, i] = precision;
        }
        return value;
    }

    private double Pair(int i, int j, double[] x, Derivatives into)
    {
        var half = (x[i] - x[j]) / 2;
        var tie = x[_n];
        var top = Math.Max(Math.Abs(half), tie);
        double win = Math.Exp(half - top), loss = Math.Exp(-half - top), draw = Math.Exp(tie - top);
        var sum = win + loss + draw;
        into.Add((i, j, _n), (counts.Points(i, j), counts.Ties(i, j), counts.Games(i, j)), (win / sum, draw / sum));
        var seen = (counts.Wins(i, j) - counts.Wins(j, i)) * half + counts.Ties(i, j) * tie;
        return seen - counts.Games(i, j) * (top + Math.Log(sum));
    }

    /// <summary>Gradient: observed less expected. Information: covariance of points of i and ties; j has the other points.</summary>
    private readonly record struct Derivatives(double[] Gradient, double[,] Information)
    {
        internal void Add((int I, int J, int Tie) at, (double Points, double Ties, double Games) seen, (double Win, double Draw) chance)
        {
            var expected = chance.Win + chance.Draw / 2;
            var surplus = seen.Points - seen.Games * expected;
            Gradient[at.I] += surplus;
            Gradient[at.J] -= surplus;
            Gradient[at.Tie] += seen.Ties - seen.Games * chance.Draw;
            var spread = seen.Games * (chance.Win + chance.Draw / 4 - expected * expected);
            var shared = seen.Games * chance.Draw * (0.5 - expected);
            Information[at.I, at.I] += spread;
            Information[at.J, at.J] += spread;
            Information[at.Tie, at.Tie] += seen.Games * chance.Draw * (1 - chance.Draw);
            Symmetric(at.I, at.J, -spread);
            Symmetric(at.I, at.Tie, shared);
            Symmetric(at.J, at.Tie, -shared);
        }

        private void Symmetric(int row, int column, double value)
        {
            Information[row, column] += value;
            Information[column, row] += value;
        }
    }
}
