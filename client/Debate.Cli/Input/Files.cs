using System.CommandLine;
using System.Text;
using Debate.Core.Input;

namespace Debate.Cli.Input;

/// <summary>Files that the command line names. Text is UTF-8, or what --encoding names where a verb has that option.</summary>
internal static class Files
{
    /// <summary>The text of a file; throws <see cref="InputException"/> if it cannot be read or is not UTF-8.</summary>
    public static string Read(string path) => TextDecoder.Decode(ReadBytes(path), path);

    /// <summary>The text of a file in the encoding that the command line names, else UTF-8.</summary>
    public static string Read(string path, ParseResult parse) => Decode(ReadBytes(path), path, parse);

    /// <summary>Text that was read, in the encoding that the command line names, else UTF-8.</summary>
    public static string Decode(byte[] bytes, string name, ParseResult parse) =>
        TextDecoder.Decode(bytes, name, EncodingOption.Read(parse), EncodingOption.Remedy);

    /// <summary>The text on stdin in the encoding that the command line names, else UTF-8.</summary>
    public static string ReadStdin(ParseResult parse)
    {
        using var stdin = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        stdin.CopyTo(bytes);
        return Decode(bytes.ToArray(), "stdin", parse);
    }

    /// <summary>The bytes of a file; throws <see cref="InputException"/> if it cannot be read.</summary>
    public static byte[] ReadBytes(string path) => Read(path, File.ReadAllBytes);

    /// <summary>
    /// Opens a file to read it line by line, once it has been seen to be UTF-8; throws <see cref="InputException"/> if it is not, or cannot
    /// be opened.
    /// </summary>
    public static StreamReader OpenText(string path)
    {
        using (var stream = Read(path, File.OpenRead)) TextDecoder.RequireUtf8(stream, path);
        return Read(path, File.OpenText);
    }

    /// <summary>
    /// Creates an empty file to write; throws <see cref="InputException"/> with the name of the option if it cannot be written.
    /// </summary>
    /// <param name="option">The option.</param>
    /// <param name="path">The file that the option names.</param>
    /// <param name="suffix">The suffix of the file's name while it is being written.</param>
    public static FileStream Create(string option, string path, string suffix = "")
    {
        if (Directory.Exists(path)) throw new InputException($"{option} '{path}': it is a folder, and a file is to be written");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return File.Create(path + suffix);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} '{path}': it cannot be written: {error.Message}", error);
        }
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {error.Message}", error);
        }
    }
}

/// <summary><c>--encoding NAME</c>: how the text of the files is encoded that the verb reads.</summary>
internal static class EncodingOption
{
    /// <summary>What a message advises about a file that cannot be decoded.</summary>
    public const string Remedy = "save it as UTF-8, or name its encoding: --encoding windows-1252, latin1, gbk, ...";

    private static readonly Option<string?> Option = new("--encoding")
    {
        Description = "The encoding of the file (windows-1252, latin1, gbk, ...), where it is not UTF-8.",
        HelpName = "NAME",
    };

    /// <summary>Adds the option to a command.</summary>
    public static void AddTo(Command command) => command.Add(Option);

    /// <summary>The encoding that is given; null if none is.</summary>
    public static Encoding? Read(ParseResult parse) =>
        parse.GetValue(Option) is { } name ? TextDecoder.Find(Option.Name, name) : null;
}
