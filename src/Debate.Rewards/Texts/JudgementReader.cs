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
        var objects = StructuredReply.ReadAll(reply, Names).Take(MaxObjects).Select(o => (Found: o, Said: WithoutSpaces(o.Source))).ToArray();
        var sources = FindSources([.. objects.Select(o => o.Said)]);
        foreach (var (at, (found, said)) in objects.Index())
        {
            if (_form.Contains(said, StringComparison.Ordinal))
                problem = "It only repeats the form of the reply; a judgement in your own words is needed.";
            else if (sources[at] is { } label) quotedFrom ??= label;
            else
                return ScoreReader.ReadNumber(found.FindOwnText(Names)) is { Value: { } score }
                    ? ReadResult<Judgement>.Accepted(new(score.Score, null)) : ReadResult<Judgement>.Refused(problem);
        }
        return quotedFrom is null ? ReadResult<Judgement>.Refused(problem) : ReadResult<Judgement>.Accepted(new(null, quotedFrom));
    }

    /// <summary>
    /// For each object where it stands in what the judge was shown; null for nowhere. A text as it was shown is made once and not kept: those
    /// of a group may be megabytes each, and every judgement of it has a reader of its own.
    /// </summary>
    private string?[] FindSources(IReadOnlyList<string> said)
    {
        var sources = new string?[said.Count];
        if (said.Count == 0) return sources;
        foreach (var (label, text) in shown)
        {
            var quoted = ControlTokens.Defuse(Quotation.Quote(label, text));
            for (var i = 0; i < sources.Length; i++)
                if (sources[i] is null && ContainsWithoutSpaces(quoted, said[i])) sources[i] = label;
        }
        return sources;
    }

    /// <summary>
    /// Whether a text without its white space contains another that has none (Knuth, Morris and Pratt, 1977); of the text no copy is made.
    /// </summary>
    private static bool ContainsWithoutSpaces(string text, string part)
    {
        if (part.Length == 0) return true;
        var borders = new int[part.Length + 1];
        for (int i = 1, k = 0; i < part.Length; i++)
        {
            while (k > 0 && part[i] != part[k]) k = borders[k];
            if (part[i] == part[k]) k++;
            borders[i + 1] = k;
        }
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) continue;
            while (length > 0 && part[length] != c) length = borders[length];
            if (part[length] == c) length++;
            if (length == part.Length) return true;
        }
        return false;
    }

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
