using Debate.Core.Output;

namespace Debate.Cli.Output;

/// <summary>
/// A table in a given number of columns of a terminal. Numbers, ids and words never break. Where a table is too wide, in this order:
/// headings break between their words; cells with several words wrap, and those of the columns in <see cref="Cut"/> are cut in one line
/// instead; the columns in <see cref="Drop"/> are left out, one after another; columns that still find no place go below, in a band of
/// their own that repeats the first column; and where that finds no place either, each row becomes a block under its first cell.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="width">The columns that there are.</param>
internal sealed class TableLayout(ReportTable table, int width)
{
    private const string Gap = "  ";
    private const int LeastText = 12;

    /// <summary>The headings of columns of text that may be cut to what place there is.</summary>
    public IReadOnlyCollection<string> Cut { get; init; } = [];

    /// <summary>The headings of columns that may be left out, the first one first.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>The headings of the columns that are left out at this width.</summary>
    public IReadOnlyList<string> Dropped => [.. table.Columns.Except(Columns().Select(c => c.Heading))];

    /// <summary>The lines, without trailing spaces; the headings of each band come first.</summary>
    public IEnumerable<TableLine> Lines()
    {
        var columns = Columns();
        if (columns.Length == 0) return [];
        // A rank says nothing without the name after it.
        var keys = columns.Length > 1 && columns[0].IsNumeric && !columns[1].IsNumeric ? 2 : 1;
        return Bands(columns, keys) is { } bands
            ? bands.SelectMany((band, i) => Draw(band, isFirst: i == 0)) : Blocks(columns);
    }

    private Column[] Columns()
    {
        Column[] columns = [.. table.Columns.Select((_, i) => new Column(table, i, Cut.Contains(table.Columns[i])))];
        foreach (var heading in Drop)
        {
            if (WidthOf(columns, c => c.Least) <= width) break;
            columns = [.. columns.Where(c => c.Heading != heading)];
        }
        return columns;
    }

    /// <summary>The columns of each band; null where some column finds no place beside the keys.</summary>
    private List<Column[]>? Bands(Column[] columns, int keys)
    {
        var (bands, band) = (new List<Column[]>(), new List<Column>(columns[..keys]));
        if (WidthOf(band, c => c.Least) > width) return null;
        foreach (var column in columns[keys..])
        {
            if (WidthOf([.. band, column], c => c.Least) > width)
            {
                if (band.Count == keys) return null;
                bands.Add([.. band]);
                band = [.. columns[..keys]];
                if (WidthOf([.. band, column], c => c.Least) > width) return null;
            }
            band.Add(column);
        }
        bands.Add([.. band]);
        return bands;
    }

    private IEnumerable<TableLine> Draw(Column[] columns, bool isFirst)
    {
        var widths = Share(columns);
        if (!isFirst) yield return new("", false);
        foreach (var line in Row(columns, widths, c => c.Heading, fromBelow: true)) yield return new(line, true);
        yield return new(new string('─', widths.Sum() + Gap.Length * (columns.Length - 1)), false);
        foreach (var row in Enumerable.Range(0, table.Rows.Count))
            foreach (var line in Row(columns, widths, c => c.Cell(row), fromBelow: false)) yield return new(line, false);
    }

    /// <summary>The widths of the columns of a band: each has its least, and what is left goes first to those that lack little.</summary>
    private int[] Share(Column[] columns)
    {
        int[] widths = [.. columns.Select(c => c.Least)];
        var left = width - WidthOf(columns, c => c.Least);
        foreach (var i in Enumerable.Range(0, columns.Length).OrderBy(i => columns[i].Natural - columns[i].Least))
        {
            var more = Math.Min(left, columns[i].Natural - widths[i]);
            (widths[i], left) = (widths[i] + more, left - more);
        }
        return widths;
    }

