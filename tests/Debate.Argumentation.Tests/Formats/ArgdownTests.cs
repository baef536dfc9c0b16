using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

public sealed class ArgdownTests
{
    [Fact]
    public void Relations_hang_under_what_is_indented_less_and_go_the_way_their_arrow_says() => Says(
        """
        [Close]: The old town should be closed to cars.
          + <Air>: Fewer cars,
            cleaner air.
              - <Electric>
          - [Shops]
          +> [Plan]
          -> [Status quo]
        """,
        "Close\nAir\nElectric\nShops\nPlan\nStatus quo\n",
        "Air->Close: Air Support Close", "Close->Plan: Close Support Plan", "Electric -> Air", "Shops -> Close", "Close -> Status quo");

    [Fact]
    public void Texts_go_over_lines_and_lose_tags_data_and_comments()
    {
        var graph = Read("""
            // a note
            [A]: one // not this
               two \#three {source: "x } y", pages: [1, 2]} #tag #(a tag)
               see https://example.org/x <!-- nor
               this --> *four*

            [A]: another wording
            """).Graph;
        Assert.Equal("one two #three see https://example.org/x *four*", graph.Text(graph.GetNode("A")));
    }

    [Fact]
    public void A_structure_is_an_inference_with_the_title_of_its_argument() => Says(
        """
        <Proof>: in short

        (1) [Order]: The world is in order.
        (2) Order has a maker.
        -----
        (3) There is a maker.
        (4) [Only one]
        --
        Uniqueness
        {uses: [3, 4]}
        --
        (5) [Maker]
            <_ [Chance]

        [Other]
          - <Proof>
        """,
        "Order\nUntitled 1\nUntitled 2\nOther\nOnly one\nMaker\nChance\n",
        "Proof.1: Order & Untitled 1 Support Untitled 2", "Proof: Only one & Untitled 2 Support Maker",
        "Chance -> Proof", "Maker -> Other");

    [Fact]
    public void An_undercut_below_the_line_is_one_of_that_step() => Says(
        "(1) [P]\n----\n  <_ <U>\n(2) [Q]\n----\n(3) [R]\n",
        "P\nU\nQ\nR\n", "Untitled 1.1: P Support Q", "Untitled 1: Q Support R", "U -> Untitled 1.1");

    [Fact]
    public void Attacks_on_an_argument_with_a_structure_undercut_it_and_its_support_of_its_own_conclusion_is_itself() => Says(
        "[C]\n  + <P>\n\n<P>\n  - [X]\n\n(1) [A]\n----\n(2) [C]\n", "C\nX\nA\n", "P: A Support C", "X -> P");

    [Fact]
    public void A_contradiction_is_mutual_and_so_is_an_attack_of_statements_in_strict_mode()
    {
        Says("[A]\n  >< [B]\n", "A\nB\n", "A -> B", "B -> A");
        Says("===\nmodel: {mode: strict}\n===\n\n[A]\n  - [B]\n  - <C>\n", "A\nB\nC\n", "A -> B", "B -> A", "C -> A");
    }

    [Fact]
    public void A_statement_and_an_argument_of_one_title_are_two() => Says("[A]\n  + <A>\n", "A\n<A>\n", "<A>->A: <A> Support A");

    [Fact]
    public void Lists_and_headings_and_prose_are_passed_over()
    {
        var map = Read("# The debate\n\nSome prose.\n\n* [A]: one\n* [B]: two\n\n1. [C]\n\n##\n[D]\n");
        Assert.Equal("A\nB\nC\nD\n", Maps.Said(map.Graph, texts: false));
        Assert.Equal(["1 untitled statements without relations left out"], map.Notes);
    }

    [Fact]
    public void The_same_relation_twice_counts_once() => Says("[A]\n  + [B]\n\n[B]\n  +> [A]\n", "A\nB\n", "B->A: B Support A");

    [Theory]
    [InlineData("[A]\n- [B]\n", 2, "indented")]
    [InlineData("- [B]\n", 1, "indented")]
    [InlineData("[A]: x\n\n/* y\n\n\n", 3, "comment")]
    [InlineData("===\ntitle: x\n", 1, "frontmatter")]
    [InlineData("===\ntitle: [\n===\n", 3, "YAML")]
    [InlineData("[A]: x\n\n[B] y\n", 3, "':'")]
    [InlineData("[A\n", 1, "title")]
    [InlineData("", 1, "the file is empty")]
    [InlineData("\uFEFF\n", 1, "the file is empty")]
    [InlineData("[A]: {x\n\n[B]\n", 1, "'}'")]
    [InlineData("[A] {x: [}\n", 1, "YAML")]
    [InlineData("[A] {debate: {score: 3}}\n", 1, "[0, 1]")]
    [InlineData("(1) [A]\n(2) [B]\n", 2, "conclusion")]
    [InlineData("(1) [A]\n----\n  - [X]\n(2) [B]\n", 3, "undercut")]
    [InlineData("/* two\nlines */\n\n----\n(1) [A]\n\n[A]\n  +\n", 8, "here goes")]
    [InlineData("[A] {debate: {id: b}}\n\n[b]\n", 3, "duplicate")]
    [InlineData("<S> {debate: {step: attack}}\n  <+ [A]\n", 1, "conclusion")]
    public void What_is_wrong_is_told_with_its_line(string text, int line, string rule)
    {
        var message = Assert.Throws<InputException>(() => Read(text)).Message;
        Assert.StartsWith($"m.argdown: line {line}: ", message, StringComparison.Ordinal);
        Assert.Contains(rule, message, StringComparison.Ordinal);
    }

    private static void Says(string text, string arguments, params string[] relations)
    {
        var said = Maps.Said(Read(text).Graph, texts: false);
        Assert.Equal(arguments + string.Concat(relations.Order(StringComparer.Ordinal).Select(r => r + "\n")), said);
    }

    private static ArgumentMap Read(string text) => GraphFormats.Read("m.argdown", text);
}
