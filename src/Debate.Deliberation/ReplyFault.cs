using System.Globalization;
using System.Text.Json.Serialization;

namespace Debate.Deliberation;

/// <summary>Why a reply could not be used: a reply that was not read is not a wrong answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplyFault>))]
public enum ReplyFault
{
    /// <summary>It ended at its token limit, so whatever it seems to say may be half of what it would have said.</summary>
    [JsonStringEnumMemberName("cut")] Cut,

    /// <summary>It has no text.</summary>
    [JsonStringEnumMemberName("empty")] Empty,

    /// <summary>It has no answer, or not the form that was asked for.</summary>
    [JsonStringEnumMemberName("unread")] Unread,

    /// <summary>The model or its provider declined to answer.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>A seat's reply and what is the matter with it.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="Text">The reply, unchanged.</param>
/// <param name="Fault">Why it cannot be used; null where nothing is the matter with it.</param>
public sealed record SeatReply(Seat Seat, string Text, ReplyFault? Fault)
{
    /// <summary>The fault that shows without reading: of how the reply ended and whether it has a text; null where there is none.</summary>
    /// <param name="text">The reply.</param>
    /// <param name="finish">The finish reason that the model gave; null for the ordinary stop.</param>
    public static ReplyFault? FindFault(string text, string? finish) => finish switch
    {
        "length" or "max_tokens" or "model_length" => ReplyFault.Cut,
        "refusal" or "content_filter" => ReplyFault.Refused,
        _ => string.IsNullOrWhiteSpace(text) ? ReplyFault.Empty : null,
    };

    /// <summary>What is the matter with it and what to do about it, as a sentence; null where nothing is.</summary>
    public string? Explanation => Fault switch
    {
        ReplyFault.Cut => string.Create(CultureInfo.InvariantCulture,
            $"The deciding reply, of {Seat.Name}, was cut at its token limit ({Seat.Sampling.ReplyTokens}): raise maxTokens."),
        ReplyFault.Empty => $"The deciding reply, of {Seat.Name}, was empty.",
        ReplyFault.Unread => $"The deciding reply, of {Seat.Name}, could not be read: {Text}",
        ReplyFault.Refused => $"{Seat.Name} refused to answer{(string.IsNullOrWhiteSpace(Text) ? "." : $": {Text}")}",
        _ => null,
    };

    /// <summary>The reply's text, where a protocol only passes it on.</summary>
    public static implicit operator string(SeatReply reply) => reply.Text;

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>The numbers of replies that could not be used, by their fault. Each reply has one: cut before empty before unread.</summary>
/// <param name="Cut">Replies that ended at their token limit.</param>
/// <param name="Empty">Replies without text.</param>
/// <param name="Unread">Replies that have no answer, or not the form that was asked for.</param>
/// <param name="Refused">Refusals.</param>
public sealed record FaultCounts(long Cut = 0, long Empty = 0, long Unread = 0, long Refused = 0)
{
    /// <summary>The counts of one reply; null where nothing is the matter with it.</summary>
    public static FaultCounts? FromFault(ReplyFault? fault) => fault switch
    {
        ReplyFault.Cut => new(Cut: 1),
        ReplyFault.Empty => new(Empty: 1),
        ReplyFault.Unread => new(Unread: 1),
        ReplyFault.Refused => new(Refused: 1),
        _ => null,
    };

    /// <summary>The sum of both; null where both are.</summary>
    public static FaultCounts? Add(FaultCounts? a, FaultCounts? b) => a is null ? b : b is null ? a
        : new(a.Cut + b.Cut, a.Empty + b.Empty, a.Unread + b.Unread, a.Refused + b.Refused);

    /// <summary>The difference; null where nothing remains.</summary>
    public static FaultCounts? Subtract(FaultCounts? a, FaultCounts? b) =>
        b is null ? a : Add(a, new(-b.Cut, -b.Empty, -b.Unread, -b.Refused)) is var left && left == new FaultCounts() ? null : left;
}

/// <summary>What became of the calls of a run: the counts that every report shows.</summary>
/// <param name="Asked">Replies that were recorded, and calls that failed.</param>
/// <param name="Cut">Replies that ended at their token limit.</param>
/// <param name="Empty">Replies without text.</param>
/// <param name="Unread">Replies that have no answer, or not the form that was asked for.</param>
/// <param name="Refused">Refusals.</param>
/// <param name="Failed">Calls that failed after all retries.</param>
public sealed record ReplyCounts(long Asked, long Cut, long Empty, long Unread, long Refused, long Failed)
{
    /// <summary>The counts behind a usage.</summary>
    /// <param name="used">The usage.</param>
    /// <param name="failed">Calls that failed after all retries, which no usage holds.</param>
    public static ReplyCounts FromUsage(Usage used, long failed = 0)
    {
        var faults = used.Faults ?? new();
        return new(used.Calls + used.Cached + failed, faults.Cut, faults.Empty, faults.Unread, faults.Refused, failed);
    }

    /// <summary>A sentence for each kind of fault that occurred: how often, and what to do about it.</summary>
    /// <param name="seats">The seats, whose token limit the sentence about cut replies names.</param>
    public IEnumerable<string> Explain(IEnumerable<Seat> seats)
    {
        var limits = seats.Select(s => s.Sampling.ReplyTokens).Distinct().ToArray();
        var at = limits is [var limit] ? string.Create(CultureInfo.InvariantCulture, $"{limit:#,0} tokens") : "their token limit";
        if (Cut > 0) yield return Format(Cut, $"cut at {at}: raise maxTokens (--max-tokens)");
        if (Empty > 0) yield return Format(Empty, "empty: the model gave no text; where it thinks first, raise maxTokens (--max-tokens)");
        if (Unread > 0)
            yield return Format(Unread, "not readable: no answer, or not the form that was asked for (debate show ID has them)");
        if (Refused > 0) yield return Format(Refused, "refused by the model or its provider");
        if (Failed > 0) yield return Format(Failed, "never given: the calls failed (the reasons are in debate show ID)");
    }

    private string Format(long count, string what) => string.Create(CultureInfo.InvariantCulture,
        $"{count:#,0} of {Asked:#,0} {(Asked == 1 ? "reply" : "replies")} {(count == 1 ? "was" : "were")} {what}");
}
