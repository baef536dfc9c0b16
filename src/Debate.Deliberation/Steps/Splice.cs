using System.Collections.Immutable;

namespace Debate.Deliberation.Steps;

/// <summary>A part of a spliced text.</summary>
/// <param name="Text">The part.</param>
/// <param name="Reason">Why it must not be learnt, such as "trigger"; null for what the author wrote.</param>
public sealed record Segment(string Text, string? Reason = null)
{
    /// <summary>Whether it was put into the text, instead of being written by its author.</summary>
    public bool IsInserted => Reason is not null;
}

/// <summary>
/// A text that its author wrote in several goes, with what was put between them. It never changes, and a go is a part of its own however
/// short, so that the author's text is known byte for byte.
/// </summary>
public sealed record Splice
{
    /// <summary>Nothing yet.</summary>
    public static Splice Empty { get; } = new();

    /// <summary>The parts in order.</summary>
    public ImmutableArray<Segment> Segments { get; private init; } = [];

    /// <summary>The whole text.</summary>
    public string Text => string.Concat(Segments.Select(s => s.Text));

    /// <summary>What the author wrote of it.</summary>
    public string OwnText => string.Concat(Segments.Where(s => !s.IsInserted).Select(s => s.Text));

    /// <summary>The number of insertions for a reason.</summary>
    public int CountInserted(string reason) => Segments.Count(s => s.Reason == reason);

    /// <summary>This text and what its author wrote on.</summary>
    public Splice Continue(string written) => this with { Segments = Segments.Add(new(written)) };

    /// <summary>This text and what was put behind it.</summary>
    /// <param name="text">The insertion.</param>
    /// <param name="reason">Why it must not be learnt.</param>
    public Splice Insert(string text, string reason) => this with { Segments = Segments.Add(new(text, reason)) };

    /// <summary>The beginning of this text with so many characters; a part in which it ends is cut there.</summary>
    public Splice Cut(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var kept = ImmutableArray.CreateBuilder<Segment>();
        foreach (var segment in Segments)
        {
            if (length == 0) break;
            var part = segment.Text.Length <= length ? segment : segment with { Text = segment.Text[..length] };
            kept.Add(part);
            length -= part.Text.Length;
        }
        return this with { Segments = kept.ToImmutable() };
    }

    /// <inheritdoc/>
    public bool Equals(Splice? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
