namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>The real inputs outside the repository; without them a test skips, on CI it fails.</summary>
internal static class SharedData
{
    public static string Folder(string name)
    {
        var folder = Candidates().Select(c => Path.Combine(c, "shared", "data", name)).FirstOrDefault(Directory.Exists);
        if (folder is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"shared/data/{name} is missing on CI");
        Assert.SkipWhen(folder is null, $"shared/data/{name} is not on this machine");
        return folder!;
    }

    private static IEnumerable<string> Candidates()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent) yield return at.FullName;
    }
}
