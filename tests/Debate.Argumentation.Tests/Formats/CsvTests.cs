using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

/// <summary>The one reader and writer of comma-separated values.</summary>
public sealed class CsvTests
{
    private static readonly Gen<string[]> Rows = Gen.Char["ab,\"\r\n ;'=+-@\t1.e"].Array[0, 6].Select(c => new string(c)).Array[2, 5];

    private static CsvRecord[] Read(string text, char separator = ',') => [.. Csv.Read(new StringReader(text), "x.csv", separator)];

    [Fact]
    public void Cells_survive_their_record_whatever_they_hold() => Rows.Array[1, 5].Sample(rows =>
    {
        var read = Read(string.Concat(rows.Select(r => Csv.FormatRecord(r) + "\n")));
        Assert.Equal(rows, read.Select(r => r.Cells));
        var lines = 1;
        foreach (var (row, record) in rows.Zip(read))
        {
            Assert.Equal(lines, record.Line);
            lines += 1 + row.Sum(cell => cell.Count(c => c == '\n'));
        }
    }, iter: 2000);

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1-2", "'+1-2")]
    [InlineData("-x", "'-x")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-Infinity", "'-Infinity")]
    [InlineData("=1,2", "\"'=1,2\"")]
    [InlineData("'=1", "''=1")]
    [InlineData("-5", "-5")]
    [InlineData("+3.25e-7", "+3.25e-7")]
    [InlineData("'tis", "'tis")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_compute_has_an_apostrophe_and_numbers_have_none(string cell, string written)
    {
        Assert.Equal(written, Csv.FormatRecord(cell));
        Assert.Equal(["x", cell], Assert.Single(Read(Csv.FormatRecord("x", cell))).Cells);
    }

    [Fact]
    public void No_written_cell_begins_as_a_formula() => Rows.Sample(row =>
    {
        // As a spreadsheet sees it: quotes are gone, apostrophes are not.
        var written = Csv.FormatRecord(row[0]);
        var seen = written is ['"', ..] ? written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : written;
        if (seen is ['=' or '+' or '-' or '@' or '\t', ..])
            Assert.True(double.TryParse(seen, System.Globalization.CultureInfo.InvariantCulture, out _), seen);
    }, iter: 2000);

    [Fact]
    public void Raw_cells_are_as_they_are() => Assert.Equal("=1,\"a,b\",-x", Csv.FormatRawRecord("=1", "a,b", "-x"));

    [Fact]
    public void Long_files_are_read_across_blocks()
    {
        var rows = Enumerable.Range(0, 3000)
            .Select(i => new[] { $"name {i}", i % 7 == 0 ? "a \"quoted\"\ncell" : new string('x', i % 50) }).ToArray();
        Assert.Equal(rows, Read(string.Join("\r\n", rows.Select(r => Csv.FormatRecord(r)))).Select(r => r.Cells));
    }

    [Theory]
    [InlineData("a,b\r\n\r\n  \n1,2", "1:a|b 4:1|2")]
    [InlineData("a\r,b\n", "1:a|b")]
    [InlineData("5\" pipe,b\n", "1:5\" pipe|b")]
    [InlineData("\"a\nb\"c,d\ne,f\n", "1:a\nbc|d 3:e|f")]
    [InlineData(",\n", "1:|")]
    [InlineData("", "")]
    public void Records_have_the_line_at_which_they_begin(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(text).Select(r => $"{r.Line}:{string.Join('|', r.Cells)}")));

    [Fact]
    public void Another_separator_leaves_commas_alone() => Assert.Equal(["a,b", "c"], Assert.Single(Read("a,b;c", ';')).Cells);

    [Theory]
    [InlineData("a,b\n\"c,d\n")]
    [InlineData("a,b\n\"c,d")]
    public void A_quote_that_is_not_closed_is_named_with_its_line(string text) =>
        Assert.Equal("x.csv:2: a quote is not closed", Assert.Throws<InputException>(() => Read(text)).Message);
}
