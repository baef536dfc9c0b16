using System.Globalization;
using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;
using Debate.Networks;

namespace Debate.Training.Reasoners;

/// <summary>Training by Adam in batches, pass after pass over shuffled items.</summary>
/// <param name="Passes">How often each item is seen.</param>
/// <param name="Batch">Items in an update.</param>
/// <param name="Rate">Adam's learning rate at the start.</param>
internal sealed record Fitting(int Passes, int Batch, double Rate)
{
    /// <summary>The coefficient of the square penalty on parameters, added to the gradient (L2).</summary>
    public double Decay { get; init; }

    /// <summary>Whether the rate falls to 0 in a line.</summary>
    public bool Cools { get; init; } = true;

    /// <summary>Trains the parameters of a tape on the mean loss of each batch, which <paramref name="loss"/> puts on the tape.</summary>
    public void Run<TItem>(
        Tape<float> tape, IReadOnlyList<TItem> items, SeededRandom draws, Func<TItem[], Matrix> loss, Action<TrainingProgress>? report = null,
        CancellationToken stop = default)
    {
        var (adam, order) = (new Adam<float>(tape.Parameters.Length), items.ToList());
        var (done, all) = (0.0, (double)Passes * order.Count);
        for (var pass = 0; pass < Passes; pass++)
        {
            draws.Shuffle(order);
            var sum = 0.0;
            foreach (var batch in order.Chunk(Batch))
            {
                stop.ThrowIfCancellationRequested();
                tape.Reset();
                tape.ClearGradient();
                var found = loss(batch);
                tape.Backward(found);
                sum += tape.ReadNumber(found) * batch.Length;
                Step(tape, adam, 1 - done / all);
                done += batch.Length;
            }
            if (!double.IsFinite(sum)) throw new InputException(Diverged(pass));
            report?.Invoke(new((pass + 1.0) / Passes, sum / Math.Max(1, order.Count)));
        }
    }

    private void Step(Tape<float> tape, Adam<float> adam, double left)
    {
        if (Decay > 0) TensorPrimitives.MultiplyAdd(tape.Parameters, (float)Decay, tape.Gradient, tape.Gradient);
        adam.Step(tape.Parameters, tape.Gradient, Cools ? Rate * left : Rate);
    }

    private string Diverged(int pass) =>
        string.Create(CultureInfo.InvariantCulture, $"training: the loss is no number any more in pass {pass + 1}: give a rate below {Rate}");
}

/// <summary>Classes by name, and numbers that reports share.</summary>
internal static class Reporting
{
    /// <summary>The place of a class in a list; throws <see cref="InputException"/> of the row where it is unknown.</summary>
    public static int ClassOf(ReasonerRow row, string field, IReadOnlyList<string> classes)
    {
        var name = row.Text(field);
        for (var i = 0; i < classes.Count; i++) if (classes[i] == name) return i;
        throw row.Error(field, $"must be one of {string.Join(", ", classes.Take(12))}");
    }

    /// <summary>The different values of a field, in order; throws <see cref="InputException"/> where there are fewer than two.</summary>
    public static string[] Classes(IReadOnlyList<ReasonerRow> rows, string field)
    {
        var classes = rows.Select(row => row.Text(field)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return classes.Length > 1 ? classes : throw rows[0].Error(field, "every row has this one: there is nothing to learn");
    }

    /// <summary>The place of the greatest number; of equal ones the first.</summary>
    public static int ArgMax(ReadOnlySpan<float> numbers)
    {
        var best = 0;
        for (var i = 1; i < numbers.Length; i++) if (numbers[i] > numbers[best]) best = i;
        return best;
    }

    /// <summary>
    /// The area under the ROC curve: how probable it is that a marked one has a higher score than one that is not; ties count half. NaN
    /// where all or none are marked.
    /// </summary>
    public static double Auc(IReadOnlyList<(double Score, bool Marked)> scored)
    {
        var sorted = scored.OrderBy(s => s.Score).ToArray();
        double ranks = 0, marked = scored.Count(s => s.Marked), others = scored.Count - marked;
        for (var from = 0; from < sorted.Length;)
        {
            var to = from;
            while (to < sorted.Length && sorted[to].Score == sorted[from].Score) to++;
            for (var i = from; i < to; i++) if (sorted[i].Marked) ranks += (from + to + 1) / 2.0;
            from = to;
        }
        return (ranks - marked * (marked + 1) / 2) / (marked * others);
    }

    /// <summary>A number with three decimals.</summary>
    public static string Show(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
