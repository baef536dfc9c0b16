using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Rewards.Environments;

/// <summary>Reads files of numbers line by line; errors name the file, the line and the value.</summary>
internal static class NumericLines
{
    /// <summary>All lines as rows of exactly <paramref name="columns"/> finite numbers, separated by commas.</summary>
    public static double[][] ReadTable(string text, string file, int rows, int columns)
    {
        var table = Csv.Read(new StringReader(text), file).Select(r => ParseRow(r.Cells, $"{file}, line {r.Line}", columns)).ToArray();
        return table.Length == rows ? table : throw new InputException($"{file}: {table.Length} lines of numbers, not {rows}");
    }

    /// <summary>A row of exactly <paramref name="columns"/> finite numbers.</summary>
    public static double[] ParseRow(string[] cells, string where, int columns)
    {
        if (cells.Length != columns) throw new InputException($"{where}: {cells.Length} columns, not {columns}");
        return Array.ConvertAll(cells, cell => ParseNumber(cell, where));
    }

    /// <summary>A finite number.</summary>
    public static double ParseNumber(ReadOnlySpan<char> cell, string where) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw new InputException($"{where}: '{Truncate(cell)}' is not a finite number");

    /// <summary>A whole number in [0, <paramref name="count"/>).</summary>
    public static int ParseIndex(ReadOnlySpan<char> cell, int count, string where) =>
        int.TryParse(cell, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && number >= 0 && number < count
                ? number : throw new InputException($"{where}: '{Truncate(cell)}' is not a whole number in 0..{count - 1}");

    private static string Truncate(ReadOnlySpan<char> cell) => cell.Length <= 40 ? cell.ToString() : $"{cell[..40]}...";
}
