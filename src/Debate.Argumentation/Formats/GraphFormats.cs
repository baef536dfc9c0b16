using Debate.Argumentation.Formats.Pictures;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>The formats of argument maps: one line each. They are selected by file extension or by name.</summary>
public static class GraphFormats
{
    /// <summary>All formats; if two share an extension, the first one wins.</summary>
    public static IReadOnlyList<GraphFormat> All { get; } =
    [
        GraphJson.Format,
        MapYaml.Format,
        Argdown.Format,
        Aif.Format,
        Aif.XaifFormat,
        Iccma.Format,
        Apx.Format,
        Tgf.Format,
        Dot.Format,
        Mermaid.Format,
        Svg.Format,
    ];

    /// <summary>The formats that can be read.</summary>
    public static IEnumerable<GraphFormat> ReadableFormats => All.Where(f => f.Read is not null);

    /// <summary>The formats that can be written.</summary>
    public static IEnumerable<GraphFormat> WritableFormats => All.Where(f => f.Write is not null);

    /// <summary>The extensions that can be read, with the dot, sorted.</summary>
    public static IReadOnlyCollection<string> ReadableExtensions { get; } =
        [.. All.Where(f => f.Read is not null).SelectMany(f => f.Extensions).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>True if the file name has an extension that can be read.</summary>
    public static bool CanRead(string file) => FindByExtension(ReadableFormats, file) is not null;

    /// <summary>The format with this name; an <see cref="InputException"/> if there is none.</summary>
    public static GraphFormat GetByName(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new InputException($"format '{name}': known are {string.Join(", ", All.Select(f => f.Name))}");

    /// <summary>The format for reading the file; an <see cref="InputException"/> if its extension matches none.</summary>
    public static GraphFormat GetReadFormat(string file) => GetByExtension(ReadableFormats, file);

    /// <summary>The format for writing the file; an <see cref="InputException"/> if its extension matches none.</summary>
    public static GraphFormat GetWriteFormat(string file) => GetByExtension(WritableFormats, file);

    /// <summary>
    /// Parses the map in <paramref name="text"/>, the content of <paramref name="file"/>. An unknown extension or malformed content is an
    /// <see cref="InputException"/> that names the file, the location and the rule.
    /// </summary>
    public static ArgumentMap Read(string file, string text, AifOptions? options = null) =>
        GetReadFormat(file).Read!(file, text, options ?? new AifOptions());

    private static GraphFormat GetByExtension(IEnumerable<GraphFormat> formats, string file) => FindByExtension(formats, file)
        ?? throw new InputException($"{file}: extension '{Path.GetExtension(file)}' is not one of "
            + string.Join(", ", formats.SelectMany(f => f.Extensions).Distinct().Order(StringComparer.Ordinal)));

    private static GraphFormat? FindByExtension(IEnumerable<GraphFormat> formats, string file) =>
        formats.FirstOrDefault(f => f.Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
}

/// <summary>
/// A file format of argument maps: its name on a command line and its file extensions, with the dot. Content that it cannot express is
/// rejected with an <see cref="InputException"/>, or lost as its own documentation states.
/// </summary>
public sealed record GraphFormat(string Name, params IReadOnlyList<string> Extensions)
{
    /// <summary>
    /// Reads a map from a file's name and its content. Malformed content is an <see cref="InputException"/> that names file, location and
    /// rule. Null for a write-only format.
    /// </summary>
    public Func<string, string, AifOptions, ArgumentMap>? Read { get; init; }

    /// <summary>Writes a map; pictures show the highlights, other formats ignore them. Null for a read-only format.</summary>
    public Action<ArgumentMap, TextWriter, Highlights>? Write { get; init; }
}
