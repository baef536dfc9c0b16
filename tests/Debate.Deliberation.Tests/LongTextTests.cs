using Debate.Core;
using Debate.Core.Output;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace Debate.Deliberation.Tests;

/// <summary>Long texts are hashed and written piece by piece, with the bytes that they had at once.</summary>
public sealed class LongTextTests
{
    // Characters of one to four bytes, escapes and halves of pairs, so that pieces are cut in every place.
    private static readonly Gen<string> Texts = Gen.Select(Gen.OneOf("a", "é", "€", "😀", "\"", "\n", "\ud83d", "\ude00", "\0"), Gen.Int[1, 3000])
        .Array[1, 12].Select(parts => string.Concat(parts.Select(p => string.Concat(Enumerable.Repeat(p.Item1, p.Item2)))));

    [Fact]
    public void Hash_of_a_long_text_is_that_of_its_bytes() => Gen.Select(Texts, Texts).Sample((first, second) =>
    {
        var bytes = new List<byte>();
        foreach (var part in new[] { first, second, new string('x', 70_000) })
        {
            bytes.AddRange(BitConverter.GetBytes(Encoding.UTF8.GetByteCount(part)));
            bytes.AddRange(Encoding.UTF8.GetBytes(part));
        }
        return Digest.Hash128(first, second, new string('x', 70_000)) == Convert.ToHexStringLower(SHA256.HashData([.. bytes]).AsSpan(0, 16));
    }, iter: 100);

    [Fact]
    public void Json_of_a_long_text_is_as_it_was_at_once() => Texts.Sample(text =>
    {
        // Half a character is replaced, as it is by the writer itself.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var plain = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var pieces = new JsonSerializerOptions(plain) { Converters = { new LongTextConverter() } };
        var json = JsonSerializer.Serialize(text, pieces);
        return json == JsonSerializer.Serialize(text, plain) && JsonSerializer.Deserialize<string>(json, pieces) == text;
    }, iter: 100);
}
