namespace Debate.Cli.Input;

/// <summary>Files that the command line names.</summary>
internal static class Files
{
    /// <summary>The text of a file; throws <see cref="InputException"/> if it cannot be read.</summary>
    public static string Read(string path) => Read(path, File.ReadAllText);

    /// <summary>The bytes of a file; throws <see cref="InputException"/> if it cannot be read.</summary>
    public static byte[] ReadBytes(string path) => Read(path, File.ReadAllBytes);

    /// <summary>Opens a file to read it line by line; throws <see cref="InputException"/> if it cannot be opened.</summary>
    public static StreamReader OpenText(string path) => Read(path, File.OpenText);

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
