using CsCheck;
using Debate.Cli.Output;
using Debate.Core.Output;

namespace Debate.EndToEnd.Tests.Output;

public sealed class TableLayoutTests
{
    private static readonly ReportTable Accuracy = new(
        ["protocol", "questions", "correct", "accuracy", "95 %", "rounds", "failed", "calls", "generated", "cost"],
        [
            ["mad", "2000", "1203", "0.6015", "0.5799 to 0.6228", "2.0", "0", "11,402", "1,234,567", "12.3456"],
            ["self-consistency", "2000", "1190", "0.5950", "0.5733 to 0.6163", "0.0", "0", "10,000", "2,345,678", "9.8765"],
        ]);

    private static readonly ReportTable Effects = new(
        ["judge", "effect", "a positive size is", "size", "95 % interval", "p", "found"],
        [
            ["all", "self-preference", "a vote for the debater whose model is the judge's own", "+14.2", "+9.1 to +19.2", "<0.001", "yes"],
            ["haiku", "length", "a vote for the longer of the two", "–", "cannot be told", "–", ""],
        ]);

    [Fact]
    public void What_fits_is_one_grid_with_numbers_to_the_right() => Assert.Equal(
        """
        name     won
        ────────────
        minimax   99
        random    10
        """, Draw(new(["name", "won"], [["minimax", "99"], ["random", "10"]]), 80));

    [Fact]
    public void Columns_without_a_place_stand_below_with_the_first_one_again() => Assert.Equal(
        """
        protocol          questions  correct  accuracy              95 %  rounds  failed
        ────────────────────────────────────────────────────────────────────────────────
        mad                    2000     1203    0.6015  0.5799 to 0.6228     2.0       0
        self-consistency       2000     1190    0.5950  0.5733 to 0.6163     0.0       0

        protocol           calls  generated     cost
        ────────────────────────────────────────────
        mad               11,402  1,234,567  12.3456
        self-consistency  10,000  2,345,678   9.8765
        """, Draw(Accuracy, 80));

    [Fact]
    public void Texts_wrap_between_words_and_headings_too()
    {
        var text = Draw(Effects, 80);
        Assert.All(text.Split('\n'), line => Assert.InRange(TerminalText.Width(line), 1, 80));
        foreach (var whole in new[] { "self-preference", "+9.1 to +19.2", "cannot be told", "<0.001" })
            Assert.Contains(whole, text, StringComparison.Ordinal);
        Assert.Contains("size", Draw(new(["a positive size", "n"], [["x", "1"]]), 14).Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_is_repeated_with_the_name_that_it_ranks() => Assert.Equal(
        ["#", "name", "b"],
        Draw(new(["#", "name", "a", "b"], [["1", "somebody", new('1', 30), new('2', 30)]]), 48).Split('\n')[4]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Where_the_first_cell_leaves_no_place_each_row_is_a_block() => Assert.Equal(
        """
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          questions 12  correct 7
          95 % 0.31 to 0.82
        """, Draw(new(["id", "questions", "correct", "95 %"], [[new('a', 29), "12", "7", "0.31 to 0.82"]]), 30));

    [Fact]
    public void A_column_that_may_go_goes_before_any_other_breaks()
    {
        var runs = new ReportTable(
            ["id", "kind", "status", "cost", "name"],
            [["20261129-221755-ba36ae", "tournament", "interrupted", "12.3456", "Town hall, everybody against everybody"]]);
        var layout = new TableLayout(runs, 60) { Cut = ["name"], Drop = ["cost", "kind"] };
        Assert.Equal(["kind", "cost"], layout.Dropped);
        Assert.Equal("20261129-221755-ba36ae  interrupted  Town hall, everybody a…", Text(layout).Split('\n')[^1]);
        Assert.Empty(new TableLayout(runs, 120) { Drop = ["cost"] }.Dropped);
    }

    [Fact]
    public void No_number_and_no_word_ever_breaks_and_nothing_is_too_wide() => Gen.Select(Table, Gen.Int[20, 200]).Sample((table, width) =>
    {
        var text = Draw(table, width);
        var words = Split(text).ToHashSet(StringComparer.Ordinal);
        var cells = table.Rows.SelectMany(r => r).Where(c => c.Length > 0).ToArray();
        Assert.All(cells.SelectMany(Split), word => Assert.Contains(word, words));
        Assert.All(cells.Where(c => c.Contains(" to ", StringComparison.Ordinal)), c => Assert.Contains(c, text, StringComparison.Ordinal));
        var longest = Split(text).Where(w => w[0] != '─').Max(TerminalText.Width);
        Assert.All(text.Split('\n'), line => Assert.True(TerminalText.Width(line) <= Math.Max(width, longest + 4), line));
    });

    [Fact]
    public void Wide_characters_count_two()
    {
        Assert.Equal("日本…", TerminalText.Shorten("日本語の問い", 6));
        Assert.Equal("name    n\n─────────\n日本語  1", Draw(new(["name", "n"], [["日本語", "1"]]), 80));
    }

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("  one two three", 9, "  one two|three")]
    [InlineData("a 20261129-221755-ba36ae b", 10, "a|20261129-221755-ba36ae|b")]
    [InlineData("", 10, "")]
    [InlineData("a\n\nb", 10, "a||b")]
    public void Text_breaks_between_words(string text, int width, string lines) =>
        Assert.Equal(lines, string.Join('|', TerminalText.Wrap(text, width)));

    private static Gen<string> Cell => Gen.OneOf(
        Gen.Int[-99, 99_999].Select(n => $"{n}"), Gen.Const("0.1234 to 0.5678"), Gen.Const("20261129-221755-ba36ae"), Gen.Const(""),
        Gen.Const("a vote for the debater whose model is the judge's own"), Gen.Const("–"));

    private static Gen<ReportTable> Table =>
        from columns in Gen.Int[1, 9]
        from headings in Gen.OneOf("calls", "95 % interval", "a positive size is", "name").Array[columns]
        from rows in Cell.Array[columns].Array[1, 5]
        select new ReportTable(headings, rows);

    private static string[] Split(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Draw(ReportTable table, int width) => Text(new TableLayout(table, width));

    private static string Text(TableLayout layout) => string.Join('\n', layout.Lines().Select(l => l.Text));
}
