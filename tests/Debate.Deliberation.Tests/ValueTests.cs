using System.Globalization;
using CsCheck;
using Debate.Core.Input;

namespace Debate.Deliberation.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("90s", 90_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1h 30m 5s", 5_405_000)]
    [InlineData("0s", 0)]
    [InlineData("00:10:00", 600_000)]
    [InlineData("1:30:00", 5_400_000)]
    [InlineData("1.12:00:00", 129_600_000)]
    [InlineData("00:00:00.0500000", 50)]
    public void A_duration_has_units_or_is_a_clock(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Values.Duration.Read("time", text));

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10:00")]
    [InlineData("1h30")]
    [InlineData("30m1h")]
    [InlineData("1m1m")]
    [InlineData("-5s")]
    [InlineData("-00:10:00")]
    [InlineData("+5s")]
    [InlineData("5 sec")]
    [InlineData("5S")]
    [InlineData("1e3s")]
    [InlineData("1.2.3s")]
    [InlineData("s")]
    [InlineData("00:60:00")]
    [InlineData("99999999999d")]
    [InlineData("4000d")]
    [InlineData("1,5s")]
    [InlineData("soon")]
    public void Anything_else_is_no_duration(string text)
    {
        var error = Assert.Throws<InputException>(() => Values.Duration.Read("--budget-time", text));
        Assert.Contains("it must be a time such as", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(text.Length == 0 ? "--budget-time: " : $"--budget-time '{text}': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_duration_is_read_as_itself() =>
        Gen.Long[0, Durations.Max.Ticks].Sample(ticks => Values.Duration.Read("t", Durations.Format(new(ticks))).Ticks == ticks);

    [Fact]
    public void Reading_a_duration_never_throws() =>
        Gen.Char["0123456789.:dhms -"].Array[0, 50].Sample(letters =>
            !Durations.TryParse(new string(letters), out var time) || (time >= TimeSpan.Zero && time <= Durations.Max));

    [Fact]
    public void Numbers_are_read_back_and_held_to_their_range() =>
        Gen.Select(Gen.Double[-20, 20], Gen.Int).Sample((real, whole) =>
            Values.Temperature.TryRead(real.ToString("R", CultureInfo.InvariantCulture), out var temperature) == real is >= 0 and <= 10
            && (temperature == real || real is not (>= 0 and <= 10))
            && Values.TokenLimit.TryRead($"{whole}", out var limit) == whole is >= 1 and <= 1_000_000
            && (limit == whole || whole is not (>= 1 and <= 1_000_000)));

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,5")]
    [InlineData("0.5 ")]
    [InlineData("hot")]
    [InlineData("null")]
    [InlineData("1e400")]
    [InlineData("\u0661")]
    public void What_is_no_number_is_no_temperature(string text) => Assert.False(Values.Temperature.TryRead(text, out _));

    [Theory]
    [InlineData("0", false)]
    [InlineData("0.0001", true)]
    [InlineData("1", true)]
    [InlineData("1.0001", false)]
    public void Nucleus_mass_is_above_nothing_and_at_most_one(string text, bool valid) =>
        Assert.Equal(valid, Values.TopP.TryRead(text, out _));

    [Fact]
    public void A_refusal_names_field_value_and_rule_on_one_line()
    {
        Assert.Equal("--temperature 'hot': it must be a number from 0 to 10",
            Refusal(() => Values.Temperature.Read("--temperature", "hot")));
        Assert.Equal("maxTokens '0': it must be a whole number from 1 to 1000000", Refusal(() => Values.TokenLimit.Read("maxTokens", "0")));
        Assert.Equal("priority 'hihg': it must be one of low, normal, high; did you mean 'high'?",
            Refusal(() => Values.OneOf("low", "normal", "high").Read("priority", "hihg")));
        Assert.Equal("port 'a b c': it must be a whole number from 1 to 65535",
            Refusal(() => Values.Port.Read("port", "a\nb\u001b[31m c")));
        Assert.Equal("timeout '2d': it must be a time above nothing and at most 24h, such as 500ms, 90s, 10m, 1h30m or 00:10:00",
            Refusal(() => Values.PositiveDuration(TimeSpan.FromDays(1)).Read("timeout", "2d")));
        Assert.True(Refusal(() => Values.Flag.Read("seed", new string('x', 5000))).Length < 200);
    }

    [Theory]
    [InlineData("modle", "model")]
    [InlineData("max-tokens", "maxTokens")]
    [InlineData("max_tokens", "maxTokens")]
    [InlineData("MAXTOKENS", "maxTokens")]
    [InlineData("top_p", "topP")]
    [InlineData("temprature", "temperature")]
    [InlineData("endpiont", "endpoint")]
    [InlineData("temp", "temperature")]
    [InlineData("ml", null)]
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public void A_misspelt_name_is_recognised(string word, string? meant) =>
        Assert.Equal(meant, Suggestions.FindNearest(word, ["name", "model", "maxTokens", "topP", "temperature", "endpoint", "timeout"]));

    [Fact]
    public void One_edit_finds_a_long_name_again() =>
        Gen.Select(Gen.Int[0, 10], Gen.Int[0, 25]).Sample((place, letter) =>
        {
            var word = "temperature".Remove(place, 1).Insert(place, $"{(char)('a' + letter)}");
            return Suggestions.FindNearest(word, ["maxTokens", "temperature", "topP"]) == "temperature";
        });

    [Fact]
    public void A_short_name_is_not_guessed_from_two_edits() => Assert.Null(Suggestions.FindNearest("con", ["pro", "low", "stop"]));

    private static string Refusal(Action read) => Assert.Throws<InputException>(read).Message;
}
