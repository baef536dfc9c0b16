using Debate.Core.Input;

namespace Debate.Rewards.Environments;

/// <summary>The possible next states of an action, ascending, and their probabilities, which sum to 1.</summary>
public readonly ref struct TransitionRow(ReadOnlySpan<int> next, ReadOnlySpan<double> probability)
{
    /// <summary>The next states.</summary>
    public ReadOnlySpan<int> Next { get; } = next;

    /// <summary>The probability of each.</summary>
    public ReadOnlySpan<double> Probability { get; } = probability;

    /// <summary>The expected value of <paramref name="values"/> (one for each state) at the next state.</summary>
    public double ExpectedValue(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < Next.Length; i++) sum += Probability[i] * values[Next[i]];
        return sum;
    }
}

/// <summary>
/// Transition probabilities as sparse rows, one for each admissible action of each state. An action without a row is inadmissible.
/// </summary>
public sealed class TransitionTable
{
    private const double Tolerance = 1e-9;

    private readonly int[] _starts;
    private readonly int[] _next;
    private readonly double[] _probability;
    private readonly int[][] _admissible;

    /// <param name="states">Number of states.</param>
    /// <param name="actions">Number of actions.</param>
    /// <param name="row">
    /// Next states with positive probabilities for a state and an action; empty for an inadmissible action. Throws
    /// <see cref="InputException"/> if a row does not sum to 1 (within 1e-9) or a state has no row; each row is then scaled to sum to 1.
    /// </param>
    public TransitionTable(int states, int actions, Func<int, int, IReadOnlyList<KeyValuePair<int, double>>> row)
    {
        (States, Actions, _starts, _admissible) = (states, actions, new int[states * actions + 1], new int[states][]);
        var (next, probability) = (new List<int>(), new List<double>());
        for (var state = 0; state < states; state++)
        {
            for (var action = 0; action < actions; action++)
            {
                AppendRow(row(state, action), $"transitions: state {state}, action {action}", next, probability);
                _starts[state * actions + action + 1] = next.Count;
            }
            _admissible[state] = [.. Enumerable.Range(0, actions).Where(a => RowLength(state, a) > 0)];
            if (_admissible[state].Length == 0) throw new InputException($"transitions: state {state} has no admissible action");
        }
        (_next, _probability) = ([.. next], [.. probability]);
    }

    /// <summary>Number of states.</summary>
    public int States { get; }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>The admissible actions of a state, ascending; never empty.</summary>
    public ReadOnlySpan<int> Admissible(int state) => _admissible[state];

    /// <summary>Whether the action has its own row in the state.</summary>
    public bool IsAdmissible(int state, int action) => RowLength(state, action) > 0;

    /// <summary>The row of an admissible action; empty for an inadmissible one.</summary>
    public TransitionRow Row(int state, int action)
    {
        var (start, length) = (_starts[state * Actions + action], RowLength(state, action));
        return new(_next.AsSpan(start, length), _probability.AsSpan(start, length));
    }

    private int RowLength(int state, int action) => _starts[state * Actions + action + 1] - _starts[state * Actions + action];

    private void AppendRow(IReadOnlyList<KeyValuePair<int, double>> row, string where, List<int> next, List<double> probability)
    {
        if (row.Count == 0) return;
        var sum = row.Sum(r => r.Value);
        if (!(Math.Abs(sum - 1) <= Tolerance))
            throw new InputException(FormattableString.Invariant($"{where}: the row sums to {sum}, not 1"));
        var last = -1;
        foreach (var (to, p) in row.OrderBy(r => r.Key))
        {
            if (to < 0 || to >= States) throw new InputException($"{where}: next state {to} is not in 0..{States - 1}");
            if (to == last) throw new InputException($"{where}: next state {to} occurs twice");
            if (!(p > 0)) throw new InputException(FormattableString.Invariant($"{where}: probability {p} is not positive"));
            next.Add(to);
            probability.Add(p / sum);
            last = to;
        }
    }
}
