namespace Debate.Deliberation.Tests.Answers;

/// <summary>
/// Real inputs, found by walking up to a folder that holds shared/data or stands beside it. Where they are absent the test is
/// skipped; in CI it fails.
/// </summary>
internal static class SharedData
{
    public static string Text(string path)
    {
        var file = Find(path);
        if (file is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"shared/data/{path} is absent");
        Assert.SkipUnless(file is not null, $"shared/data/{path} is absent");
        return File.ReadAllText(file!);
    }

    private static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", path) is var file && File.Exists(file)) return file;
        return null;
    }
}
