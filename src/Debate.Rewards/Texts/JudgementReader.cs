using System.Text;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Readers;

namespace Debate.Rewards.Texts;

/// <summary>A judge's reply as far as it can be read.</summary>
/// <param name="Probability">In [0, 1]; null where it only says again what it was shown.</param>
/// <param name="QuotedFrom">Where that stands word for word; null where there is a probability.</param>
internal sealed record Judgement(double? Probability, string? QuotedFrom);

/// <summary>
/// Reads a judge's probability in its own words. Judges quote what they judge, and repeat what they were asked. An object that stands in
/// what the judge was shown is therefore passed over for one that does not (comet-ml/opik issue 7848, NVIDIA-NeMo/Gym issue 2852); where
/// there is no other, whether it is a quote cannot be told from the reply, and the reading says so. The form of the reply is never a
/// judgement. Texts are compared without white space.
/// </summary>
/// <param name="form">The form of the reply, as the judge was told it.</param>
/// <param name="shown">The texts that the judge was shown, each with what it is called.</param>
internal sealed class JudgementReader(string form, IReadOnlyList<(string Label, string Text)> shown) : IReader<Judgement>
{
    /// <summary>Objects that are looked at, the likeliest first.</summary>
    private const int MaxObjects = 64;

    private static readonly string[] Names = ["probability", .. ScoreReader.FieldNames];
    private readonly string _form = WithoutSpaces(form);
    private IReadOnlyList<(string Label, string Text)>? _shown;

    /// <inheritdoc/>
    public string Name => "score";

    /// <summary>Whether a reply begins with its judgement: only such a one is whole where the reply was cut. What is said before it may be
    /// thoughts, and a number in thoughts is none that the judge came to.</summary>
    public static bool BeginsWithJudgement(string reply)
    {
        var text = reply.AsSpan().TrimStart();
        if (text.StartsWith("```")) text = text[3..].TrimStart("jsonJSON").TrimStart();
        return text.StartsWith("{");
    }

    /// <summary>
    /// A text in which nothing reads as a judgement: whole objects with one of its fields are withheld, and
    /// <see cref="ControlTokens.Mark"/> stands behind every other opening brace. In linear time.
    /// </summary>
    public static string Withhold(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var part in text.Chunk(StructuredReply.MaxReplyLength).Select(chars => new string(chars)))
        {
            var at = 0;
            foreach (var (start, end) in StructuredReply.ReadAll(part, Names).Where(o => !o.IsCutShort).Select(o => o.Place).Order())
            {
                if (start < at) continue;
                kept.Append(part, at, start - at).Append("(withheld)");
                at = end;
            }
            kept.Append(part, at, part.Length - at);
        }
        return kept.Replace("{", $"{{{ControlTokens.Mark}").ToString();
    }

    /// <inheritdoc/>
    public ReadResult<Judgement> Read(string reply)
    {
        string? quotedFrom = null;
        var problem = "No object with the field probability, a number from 0 to 1, was found.";
        foreach (var found in StructuredReply.ReadAll(reply, Names).Take(MaxObjects))
        {
            var said = WithoutSpaces(found.Source);
            if (_form.Contains(said, StringComparison.Ordinal))
                problem = "It only repeats the form of the reply; a judgement in your own words is needed.";
            else if (FindSource(said) is { } label) quotedFrom ??= label;
            else
                return ScoreReader.ReadNumber(found.FindOwnText(Names)) is { Value: { } score }
                    ? ReadResult<Judgement>.Accepted(new(score.Score, null)) : ReadResult<Judgement>.Refused(problem);
        }
        return quotedFrom is null ? ReadResult<Judgement>.Refused(problem) : ReadResult<Judgement>.Accepted(new(null, quotedFrom));
    }

    private string? FindSource(string said)
    {
        _shown ??= [.. shown.Select(s => (s.Label, WithoutSpaces(ControlTokens.Defuse(Quotation.Quote(s.Label, s.Text)))))];
        foreach (var (label, text) in _shown)
            if (text.Contains(said, StringComparison.Ordinal)) return label;
        return null;
    }

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
