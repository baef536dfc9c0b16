namespace Debate.Argumentation.Formats;

/// <summary>
/// A form in which argument maps are kept: its name on a command line and the extensions of its files, with the dot. What it cannot
/// say it refuses with an <see cref="InputException"/>, or loses as its own documentation states.
/// </summary>
public sealed record GraphFormat(string Name, params IReadOnlyList<string> Extensions)
{
    /// <summary>
    /// Reads a map from a file's name and its content. Malformed content is an <see cref="InputException"/> that names file, place
    /// and rule. Null for a format that is only written.
    /// </summary>
    public Func<string, string, AifOptions, ArgumentMap>? Read { get; init; }

    /// <summary>Writes a map; pictures show the highlights, other formats pass over them. Null for a format that is only read.</summary>
    public Action<ArgumentMap, TextWriter, Highlights>? Write { get; init; }
}
