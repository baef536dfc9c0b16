using Debate.Argumentation.Formats.Pictures;

namespace Debate.Argumentation.Formats;

/// <summary>The formats of argument maps: one line each. A file's extension, or a name, chooses.</summary>
public static class GraphFormats
{
    /// <summary>All formats; where two share an extension the first has it.</summary>
    public static IReadOnlyList<GraphFormat> All { get; } =
    [
        GraphJson.Format,
        MapYaml.Format,
        Argdown.Format,
        Aif.Format,
        Aif.Wrapped,
        Iccma.Format,
        Apx.Format,
        Tgf.Format,
        Dot.Format,
        Mermaid.Format,
        Svg.Format,
    ];

    /// <summary>The formats that can be read.</summary>
    public static IEnumerable<GraphFormat> Readable => All.Where(f => f.Read is not null);

    /// <summary>The formats that can be written.</summary>
    public static IEnumerable<GraphFormat> Writable => All.Where(f => f.Write is not null);

    /// <summary>The extensions that can be read, with the dot, in order.</summary>
    public static IReadOnlyCollection<string> Extensions { get; } =
        [.. All.Where(f => f.Read is not null).SelectMany(f => f.Extensions).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>True when the file's name ends in an extension that can be read.</summary>
    public static bool CanRead(string file) => Find(Readable, file) is not null;

    /// <summary>The format with this name; an <see cref="InputException"/> where there is none.</summary>
    public static GraphFormat Named(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new InputException($"format '{name}': known are {string.Join(", ", All.Select(f => f.Name))}");

    /// <summary>The format in which the file is read; an <see cref="InputException"/> where its extension tells none.</summary>
    public static GraphFormat ToRead(string file) => Of(Readable, file);

    /// <summary>The format in which the file is written; an <see cref="InputException"/> where its extension tells none.</summary>
    public static GraphFormat ToWrite(string file) => Of(Writable, file);

    /// <summary>
    /// The map that <paramref name="text"/>, the content of <paramref name="file"/>, holds. Unknown extension or malformed content is an
    /// <see cref="InputException"/> that names the file, the place and the rule.
    /// </summary>
    public static ArgumentMap Read(string file, string text, AifOptions? options = null) =>
        ToRead(file).Read!(file, text, options ?? new AifOptions());

    private static GraphFormat Of(IEnumerable<GraphFormat> formats, string file) => Find(formats, file)
        ?? throw new InputException($"{file}: extension '{Path.GetExtension(file)}' is not one of "
            + string.Join(", ", formats.SelectMany(f => f.Extensions).Distinct().Order(StringComparer.Ordinal)));

    private static GraphFormat? Find(IEnumerable<GraphFormat> formats, string file) =>
        formats.FirstOrDefault(f => f.Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
}
