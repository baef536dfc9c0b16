using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Debate.Core;

namespace Debate.Deliberation;

/// <summary>
/// The prompts: one embedded text file each, under the name of the protocol that uses it. Placeholders are {names} and are filled in
/// one pass, so that a value cannot introduce placeholders of its own.
/// </summary>
public static class Prompts
{
    private const string Prefix = "prompts/";
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Hashes = new(StringComparer.Ordinal);

    /// <summary>The prompt <paramref name="name"/> (such as "mad/moderator") with its placeholders filled.</summary>
    public static string Fill(string name, params ReadOnlySpan<(string Name, string Value)> values) => FillPlaceholders(Get(name), values);

    /// <summary>A text with its placeholders filled; unknown placeholders stay as they are.</summary>
    internal static string FillPlaceholders(string text, ReadOnlySpan<(string Name, string Value)> values)
    {
        var filled = new DefaultInterpolatedStringHandler(text.Length, values.Length);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            var value = close < 0 ? null : FindValue(text.AsSpan(open + 1, close - open - 1), values);
            var end = close < 0 ? text.Length : value is null ? open + 1 : open;
            filled.AppendFormatted(text.AsSpan(at, end - at));
            filled.AppendLiteral(value ?? "");
            at = value is null ? end : close + 1;
        }
        return filled.ToStringAndClear();
    }

    /// <summary>
    /// A hash (8 hexadecimal digits) over the names and texts of all prompts in the given folders, whose names are separated by spaces.
    /// </summary>
    public static string Hash(string folders) => Hashes.GetOrAdd(folders, static f =>
    {
        var names = f.Split(' ').SelectMany(folder => typeof(Prompts).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith($"{Prefix}{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        return Digest.Hash128([.. names.SelectMany(n => new[] { n, Load(n) })])[..8];
    });

    /// <summary>The prompt as its file has it, without the final line break.</summary>
    public static string Get(string name) => Texts.GetOrAdd(name, static n => Load($"{Prefix}{n}.txt"));

    private static string? FindValue(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (key, value) in values)
            if (name.SequenceEqual(key)) return value;
        return null;
    }

    private static string Load(string resource)
    {
        using var stream = typeof(Prompts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no prompt '{resource}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