    private static IEnumerable<string> Row(Column[] columns, int[] widths, Func<Column, string> cell, bool fromBelow)
    {
        string[][] cells = [.. columns.Select((c, i) => c.Fit(cell(c), widths[i], isHeading: fromBelow))];
        var height = cells.Max(c => c.Length);
        foreach (var line in Enumerable.Range(0, height))
            yield return string.Join(Gap, columns.Select((c, i) =>
            {
                var at = fromBelow ? line - (height - cells[i].Length) : line;
                return TerminalText.Pad(at >= 0 && at < cells[i].Length ? cells[i][at] : "", widths[i], c.IsNumeric);
            })).TrimEnd();
    }

    private IEnumerable<TableLine> Blocks(Column[] columns)
    {
        foreach (var row in Enumerable.Range(0, table.Rows.Count))
        {
            foreach (var part in columns[0].Fit(columns[0].Cell(row), width)) yield return new(part, true);
            var line = "";
            foreach (var column in columns[1..].Where(c => c.Cell(row).Length > 0))
            {
                var pair = $"{column.Heading} {column.Cell(row)}";
                if (line.Length > 0 && TerminalText.Width(line) + Gap.Length + TerminalText.Width(pair) > width)
                {
                    yield return new(line, false);
                    line = "";
                }
                line += Gap + pair;
                if (TerminalText.Width(line) <= width) continue;
                foreach (var part in TerminalText.Wrap(column.Heading, width - Gap.Length)) yield return new(Gap + part, false);
                foreach (var part in column.Fit(column.Cell(row), width - 2 * Gap.Length)) yield return new(Gap + Gap + part, false);
                line = "";
            }
            if (line.Length > 0) yield return new(line, false);
        }
    }

    private static int WidthOf(IReadOnlyCollection<Column> columns, Func<Column, int> of) =>
        columns.Sum(of) + Gap.Length * (columns.Count - 1);

    private sealed class Column
    {
        private readonly IReadOnlyList<string> _cells;
        private readonly bool _isCut;

        public Column(ReportTable table, int index, bool isCut)
        {
            (Heading, _isCut) = (table.Columns[index], isCut);
            _cells = [.. table.Rows.Select(row => row[index])];
            var widest = _cells.Select(TerminalText.Width).DefaultIfEmpty(0).Max();
            IsNumeric = _cells.Any(c => c.Length > 0) && _cells.All(IsNumber);
            Natural = Math.Max(widest, TerminalText.Width(Heading));
            var unbroken = _cells.Select(c => HasWords(c) ? LongestWord(c) : TerminalText.Width(c)).DefaultIfEmpty(0).Max();
            var least = Math.Min(widest, isCut ? LeastText : _cells.Any(HasWords) ? Math.Max(LeastText, unbroken) : widest);
            Least = Math.Max(least, LongestWord(Heading));
        }

        public string Heading { get; }

        public bool IsNumeric { get; }

        public int Natural { get; }

        public int Least { get; }

        public string Cell(int row) => _cells[row].ReplaceLineEndings(" ");

        public string[] Fit(string text, int width, bool isHeading = false) => isHeading ? [.. TerminalText.Wrap(text, width)]
            : _isCut ? [TerminalText.Shorten(text, width)]
            : HasWords(text) ? [.. TerminalText.Wrap(text, width)] : [text];

        // An interval such as "0.12 to 0.43" is a number, and breaks no more than one.
        private static bool HasWords(string cell) =>
            cell.Contains(' ', StringComparison.Ordinal) && cell.Any(char.IsLetter) && !IsNumber(cell);

        private static bool IsNumber(string cell) => cell is "" or "–" or "-" || cell.Any(char.IsAsciiDigit)
            && cell.Split(' ').All(word => word is "to" || word.TrimStart('-', '+', '<', '(').All(IsOfNumber));

        private static bool IsOfNumber(char c) => char.IsAsciiDigit(c) || c is '.' or ',' or ':' or '–' or '%' or ')' or '/';

        private static int LongestWord(string text) => text.Split(' ', '\n').Max(TerminalText.Width);
    }
}

/// <summary>A line of a table, and whether it is a heading.</summary>
internal readonly record struct TableLine(string Text, bool IsHeading);
