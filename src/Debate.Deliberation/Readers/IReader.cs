namespace Debate.Deliberation.Readers;

/// <summary>
/// Parses a model's reply into a typed record. A reader is total: it accepts any text, never throws, and needs time linear in the
/// text. A reply that it cannot read is refused with a reason that can be shown to the model in a re-ask.
/// </summary>
public interface IReader<T> where T : class
{
    /// <summary>The form it expects, as the re-ask prompt names it.</summary>
    string Name { get; }

    /// <summary>Reads the record in the reply, or returns the reason why there is none.</summary>
    ReadResult<T> Read(string reply);
}

/// <summary>The result of reading a reply: exactly one of the two is present.</summary>
/// <param name="Value">The record; null when the reply is malformed.</param>
/// <param name="Problem">One sentence for the re-ask; null when the reply was read.</param>
public sealed record ReadResult<T>(T? Value, string? Problem) where T : class
{
    /// <summary>A reply that was read.</summary>
    public static ReadResult<T> Accepted(T value) => new(value, null);

    /// <summary>A reply that could not be read; the problem says what was missing.</summary>
    public static ReadResult<T> Refused(string problem) => new(null, problem);
}

/// <summary>The field names under which a reply may give its answer.</summary>
public static class AnswerFieldNames
{
    private static readonly string[] Names =
        ["answer", "debate_answer", "debate_translation", "Correct Translation", "final answer", "translation"];

    /// <summary>In order of precedence: ours first, then those of the published MAD script and of its recorded debates.</summary>
    public static ReadOnlySpan<string> All => Names;

    /// <summary>
    /// The answer in the first of these fields that has one; null where none has. LaTeX of which an escape ate the backslash is restored.
    /// </summary>
    public static string? Find(StructuredReply reply)
    {
        foreach (var name in Names)
            if (reply.FindText(name) is { } text && StructuredReply.IsMeaningful(text)) return EatenLatex.Restore(text).Trim();
        return null;
    }
}
