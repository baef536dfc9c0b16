namespace Debate.Deliberation.Tests.Clinical;

/// <summary>The knowledge base that is shipped as an example.</summary>
internal static class ExampleKnowledge
{
    public const string File = "hypertension.yaml";

    public static string Text { get; } = System.IO.File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "clinical", File));
}
