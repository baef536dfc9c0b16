namespace Debate.Tests;

/// <summary>
/// Real input data from outside the repository: shared/data in, or next to, a folder above the tests. A test without it is skipped, and
/// fails on CI. Compiled into every test project (Directory.Build.targets).
/// </summary>
internal static class SharedData
{
    /// <summary>The root of the repository, for its examples.</summary>
    public static string Repository => Above().First(at => File.Exists(Path.Combine(at, "Debate.sln")));

    public static string Folder(string name)
    {
        var folder = Above().Select(at => Path.Combine(at, "shared", "data", name)).FirstOrDefault(Directory.Exists);
        if (folder is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"shared/data/{name} is missing on CI");
        Assert.SkipWhen(folder is null, $"shared/data/{name} is not on this machine");
        return folder!;
    }

    /// <summary>The text of FOLDER/FILE.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder(Path.GetDirectoryName(path)!), Path.GetFileName(path)));

    /// <summary>Requires a program on this machine: a test without it is skipped, and fails on CI.</summary>
    public static void NeedsProgram(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var isThere = folders.Any(folder => File.Exists(Path.Combine(folder, name)));
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"{name} is missing on CI");
        Assert.SkipUnless(isThere, $"{name} is not on this machine");
    }

    private static IEnumerable<string> Above()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent) yield return at.FullName;
    }
}
