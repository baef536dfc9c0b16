namespace Debate.Deliberation.Tests.Clinical;

/// <summary>The knowledge base that is shipped as an example.</summary>
internal static class Example
{
    public const string File = "hypertension.yaml";

    public static string Text { get; } = System.IO.File.ReadAllText(Path.Combine(Folder(), File));

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "examples", "clinical") is var folder && Directory.Exists(folder)) return folder;
        throw new InvalidOperationException("No folder above the tests holds examples/clinical.");
    }
}
