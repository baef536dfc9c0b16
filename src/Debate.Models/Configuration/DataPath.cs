namespace Debate.Models;

/// <summary>Paths of files and folders of data, as users write them.</summary>
public static class DataPath
{
    /// <summary>
    /// The absolute path of <paramref name="path"/>: relative to the folder of <paramref name="file"/>, which names it, or to the working
    /// folder; a leading ~ is the user's home, which no shell expands inside an option or a file.
    /// </summary>
    public static string Resolve(string path, string? file = null) => file is null
        ? Path.GetFullPath(ExpandHome(path))
        : Path.GetFullPath(ExpandHome(path), Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/");

    /// <summary>The path with a leading ~ as the user's home.</summary>
    public static string ExpandHome(string path) => path is "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
        : path;
}
