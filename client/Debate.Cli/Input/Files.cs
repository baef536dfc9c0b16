namespace Debate.Cli.Input;

/// <summary>Files that the command line names.</summary>
internal static class Files
{
    /// <summary>The text of a file; throws <see cref="InputException"/> where it cannot be read.</summary>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {trouble.Message}", trouble);
        }
    }
}
