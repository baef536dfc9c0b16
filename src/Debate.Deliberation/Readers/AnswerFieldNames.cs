namespace Debate.Deliberation.Readers;

/// <summary>The field names under which a reply may give its answer.</summary>
public static class AnswerFieldNames
{
    private static readonly string[] Names =
        ["answer", "debate_answer", "debate_translation", "Correct Translation", "final answer", "translation"];

    /// <summary>In order of precedence: ours first, then those of the published MAD script and of its recorded debates.</summary>
    public static ReadOnlySpan<string> All => Names;
}
