namespace Debate.Tournaments;

/// <summary>
/// A non-zero entry of a game's design row: a parameter and its weight in favour of A. The strengths of A and B have weights 1 and -1.
/// </summary>
internal readonly record struct DesignEntry(int Parameter, double Weight);

/// <summary>
/// The sufficient statistic of games under equal circumstances: their number, A's score difference (wins minus losses, or the sum of
/// margins), and the number of ties.
/// </summary>
internal readonly record struct SufficientStatistic(DesignEntry[] Entries, double Games, double ScoreDifference, double Ties);

/// <summary>
/// The parameter layout of a pair model and its priors: first one log strength a debater, then the effects, then the log tie parameter if
/// there is one. Deviations are standard deviations of normal priors with mean 0; without a prior on the strengths their sum is constrained
/// to 0 instead, which removes exactly the indeterminacy that games leave.
/// </summary>
internal sealed record PairShape(int Debaters, int Effects, bool HasTies, double? StrengthDeviation, double EffectDeviation = 2)
{
    private const double TieDeviation = 2;

    internal int Size => Debaters + Effects + (HasTies ? 1 : 0);

    internal int TieIndex => Debaters + Effects;

    /// <summary>The precision of a parameter's prior; 0 without one.</summary>
    internal double PriorPrecision(int parameter)
    {
        var deviation = parameter < Debaters ? StrengthDeviation : parameter < TieIndex ? EffectDeviation : TieDeviation;
        return 1 / (deviation * deviation) ?? 0;
    }
}

/// <summary>
/// The penalised log likelihood of Davidson's tie model (1970), and of Bradley and Terry's where ties have no parameter. With d the linear
/// predictor of a game, win, tie and loss have weights exp(d/2), exp(l) and exp(-d/2), l the log tie parameter; without it a tie is half a
/// win, and a margin a fraction of one (a quasi-likelihood, Papke and Wooldridge 1996). It is an exponential family in all parameters, so
/// the function is concave, and strictly concave with the priors. As games depend only on differences, the priors put the mean strength at
/// exactly 0.
/// </summary>
internal sealed class PairLikelihood(PairShape shape, IEnumerable<SufficientStatistic> cells) : IConcave
{
    private readonly SufficientStatistic[] _statistics = [.. cells];

    public int Size => shape.Size;

    public double Evaluate(double[] x, double[] gradient, double[,] information)
    {
        Array.Clear(gradient);
        Array.Clear(information);
        var value = AddPrior(x, gradient, information);
        foreach (var cell in _statistics) value += AddStatistic(cell, x, gradient, information);
        return value;
    }

    /// <summary>The sum over games of m (1 - m), the variance of a win or loss with the expectation m.</summary>
    internal double SumVariances(double[] x) => _statistics.Sum(cell =>
        OutcomeProbabilities.Compute(cell, x, shape).ExpectedPoints is var points ? cell.Games * points * (1 - points) : 0);

    /// <summary>Adds the score (gradient of the log likelihood) of the statistic alone: observed minus expected.</summary>
    internal void AddScore(SufficientStatistic cell, double[] x, double[] gradient) =>
        AddScore(cell, OutcomeProbabilities.Compute(cell, x, shape), gradient);

    private void AddScore(SufficientStatistic cell, OutcomeProbabilities chance, double[] gradient)
    {
        var surplus = (cell.Games + cell.ScoreDifference) / 2 - cell.Games * chance.ExpectedPoints;
        foreach (var term in cell.Entries) gradient[term.Parameter] += term.Weight * surplus;
        if (shape.HasTies) gradient[shape.TieIndex] += cell.Ties - cell.Games * chance.Draw;
    }

    private double AddStatistic(SufficientStatistic cell, double[] x, double[] gradient, double[,] information)
    {
        var chance = OutcomeProbabilities.Compute(cell, x, shape);
        AddScore(cell, chance, gradient);
        var spread = cell.Games * (chance.Win + chance.Draw / 4 - chance.ExpectedPoints * chance.ExpectedPoints);
        foreach (var row in cell.Entries)
            foreach (var column in cell.Entries)
                if (column.Parameter <= row.Parameter)
                    information[row.Parameter, column.Parameter] += row.Weight * column.Weight * spread;
        if (shape.HasTies) AddTie(cell, chance, information);
        return cell.ScoreDifference * chance.HalfDifference
            + (shape.HasTies ? cell.Ties * x[shape.TieIndex] : 0) - cell.Games * chance.LogSum;
    }

    private void AddTie(SufficientStatistic cell, OutcomeProbabilities chance, double[,] information)
    {
        var shared = cell.Games * chance.Draw * (0.5 - chance.ExpectedPoints);
        foreach (var term in cell.Entries) information[shape.TieIndex, term.Parameter] += term.Weight * shared;
        information[shape.TieIndex, shape.TieIndex] += cell.Games * chance.Draw * (1 - chance.Draw);
    }

    private double AddPrior(double[] x, double[] gradient, double[,] information)
    {
        var value = 0.0;
        for (var i = shape.StrengthDeviation is null ? shape.Debaters : 0; i < Size; i++)
        {
            var precision = shape.PriorPrecision(i);
            value -= precision * x[i] * x[i] / 2;
            gradient[i] = -precision * x[i];
            information[i, i] = precision;
        }
        return shape.StrengthDeviation is null ? value + AddSumConstraint(x, gradient, information) : value;
    }

    private double AddSumConstraint(double[] x, double[] gradient, double[,] information)
    {
        var sum = x.Take(shape.Debaters).Sum();
        for (var i = 0; i < shape.Debaters; i++)
        {
            gradient[i] -= sum;
            for (var j = 0; j <= i; j++) information[i, j] += 1;
        }
        return -sum * sum / 2;
    }

    /// <summary>The model's probabilities for one game: a win and a draw, and the expected points.</summary>
    private readonly record struct OutcomeProbabilities(double HalfDifference, double Win, double Draw, double LogSum)
    {
        internal double ExpectedPoints => Win + Draw / 2;

        internal static OutcomeProbabilities Compute(SufficientStatistic cell, double[] x, PairShape shape)
        {
            var half = 0.0;
            foreach (var term in cell.Entries) half += term.Weight * x[term.Parameter];
            half /= 2;
            var tie = shape.HasTies ? x[shape.TieIndex] : double.NegativeInfinity;
            var top = Math.Max(Math.Abs(half), tie);
            double win = Math.Exp(half - top), loss = Math.Exp(-half - top), draw = Math.Exp(tie - top);
            var sum = win + loss + draw;
            return new(half, win / sum, draw / sum, top + Math.Log(sum));
        }
    }
}
