using System.Globalization;

namespace Debate.Rewards.Environments;

/// <summary>Reads files of numbers line by line; errors name the file, the line and the value.</summary>
internal static class NumericLines
{
    /// <summary>The non-empty lines, numbered from 1.</summary>
    public static IEnumerable<(int Number, string Line)> ReadLines(string text)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            if (raw.TrimEnd() is { Length: > 0 } line) yield return (number, line);
        }
    }

    /// <summary>All lines as rows of exactly <paramref name="columns"/> finite numbers, separated by commas.</summary>
    public static double[][] ReadTable(string text, string file, int rows, int columns)
    {
        var table = ReadLines(text).Select(l => ParseRow(l.Line, $"{file}, line {l.Number}", columns)).ToArray();
        return table.Length == rows ? table : throw new InputException($"{file}: {table.Length} lines of numbers, not {rows}");
    }

    /// <summary>One row of exactly <paramref name="columns"/> finite numbers, separated by commas.</summary>
    public static double[] ParseRow(string line, string where, int columns)
    {
        var cells = line.Split(',');
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
