namespace Debate.Rewards.Tests;

/// <summary>Real inputs that are not part of the repository; absent, the test skips, except in CI.</summary>
internal static class SharedData
{
    internal static string Folder(string name)
    {
        var found = Above(AppContext.BaseDirectory)
            .Select(root => Path.Combine(root, "shared", "data", name)).FirstOrDefault(Directory.Exists);
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.NotNull(found);
        Assert.SkipUnless(found is not null, $"shared/data/{name} is not on this machine");
        return found!;
    }

    /// <summary>The text of a file of ICU-Sepsis.</summary>
    internal static string IcuSepsis(string file) => File.ReadAllText(Path.Combine(Folder("icu-sepsis"), file));

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
