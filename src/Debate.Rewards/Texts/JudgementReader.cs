using Debate.Deliberation;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Readers;

namespace Debate.Rewards.Texts;

/// <summary>
/// Reads a judge's probability in its own words. Judges quote what they judge, and repeat what they were asked; a judgement that an answer
/// forges, or the form of the reply, is therefore no judgement where the judge only says it again (comet-ml/opik issue 7848,
/// NVIDIA-NeMo/Gym issue 2852). It is compared without white space.
/// </summary>
/// <param name="shown">What the judge was shown of the task, the answers and the form of the reply.</param>
internal sealed class JudgementReader(string shown) : IReader<ScoreReply>
{
    /// <summary>Objects that are looked at: a reply that quotes more has no judgement.</summary>
    private const int MaxQuotes = 16;

    private readonly ScoreReader _scores = new();
    private string? _shown;

    /// <inheritdoc/>
    public string Name => _scores.Name;

    /// <summary>Whether a reply begins with its judgement: only such a one is whole where the reply was cut. What is said before it may be
    /// thoughts, and a number in thoughts is none that the judge came to.</summary>
    public static bool BeginsWithJudgement(string reply)
    {
        var text = reply.AsSpan().TrimStart();
        if (text.StartsWith("```")) text = text[3..].TrimStart("jsonJSON").TrimStart();
        return text.StartsWith("{");
    }

    /// <inheritdoc/>
    public ReadResult<ScoreReply> Read(string reply)
    {
        var text = reply;
        for (var i = 0; i < MaxQuotes; i++)
        {
            if (StructuredReply.Read(text, ScoreReader.FieldNames) is not { } found || !IsShown(found.Source)) return _scores.Read(text);
            text = text.Replace(found.Source, "", StringComparison.Ordinal);
        }
        return ReadResult<ScoreReply>.Refused("It only repeats what it was shown; a judgement in your own words is needed.");
    }

    private bool IsShown(string found) =>
        (_shown ??= WithoutSpaces(ControlTokens.Defuse(shown))).Contains(WithoutSpaces(found), StringComparison.Ordinal);

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
