namespace Debate.Deliberation.Readers;

/// <summary>
/// Turns what a model said into a typed record. A reader is total: it takes any text, never throws, and needs time linear in the
/// text. What it cannot read it refuses with a reason that can be shown to the model in a re-ask.
/// </summary>
public interface IReader<T> where T : class
{
    /// <summary>The reader's name in transcripts and messages.</summary>
    string Name { get; }

    /// <summary>The record in the reply, or the reason why there is none.</summary>
    Reading<T> Read(string reply);
}

/// <summary>What a reader made of a reply: exactly one of the two is present.</summary>
/// <param name="Value">The record that was read; null when the reply is malformed.</param>
/// <param name="Problem">One sentence for the re-ask; null when the reply was read.</param>
public sealed record Reading<T>(T? Value, string? Problem) where T : class
{
    /// <summary>A reply that was understood.</summary>
    public static Reading<T> Of(T value) => new(value, null);

    /// <summary>A reply that was not; the problem says what was missing.</summary>
    public static Reading<T> Refused(string problem) => new(null, problem);
}
