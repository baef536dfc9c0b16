using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Testing;

/// <summary>One HTTP request as the endpoint saw it.</summary>
public sealed record ReceivedCall
{
    /// <summary>Its index in the order of arrival, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The header X-Debate-Call: id/path/attempt; empty if absent.</summary>
    public required string Name { get; init; }

    /// <summary>The header X-Debate-Seat; empty if absent.</summary>
    public required string Seat { get; init; }

    /// <summary>The header Authorization; null if absent.</summary>
    public required string? Authorization { get; init; }

    /// <summary>The query of the address, with its question mark; empty if there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>The headers by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body.</summary>
    public required string Body { get; init; }

    /// <summary>The requested model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The messages of the request.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>The seed in the body; null if absent.</summary>
    public long? Seed { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it was answered or abandoned; null while it is open.</summary>
    public DateTimeOffset? Ended { get; internal set; }

    /// <summary>Whether the client hung up before the reply.</summary>
    public bool Abandoned { get; internal set; }

    /// <summary>The name without the attempt: id/path.</summary>
    public string Call => Name.LastIndexOf('/') is >= 0 and var cut ? Name[..cut] : Name;

    /// <summary>The attempt, from 1; 0 if the request has no name.</summary>
    public int Attempt => Name.LastIndexOf('/') is >= 0 and var cut ? int.Parse(Name[(cut + 1)..], CultureInfo.InvariantCulture) : 0;
}
