namespace Debate.Tournaments;

/// <summary>A parameter of a game, and with what weight it counts for A: strengths of A and B count 1 and -1.</summary>
internal readonly record struct Term(int Parameter, double Weight);

/// <summary>Games under the same circumstances: what A had more of than B (wins less losses, or margins), and how many were ties.</summary>
internal readonly record struct Cell(Term[] Terms, double Games, double Surplus, double Ties);

/// <summary>
/// The parameters of a pair model and what is known of them beforehand: first a log strength each debater, then effects, then, where ties
/// have a parameter, its logarithm. Deviations are of normal priors with mean 0; without one for the strengths their sum is held at 0
/// instead, which fixes what the games leave open and nothing else.
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
/// The penalised log likelihood of Davidson's tie model (1970), and of Bradley and Terry's where ties have no parameter. With d the sum of
/// the terms of a game, win, tie and loss have weights exp(d/2), exp(l) and exp(-d/2), l the log of the tie parameter; without it a tie
/// is half a win, and a margin a part of one (a quasi-likelihood, Papke and Wooldridge 1996). An exponential family in all of them, so
/// the function is concave, and with the priors strictly so. As games see only differences, priors put the mean strength at exactly 0.
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

    /// <summary>Adds the gradient of the likelihood of the cell alone: observed less expected.</summary>
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

    /// <summary>What the model expects of one game: chances of a win and a draw, and of points.</summary>
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
