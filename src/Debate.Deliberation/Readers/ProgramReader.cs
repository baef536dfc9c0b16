using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Readers;

/// <summary>A program in a reply.</summary>
/// <param name="Source">Its text, without the fences.</param>
/// <param name="Start">Where its block begins in the reply.</param>
/// <param name="End">Where its block ends, the line break behind it included.</param>
public sealed record WrittenProgram(string Source, int Start, int End)
{
    private const string Fence = "```";

    /// <summary>The whole fenced blocks of a language in a text, in order; a block that is not closed is none. Linear in the text.</summary>
    public static IEnumerable<WrittenProgram> FindAll(string text, string language)
    {
        var (start, body, isWanted) = (-1, 0, false);
        for (int line = 0, next; line < text.Length; line = next)
        {
            next = text.IndexOf('\n', line) is >= 0 and var at ? at + 1 : text.Length;
            var words = text.AsSpan(line, next - line).Trim();
            if (!words.StartsWith(Fence)) continue;
            if (start < 0) (start, body, isWanted) = (line, next, IsOf(language, words[Fence.Length..]));
            else if (words.Length == Fence.Length)
            {
                if (isWanted) yield return new(text[body..line], start, next);
                start = -1;
            }
        }
    }

    private static bool IsOf(string language, ReadOnlySpan<char> tag) =>
        tag.Equals(language, StringComparison.OrdinalIgnoreCase)
        || language == ProgramCall.JavaScript && tag.Equals("js", StringComparison.OrdinalIgnoreCase)
        || language == ProgramCall.Python && (tag.Equals("py", StringComparison.OrdinalIgnoreCase)
            || tag.Equals("python3", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Reads the program of a reply: its last fenced block of a language, since models think first.</summary>
/// <param name="language">The language.</param>
public sealed class ProgramReader(string language) : IReader<WrittenProgram>
{
    /// <inheritdoc/>
    public string Name => $"```{language}\n...\n```";

    /// <inheritdoc/>
    public ReadResult<WrittenProgram> Read(string reply) => WrittenProgram.FindAll(reply, language).LastOrDefault() is { } found
        ? ReadResult<WrittenProgram>.Accepted(found)
        : ReadResult<WrittenProgram>.Refused($"There is no fenced block with a {language} program in it.");
}

/// <summary>How a program that was run is judged, and what its output says.</summary>
/// <param name="IsAccepted">Whether the program fits the question, its output answers it, and there is an answer.</param>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="Reason">Why; null where it gives no reason.</param>
public sealed record ProgramJudgement(bool IsAccepted, string? Answer, string? Reason);

/// <summary>Reads <see cref="ProgramJudgement"/>: what says "accepted" and denies one of its own two parts accepts nothing.</summary>
public sealed class ProgramJudgementReader : IReader<ProgramJudgement>
{
    /// <inheritdoc/>
    public string Name => """{"fits": true, "answers": true, "reason": "why", "accepted": true, "answer": "your answer"}""";

    /// <inheritdoc/>
    public ReadResult<ProgramJudgement> Read(string reply)
    {
        if (StructuredReply.Read(reply, "accepted") is not { } found || YesOrNo.Read(found.FindText("accepted")) is not { } accepted)
            return ReadResult<ProgramJudgement>.Refused("No object with the field accepted, true or false, was found.");
        var answer = AnswerFieldNames.Find(found);
        var holds = accepted && answer is not null && YesOrNo.Read(found.FindText("fits")) != false && YesOrNo.Read(found.FindText("answers")) != false;
        return ReadResult<ProgramJudgement>.Accepted(new(holds, answer, found.FindMeaningful("reason")));
    }
}
