namespace Debate.Argumentation.Formats;

/// <summary>The formats argument maps are read from, chosen by the extension of the file's name.</summary>
public static class GraphFormats
{
    private delegate ArgumentMap Reader(string file, string text, AifOptions options);

    private static readonly SortedDictionary<string, Reader> Readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = ReadJson,
        [".af"] = (file, text, _) => Iccma.Read(file, text),
        [".yaml"] = (file, text, _) => MapYaml.Read(file, text),
        [".yml"] = (file, text, _) => MapYaml.Read(file, text),
    };

    /// <summary>The extensions that can be read, with the dot.</summary>
    public static IReadOnlyCollection<string> Extensions => Readers.Keys;

    /// <summary>True when the file's name ends in an extension that can be read.</summary>
    public static bool CanRead(string file) => Readers.ContainsKey(Path.GetExtension(file));

    /// <summary>
    /// The map that <paramref name="text"/>, the content of <paramref name="file"/>, holds. Unknown extension or malformed content is an
    /// <see cref="InputException"/> that names the file, the place and the rule.
    /// </summary>
    public static ArgumentMap Read(string file, string text, AifOptions? options = null)
    {
        var extension = Path.GetExtension(file);
        return Readers.TryGetValue(extension, out var read)
            ? read(file, text, options ?? new AifOptions())
            : throw new InputException($"{file}: extension '{extension}' is not one of {string.Join(", ", Extensions)}");
    }

    private static ArgumentMap ReadJson(string file, string text, AifOptions options)
    {
        using var document = JsonInput.Parse(file, text);
        var root = document.RootElement;
        return GraphJson.Recognises(root) ? GraphJson.Read(file, root) : Aif.Read(file, root, options);
    }
}
