namespace Debate.Cli.Input;

/// <summary>Files that the command line names.</summary>
internal static class Files
{
    /// <summary>The text of a file; throws <see cref="InputException"/> where it cannot be read.</summary>
    public static string Read(string path) => Read(path, File.ReadAllText);

    /// <summary>The bytes of a file; throws <see cref="InputException"/> where it cannot be read.</summary>
    public static byte[] ReadBytes(string path) => Read(path, File.ReadAllBytes);

    /// <summary>A file to read line by line; throws <see cref="InputException"/> where it cannot be opened.</summary>
    public static StreamReader Open(string path) => Read(path, File.OpenText);

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {trouble.Message}", trouble);
        }
    }
}
