using System.Text;
using CsCheck;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

public sealed class TextDecoderTests
{
    [Fact]
    public void Whatever_was_encoded_comes_back()
    {
        Encoding[] marked = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        Gen.Select(Gen.String[Gen.Char['\u0001', '\u2FFF'], 0, 40], Gen.Int[0, 3]).Sample((text, i) =>
        {
            Assert.Equal(text, TextDecoder.Decode([.. marked[i].GetPreamble(), .. marked[i].GetBytes(text)], "f"));
            Assert.Equal(text.TrimStart('\uFEFF'), TextDecoder.Decode(Encoding.UTF8.GetBytes(text), "f").TrimStart('\uFEFF'));
        }, iter: 300, threads: 1);
        Assert.Equal("M\u00FCller", TextDecoder.Decode("M\u00FCller"u8.ToArray(), "f"));
        Assert.Equal("M\u00FCller \u20AC", TextDecoder.Decode([.. "M"u8, 0xFC, .. "ller "u8, 0x80], "f", TextDecoder.Find("-e", "cp1252")));
        Assert.Equal("\u4F60", TextDecoder.Decode([0xC4, 0xE3], "f", TextDecoder.Find("-e", "gbk")));
    }

    [Theory]
    [InlineData("ab\nc", "zz", "f, line 2: byte 2 of the line, 0xFF, is not UTF-8; save it as UTF-8")]
    [InlineData("", "", "f, line 1: byte 1 of the line, 0xFF, is not UTF-8; save it as UTF-8")]
    [InlineData("\n\n", "\n", "f, line 3: byte 1 of the line, 0xFF, is not UTF-8; save it as UTF-8")]
    public void A_byte_that_is_none_of_the_encoding_is_named_whole_or_in_blocks(string before, string after, string message)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(before), 0xFF, .. Encoding.UTF8.GetBytes(after)];
        Assert.Equal(message, Assert.Throws<InputException>(() => TextDecoder.Decode(bytes, "f")).Message);
        Assert.Equal(message, Assert.Throws<InputException>(() => TextDecoder.RequireUtf8(new MemoryStream(bytes), "f")).Message);
    }

    [Fact]
    public void A_large_stream_is_checked_across_its_blocks()
    {
        foreach (var length in new[] { 65_534, 65_535, 65_536, 65_537, 131_073 })
        {
            var good = Encoding.UTF8.GetBytes(new string('x', length) + "\u00FC\n\u00FC");
            TextDecoder.RequireUtf8(new MemoryStream(good), "f");
            var cut = Assert.Throws<InputException>(() => TextDecoder.RequireUtf8(new MemoryStream(good[..^1]), "f")).Message;
            Assert.StartsWith("f, line 2: byte 1 of the line, 0xC3", cut, StringComparison.Ordinal);
            var first = Assert.Throws<InputException>(() => TextDecoder.RequireUtf8(new MemoryStream([.. good[..length], 0xC3]), "f"))
                .Message;
            Assert.StartsWith($"f, line 1: byte {length + 1} of the line, 0xC3", first, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("klingon")]
    [InlineData("")]
    public void An_encoding_that_is_not_known_is_refused(string name) => Assert.StartsWith(
        $"--encoding '{name}': no encoding of that name", Assert.Throws<InputException>(() => TextDecoder.Find("--encoding", name)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_text_with_bytes_of_zero_is_none()
    {
        var bytes = Encoding.Unicode.GetBytes("a\nb");
        Assert.StartsWith("f, line 1: a byte of zero", Assert.Throws<InputException>(() => TextDecoder.Decode(bytes, "f")).Message,
            StringComparison.Ordinal);
        Assert.Equal("a\nb", TextDecoder.Decode(bytes, "f", TextDecoder.Find("-e", "utf-16")));
    }
}
