using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Rewards.Environments;

namespace Debate.Rewards.Trajectories;

/// <summary>One logged step of a patient: the row of its features, the action taken, and the reward from the file.</summary>
/// <param name="Trajectory">The patient's trajectory, as the file numbers it.</param>
/// <param name="Step">The step in the trajectory; ascending.</param>
/// <param name="Row">The row of <see cref="TrajectoryData.Features"/>.</param>
/// <param name="Action">The action; in the data of Sukovic and Radanovic 0..24: 5 * fluids + vasopressors.</param>
/// <param name="Reward">The reward after the action.</param>
public readonly record struct LoggedStep(long Trajectory, int Step, int Row, int Action, double Reward);

/// <summary>Logged steps, trajectory after trajectory, with their features unscaled, as in the file.</summary>
public sealed record TrajectoryData(FeatureTable Features, IReadOnlyList<LoggedStep> Steps);

/// <summary>
/// Reads trajectories in the columns of Sukovic and Radanovic (ICLR 2024), one row for each four hours of a patient: <c>traj</c>,
/// <c>step</c>, <c>a:action</c>, <c>r:reward</c> and any number of observations <c>o:NAME</c>, in any order; other columns (<c>m:...</c>)
/// are ignored.
/// </summary>
public static class TrajectoryFile
{
    private const string ObservationPrefix = "o:";

    /// <summary>
    /// Reads a file line by line. Throws <see cref="InputException"/> with file, line and value if a column is missing, a value is not a
    /// number, an action is not in 0..<paramref name="actions"/>-1, a trajectory is interrupted by another, or its steps do not ascend.
    /// </summary>
    public static TrajectoryData Read(TextReader reader, string file, int actions = 25)
    {
        ColumnLayout? columns = null;
        var (steps, values, seen) = (new List<LoggedStep>(), new List<float>(), new HashSet<long>());
        foreach (var (line, cells) in Csv.Read(reader, file))
        {
            if (columns is null)
            {
                columns = new ColumnLayout(cells, file);
                continue;
            }
            var where = $"{file}, line {line}";
            if (cells.Length != columns.Count) throw new InputException($"{where}: {cells.Length} columns, not {columns.Count}");
            var step = columns.ReadStep(cells, steps.Count, actions, where);
            if (steps.Count > 0 && steps[^1].Trajectory == step.Trajectory)
            {
                if (step.Step <= steps[^1].Step)
                    throw new InputException($"{where}: step {step.Step} does not follow step {steps[^1].Step}");
            }
            else if (!seen.Add(step.Trajectory)) throw new InputException($"{where}: trajectory {step.Trajectory} goes on after another");
            steps.Add(step);
            foreach (var column in columns.Observations) values.Add((float)NumericLines.ParseNumber(cells[column], where));
        }
        if (columns is null) throw new InputException($"{file}: it is empty");
        return new(new FeatureTable(columns.Names, [.. values]), steps);
    }

    private sealed class ColumnLayout
    {
        private readonly int _trajectory, _step, _action, _reward;

        public ColumnLayout(string[] header, string file)
        {
            string[] names = [.. header.Select(n => n.Trim())];
            Count = names.Length;
            if (Csv.FindRepeated(names) is { } twice)
                throw new InputException($"{file}, line 1: the column '{twice}' stands twice; it must stand once");
            (_trajectory, _step) = (FindColumn(names, "traj", file), FindColumn(names, "step", file));
            (_action, _reward) = (FindColumn(names, "a:action", file), FindColumn(names, "r:reward", file));
            Observations = [.. Enumerable.Range(0, Count).Where(c => names[c].StartsWith(ObservationPrefix, StringComparison.Ordinal))];
            Names = [.. Observations.Select(c => names[c][ObservationPrefix.Length..].Trim())];
            if (Names.Length == 0) throw new InputException($"{file}, line 1: no column starts with '{ObservationPrefix}'");
        }

        public int Count { get; }
        public int[] Observations { get; }
        public string[] Names { get; }

        public LoggedStep ReadStep(string[] cells, int row, int actions, string where) => new(
            NumericLines.ParseIndex(cells[_trajectory], int.MaxValue, where), NumericLines.ParseIndex(cells[_step], int.MaxValue, where),
            row,
            NumericLines.ParseIndex(cells[_action], actions, where), NumericLines.ParseNumber(cells[_reward], where));

        private static int FindColumn(string[] names, string name, string file) =>
            Array.IndexOf(names, name) is >= 0 and var at
            ? at : throw new InputException($"{file}, line 1: there is no column '{name}'");
    }
}
