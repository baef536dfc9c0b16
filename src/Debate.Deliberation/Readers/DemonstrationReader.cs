using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Readers;

/// <summary>An example of a question with its answer.</summary>
/// <param name="Question">The question.</param>
/// <param name="Steps">How its answer is reached; null where that was not asked for.</param>
/// <param name="Answer">The answer.</param>
public sealed record Demonstration(string Question, string? Steps, string Answer);

/// <summary>The examples of a reply.</summary>
/// <param name="Items">Those that are well-formed, in order.</param>
/// <param name="Dropped">How many others were begun.</param>
public sealed record DemonstrationList(IReadOnlyList<Demonstration> Items, int Dropped)
{
    /// <summary>The examples as lines, which read again as they are.</summary>
    public string Format()
    {
        var text = new StringBuilder();
        foreach (var (i, item) in Items.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : "\n")}Q{i + 1}: {item.Question}\n");
            if (item.Steps is not null) text.Append(CultureInfo.InvariantCulture, $"S{i + 1}: {item.Steps}\n");
            text.Append(CultureInfo.InvariantCulture, $"A{i + 1}: {item.Answer}");
        }
        return text.ToString();
    }
}

/// <summary>
/// Reads examples from lines that begin with Q1:, S1:, A1:, Q2: and so on. One is well-formed that has a question, steps where they are asked
/// for, and one answer, in this order and under one number, which is greater than the number before; a box in it is closed. Others are
/// dropped, and so is what stands before the first. Refused where fewer than half of what was asked for is left.
/// </summary>
/// <param name="count">How many were asked for.</param>
/// <param name="isReasoned">Whether steps were asked for.</param>
public sealed partial class DemonstrationReader(int count, bool isReasoned) : IReader<DemonstrationList>
{
    /// <inheritdoc/>
    public string Name => isReasoned ? "Q1: ... S1: ... A1: ..." : "Q1: ... A1: ...";

    /// <inheritdoc/>
    public ReadResult<DemonstrationList> Read(string reply)
    {
        var found = Find(reply);
        return 2 * found.Items.Count >= count ? ReadResult<DemonstrationList>.Accepted(found) : ReadResult<DemonstrationList>.Refused(
            FormattableString.Invariant($"Of the {count} examples asked for {found.Items.Count} can be read: each wants its lines {Name}"));
    }

    /// <summary>What can be read of a reply, be it little. Of a longer one than <see cref="StructuredReply.MaxReplyLength"/> the end.</summary>
    public DemonstrationList Find(string reply)
    {
        var text = reply.Length <= StructuredReply.MaxReplyLength ? reply : reply[^StructuredReply.MaxReplyLength..];
        var (items, begun, last) = (new List<Demonstration>(), 0, 0);
        var parts = new List<(char Kind, int Number, string Text)>();
        foreach (var part in FindParts(text))
        {
            if (part.Kind == 'Q') Close();
            if (part.Kind == 'Q' || parts.Count > 0) parts.Add(part);
        }
        Close();
        return new([.. items.Take(count)], begun - Math.Min(items.Count, count));

        void Close()
        {
            if (parts.Count == 0) return;
            begun++;
            if (Create(parts, last) is { } item) items.Add(item);
            last = parts[0].Number;
            parts.Clear();
        }
    }

    private Demonstration? Create(List<(char Kind, int Number, string Text)> parts, int last)
    {
        if (parts[0].Number <= last || parts.Any(p => p.Number != parts[0].Number || p.Text.Length == 0 || HasOpenBox(p.Text))) return null;
        return parts switch
        {
            [var question, ('S', _, var steps), ('A', _, var answer)] when isReasoned => new(question.Text, steps, answer),
            [var question, ('A', _, var answer)] when !isReasoned => new(question.Text, null, answer),
            _ => null,
        };
    }

    /// <summary>The parts that begin with a label, up to the next one; an answer is one line.</summary>
    private static IEnumerable<(char Kind, int Number, string Text)> FindParts(string text)
    {
        for (var match = LabelPattern().Match(text); match.Success;)
        {
            var next = match.NextMatch();
            var (kind, body) = (char.ToUpperInvariant(match.Groups[1].Value[0]), match.Index + match.Length);
            var content = text[body..(next.Success ? next.Index : text.Length)].Trim();
            if (kind == 'A') content = FinalAnswer.Extract(content.Split('\n', 2)[0]);
            yield return (kind, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), content);
            match = next;
        }
    }

    private static bool HasOpenBox(string text)
    {
        var at = text.LastIndexOf("\\boxed{", StringComparison.Ordinal);
        return at >= 0 && !text.AsSpan(at).Contains('}');
    }

    [GeneratedRegex(@"^[ \t*#]{0,8}([QSA])(\d{1,3})[ *]{0,3}:[ *]{0,3}", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex LabelPattern();
}
