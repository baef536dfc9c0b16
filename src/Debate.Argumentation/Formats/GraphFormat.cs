namespace Debate.Argumentation.Formats;

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
