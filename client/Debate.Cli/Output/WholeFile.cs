using System.CommandLine;
using System.Text;
using Debate.Cli.Input;

namespace Debate.Cli.Output;

/// <summary>
/// A file that an option names, text in UTF-8, that is there whole or not at all: it is written beside its place and moved there when it is
/// kept. It is opened before the work whose result it takes, so that work is not done in vain.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    private const string Part = ".part";
    private readonly string _part;

    /// <summary>Opens it; throws <see cref="InputException"/> that names option and file where it cannot be written.</summary>
    public WholeFile(string option, string file)
    {
        (Name, _part) = (file, file + Part);
        Writer = new StreamWriter(Files.Create(option, file, Part), new UTF8Encoding(false));
    }

    /// <summary>The file that the option names; null where it is not given.</summary>
    public static WholeFile? Of(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) is { } file ? new(option.Name, file) : null;

    /// <summary>Its name as it was given.</summary>
    public string Name { get; }

    /// <summary>Where it is written.</summary>
    public StreamWriter Writer { get; }

    /// <summary>Puts the file in its place; nothing can be written any more.</summary>
    public void Keep()
    {
        Writer.Dispose();
        File.Move(_part, Name, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Writer.Dispose();
        File.Delete(_part);
    }
}
