namespace Debate.Cli.Input;

/// <summary>Reads <c>name=value</c> pairs from the command line.</summary>
internal static class NameValuePairs
{
    /// <summary>
    /// All pairs of an option, sorted by name; throws <see cref="InputException"/> for a malformed pair or a repeated name.
    /// </summary>
    public static SortedDictionary<string, string> Read(string option, IEnumerable<string> texts)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var cut = text.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0) throw new InputException($"{option} '{text}': it must be name=value");
            if (!pairs.TryAdd(text[..cut], text[(cut + 1)..])) throw new InputException($"{option} '{text}': {text[..cut]} is given twice");
        }
        return pairs;
    }
}
