namespace Debate.Tournaments;

/// <summary>
/// A non-zero entry of a game's design row: a parameter and its weight in favour of A. The strengths of A and B have weights 1 and -1.
/// </summary>
internal readonly record struct Term(int Parameter, double Weight);

/// <summary>
/// The sufficient statistic of games under equal circumstances: their number, A's score difference (wins minus losses, or the sum of
/// margins), and the number of ties.
/// </summary>
internal readonly record struct Cell(Term[] Terms, double Games, double Surplus, double Ties);

/// <summary>
/// The parameter layout of a pair model and its priors: first one log strength a debater, then the effects, then the log tie parameter if
/// there is one. Deviations are standard deviations of normal priors with mean 0; without a prior on the strengths their sum is constrained
/// to 0 instead, which removes exactly the indeterminacy that games leave.
/// </summary>
internal sealed record PairShape(int Debaters, int Effects, bool HasTies, double? StrengthDeviation)
{
    internal const double EffectDeviation = 2, TieDeviation = 2;

    internal int Size => Debaters + Effects + (HasTies ? 1 : 0);

    internal int Tie => Debaters + Effects;

    internal double DeviationOf(int parameter) =>
        parameter < Debaters ? StrengthDeviation!.Value : parameter < Tie ? EffectDeviation : TieDeviation;
}

/// <summary>
/// The penalised log likelihood of Davidson's tie model (1970), and of Bradley and Terry's where ties have no parameter. With d the linear
/// predictor of a game, win, tie and loss have weights exp(d/2), exp(l) and exp(-d/2), l the log tie parameter; without it a tie is half a
/// win, and a margin a fraction of one (a quasi-likelihood, Papke and Wooldridge 1996). It is an exponential family in all parameters, so
/// the function is concave, and strictly concave with the priors. As games depend only on differences, the priors put the mean strength at
/// exactly 0.
/// </summary>
internal sealed class PairLikelihood(PairShape shape, IEnumerable<Cell> cells) : IConcave
{
    private readonly Cell[] _cells = [.. cells];

    public int Size => shape.Size;

    public double At(double[] x, double[] gradient, double[,] information)
    {
        Array.Clear(gradient);
        Array.Clear(information);
        var value = Prior(x, gradient, information);
        foreach (var cell in _cells) value += Add(cell, x, gradient, information);
        return value;
    }

    /// <summary>Adds the score (gradient of the log likelihood) of the statistic alone: observed minus expected.</summary>
    internal void AddScore(Cell cell, double[] x, double[] gradient) => AddScore(cell, Chance.Of(cell, x, shape), gradient);

    private void AddScore(Cell cell, Chance chance, double[] gradient)
    {
        var surplus = (cell.Games + cell.Surplus) / 2 - cell.Games * chance.Points;
        foreach (var term in cell.Terms) gradient[term.Parameter] += term.Weight * surplus;
        if (shape.HasTies) gradient[shape.Tie] += cell.Ties - cell.Games * chance.Draw;
    }

    private double Add(Cell cell, double[] x, double[] gradient, double[,] information)
    {
        var chance = Chance.Of(cell, x, shape);
        AddScore(cell, chance, gradient);
        var spread = cell.Games * (chance.Win + chance.Draw / 4 - chance.Points * chance.Points);
        foreach (var row in cell.Terms)
            foreach (var column in cell.Terms)
                if (column.Parameter <= row.Parameter)
                    information[row.Parameter, column.Parameter] += row.Weight * column.Weight * spread;
        if (shape.HasTies) AddTie(cell, chance, information);
        return cell.Surplus * chance.Half + (shape.HasTies ? cell.Ties * x[shape.Tie] : 0) - cell.Games * chance.LogSum;
    }

    private void AddTie(Cell cell, Chance chance, double[,] information)
    {
        var shared = cell.Games * chance.Draw * (0.5 - chance.Points);
        foreach (var term in cell.Terms) information[shape.Tie, term.Parameter] += term.Weight * shared;
        information[shape.Tie, shape.Tie] += cell.Games * chance.Draw * (1 - chance.Draw);
    }

    private double Prior(double[] x, double[] gradient, double[,] information)
    {
        var value = 0.0;
        for (var i = shape.StrengthDeviation is null ? shape.Debaters : 0; i < Size; i++)
        {
            var precision = 1 / (shape.DeviationOf(i) * shape.DeviationOf(i));
            value -= precision * x[i] * x[i] / 2;
            gradient[i] = -precision * x[i];
            information[i, i] = precision;
        }
        return shape.StrengthDeviation is null ? value + SumAtZero(x, gradient, information) : value;
    }

    private double SumAtZero(double[] x, double[] gradient, double[,] information)
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
    private readonly record struct Chance(double Half, double Win, double Draw, double LogSum)
    {
        internal double Points => Win + Draw / 2;

        internal static Chance Of(Cell cell, double[] x, PairShape shape)
        {
            var half = 0.0;
            foreach (var term in cell.Terms) half += term.Weight * x[term.Parameter];
            half /= 2;
            var tie = shape.HasTies ? x[shape.Tie] : double.NegativeInfinity;
            var top = Math.Max(Math.Abs(half), tie);
            double win = Math.Exp(half - top), loss = Math.Exp(-half - top), draw = Math.Exp(tie - top);
            var sum = win + loss + draw;
            return new(half, win / sum, draw / sum, top + Math.Log(sum));
        }
    }
}
