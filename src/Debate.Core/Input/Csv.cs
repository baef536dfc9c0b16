using System.Buffers;
using System.Globalization;
using System.Text;

namespace Debate.Core.Input;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Cells">Its cells, without their quotes; at least one.</param>
public readonly record struct CsvRecord(int Line, string[] Cells);

/// <summary>
/// Comma-separated values (RFC 4180): the one reader and writer of them. Records are read as they are needed; a line without a quote, as
/// nearly all are, is split as it is. Which columns there are and what their cells mean is the caller's affair.
/// A spreadsheet computes what begins with = + - @ or a tab, whoever wrote it (OWASP, "CSV Injection"): such a cell is written with an
/// apostrophe before it, unless it is a number, and the reader takes that apostrophe off.
/// </summary>
public static class Csv
{
    private const int BlockLength = 4096;

    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789.eE+-");

    /// <summary>
    /// The records, without blank lines. A cell that begins with a quote may hold separators, doubled quotes and line breaks; outside
    /// quotes carriage returns are dropped. Throws <see cref="InputException"/> with <paramref name="file"/> and line for a quote that is
    /// not closed.
    /// </summary>
    public static IEnumerable<CsvRecord> Read(TextReader text, string file, char separator = ',')
    {
        var (number, lines) = (0, ReadLines(text).GetEnumerator());
        while (lines.MoveNext())
        {
            var begun = ++number;
            var cells = !lines.Current.Contains('"', StringComparison.Ordinal)
                ? lines.Current.Replace("\r", "", StringComparison.Ordinal).Split(separator)
                : SplitQuoted(lines.Current, separator, Continue);
            foreach (ref var cell in cells.AsSpan())
                if (cell is ['\'', ..] && IsComputed(cell.AsSpan(1))) cell = cell[1..];
            if (cells is not [var only] || !string.IsNullOrWhiteSpace(only)) yield return new(begun, cells);

            string Continue()
            {
                if (!lines.MoveNext()) throw new InputException($"{file}:{begun}: a quote is not closed");
                number++;
                return lines.Current;
            }
        }
    }

    /// <summary>The first name in a header that stood there before, ignoring case and outer blanks; null if there is none. Blank names are
    /// none.</summary>
    public static string? FindRepeated(IEnumerable<string> header)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return header.Select(name => name.Trim()).FirstOrDefault(name => name.Length > 0 && !seen.Add(name));
    }

    /// <summary>
    /// The cells as one line without its break; a cell is quoted where it must be, and gets an apostrophe where a spreadsheet would compute
    /// it.
    /// </summary>
    public static string FormatRecord(params IEnumerable<string> cells) =>
        FormatRawRecord(cells.Select(cell => IsComputed(cell) ? $"'{cell}" : cell));

    /// <summary>The cells as they are, for programs that know no apostrophe: a spreadsheet may compute some of them.</summary>
    public static string FormatRawRecord(params IEnumerable<string> cells) => string.Join(',', cells.Select(Quote));

    // Apostrophes before the sign count too, so that what was written with one is told from what was meant with one.
    private static bool IsComputed(ReadOnlySpan<char> cell) =>
        cell.TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t', ..] && !IsNumber(cell);

    private static bool IsNumber(ReadOnlySpan<char> cell) => !cell.ContainsAnyExcept(NumberSigns)
        && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string[] SplitQuoted(string line, char separator, Func<string> next)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; ; i++)
        {
            if (i == line.Length)
            {
                if (!quoted) break;
                (line, i) = (next(), -1);
                cell.Append('\n');
            }
            else if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (line[i] == '"' && (quoted || cell.Length == 0)) quoted = !quoted;
            else if (quoted || (line[i] != separator && line[i] != '\r')) cell.Append(line[i]);
            else if (line[i] == separator) EndCell();
        }
        EndCell();
        return [.. cells];

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }

    // Lines end at a line feed alone, so that a quoted cell keeps the carriage returns that it was written with.
    private static IEnumerable<string> ReadLines(TextReader text)
    {
        var (block, line) = (new char[BlockLength], new StringBuilder());
        while (text.ReadBlock(block, 0, block.Length) is > 0 and var read)
        {
            var from = 0;
            while (Array.IndexOf(block, '\n', from, read - from) is >= 0 and var end)
            {
                yield return line.Append(block, from, end - from).ToString();
                line.Clear();
                from = end + 1;
            }
            line.Append(block, from, read - from);
        }
        if (line.Length > 0) yield return line.ToString();
    }
}
