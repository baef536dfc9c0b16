using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Silo.Web.Specifications;

/// <summary>
/// The folder of maps and questions that the operator lets specifications name (<c>--library</c>). A name leads to nothing outside of it:
/// it is made of plain words with slashes between them, so that there is no way up, no root and no hidden file to write.
/// </summary>
internal sealed class SourceLibrary(ServerOptions options)
{
    private const int MaxNameLength = 200;

    /// <summary>The maps of a folder, in the order of their names; throws <see cref="InputException"/> where there are none.</summary>
    public IReadOnlyList<(string File, string Text)> ReadMaps(string name)
    {
        var path = Resolve("source.maps", name);
        string[] files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Where(GraphFormats.CanRead).Order(StringComparer.Ordinal)] : [];
        return files.Length > 0 ? [.. files.Select(file => (Path.GetFileName(file), ReadText(file)))]
            : throw new ValidationError("source.maps", name, "must be a folder of argument maps in this server's library").ToException("");
    }

    /// <summary>The text of a file of questions; throws <see cref="InputException"/> where there is none.</summary>
    /// <param name="field">The field that names it.</param>
    /// <param name="name">The name.</param>
    public string ReadQuestions(string field, string name) => Resolve(field, name) is var path && File.Exists(path) ? ReadText(path)
        : throw new ValidationError(field, name, "must be a file of questions in this server's library").ToException("");

    private string Resolve(string field, string name)
    {
        if (options.Library is not { } library)
            throw new ValidationError(field, name, "names a file, and this server has no library (--library); send what it holds").ToException("");
        return name.Length <= MaxNameLength && name.Split('/').All(IsPlain) ? Path.Combine(library, name)
            : throw new ValidationError(field, name, "must be a name within the library: letters, digits, '.', '-' and '_', "
                + "parts with '/' between them that begin with no '.'").ToException("");
    }

    private static bool IsPlain(string part) =>
        part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static string ReadText(string path) => TextDecoder.Decode(File.ReadAllBytes(path), Path.GetFileName(path));
}
