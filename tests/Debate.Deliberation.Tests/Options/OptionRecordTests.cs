using System.ComponentModel.DataAnnotations;
using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation.Protocols;

namespace Debate.Deliberation.Tests.Options;

/// <summary>Typed records of options: what is declared is what is checked, read and written.</summary>
public sealed class OptionRecordTests
{
    [Fact]
    public void Names_follow_from_properties_and_defaults_from_a_new_record()
    {
        var rules = OptionRecords.GetRules<Sample>();
        Assert.Equal(["whole-number", "lot", "is-open", "Odd", "way", "word", "text", "size", "share", "inherited"],
            rules.Select(r => r.Name));
        Assert.Equal(["2", "-5", "no", "0", "second-way", "b", "", "7", "none", "yes"],
            rules.Select(r => r.Default));
        Assert.Equal("one of second-way, first-way", rules.Single(r => r.Name == "way").Rule);
        Assert.Equal(["1", "2", "3"], rules.Single(r => r.Name == "whole-number").SweepValues);
        Assert.Equal(["b", "a"], rules.Single(r => r.Name == "word").SweepValues);
        Assert.Empty(rules.Single(r => r.Name == "text").SweepValues);
    }

    [Fact]
    public void What_is_read_is_typed_and_what_is_absent_is_the_default()
    {
        var read = new ProtocolOptions
        {
            ["whole-number"] = "9", ["is-open"] = "yes", ["way"] = "first-way", ["share"] = "0.25", ["size"] = "0.5", ["stray"] = "?",
        }.Read<Sample>();
        Assert.Equal(new Sample { WholeNumber = 9, IsOpen = true, Way = Way.FirstWay, Share = new(0.25), Size = 0.5 }, read);
        Assert.Equal(new Sample(), new ProtocolOptions().Read<Sample>());
        Assert.Equal(new Sample(), ProtocolOptions.FromRecord(new Sample()).Read<Sample>());
        Assert.Equal(read, ProtocolOptions.FromRecord(read).Read<Sample>());
    }

    [Theory]
    [InlineData("whole-number", "0", "option 'whole-number': '0' is not a whole number from 1 to 9")]
    [InlineData("is-open", "true", "option 'is-open': 'true' is not one of no, yes")]
    [InlineData("way", "FirstWay", "option 'way': 'FirstWay' is not one of second-way, first-way; did you mean 'first-way'?")]
    [InlineData("way", "0", "option 'way': '0' is not one of second-way, first-way")]
    [InlineData("size", "11", "option 'size': '11' is not a number from 0 to 10")]
    [InlineData("size", "NaN", "option 'size': 'NaN' is not a number from 0 to 10")]
    [InlineData("share", "1", "option 'share': '1' is not a share below 1, or none")]
    [InlineData("share", null, "option 'share': null is not a share below 1, or none")]
    public void An_invalid_value_is_refused_with_option_value_and_rule(string name, string? value, string message)
    {
        var given = new ProtocolOptions { [name] = value! };
        Assert.Equal(message, Assert.Throws<InputException>(() =>
            given.ValidateAndComplete("sample", OptionRecords.GetRules<Sample>())).Message);
        Assert.Equal(message, Assert.Throws<InputException>(() => given.Read<Sample>()).Message);
    }

    [Fact]
    public void An_unknown_option_is_refused_with_the_name_that_was_meant()
    {
        var message = Assert.Throws<InputException>(() => Mad.Descriptor.CompleteOptions(new() { ["round"] = "1" })).Message;
        Assert.StartsWith("option 'round': mad has no such option; did you mean 'rounds'? it has rounds, level, ", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_one_short_line_whatever_the_value()
    {
        var hostile = "\u001b[2J\n" + new string('x', 1_000_000);
        var message = Assert.Throws<InputException>(() => Mad.Descriptor.CompleteOptions(new() { ["rounds"] = hostile })).Message;
        Assert.InRange(message.Length, 1, 300);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void The_text_stays_as_it_was_written() =>
        Assert.Equal("0.50", EvidenceDebate.Descriptor.CompleteOptions(new() { ["reveals"] = "0.50" })["reveals"]);

    [Fact]
    public void Every_value_that_is_written_is_read_as_itself() =>
        Gen.Select(Gen.Int[1, 9], Gen.Long, Gen.Bool, Gen.Enum<Way>(), Gen.String, Gen.Double[0.001, 0.999])
        .Sample((n, lot, open, way, text, x) =>
        {
            var options = new Sample { WholeNumber = n, Lot = lot, IsOpen = open, Way = way, Text = text, Size = 10 * x, Share = new(x) };
            return ProtocolOptions.FromRecord(options).Read<Sample>() == options;
        });

    private enum Way
    {
        FirstWay,
        SecondWay,
    }

    private abstract record Base
    {
        [Option("Of all such protocols.")]
        public bool Inherited { get; init; } = true;
    }

    private sealed record Sample : Base
    {
        public static IReadOnlyList<string> Catalogue { get; } = ["a", "b"];

        [Option("A number."), Range(1, 9)]
        public int WholeNumber { get; init; } = 2;

        [Option("Any number.")]
        public long Lot { get; init; } = -5;

        [Option("A truth value.")]
        public bool IsOpen { get; init; }

        [Option("A name of its own.", Name = "Odd"), OneOf("0", "1", "-1")]
        public int Sign { get; init; }

        [Option("A way.")]
        public Way Way { get; init; } = Way.SecondWay;

        [Option("A word of a catalogue."), OneOf(typeof(Sample), nameof(Catalogue))]
        public string Word { get; init; } = "b";

        [Option("Any text.", Rule = "a text")]
        public string Text { get; init; } = "";

        [Option("A real number."), Range(0.0, 10.0)]
        public double Size { get; init; } = 7;

        [Option("A form of its own.")]
        public Share? Share { get; init; }

        public int NoOption { get; init; }
    }

    private sealed record Share(double Value) : IOptionValue<Share>
    {
        public static string Rule => "a share below 1, or none";

        public static bool TryRead(string text, out Share? value)
        {
            value = double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var x) && x is > 0 and < 1 ? new(x) : null;
            return value is not null || text == "none";
        }

        public static string Write(Share? value) => value is null ? "none" : FormattableString.Invariant($"{value.Value:R}");
    }
}
