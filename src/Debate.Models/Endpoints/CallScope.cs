using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The call that this flow of control carries out: what the HTTP layer must know of it and the chat interface has no place for.
/// </summary>
internal sealed class CallScope(ModelCall call)
{
    private static readonly AsyncLocal<CallScope?> Flow = new();

    /// <summary>The call in progress; null outside of any.</summary>
    public static CallScope? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    /// <summary>The seat that is asked.</summary>
    public string Seat => call.Seat.Name;

    /// <summary>HTTP requests that were made for this call.</summary>
    public int Attempts { get; private set; }

    /// <summary>The reason for which the model stopped, where the server gave one that the protocol does not know.</summary>
    public string? UnknownFinish { get; set; }

    /// <summary>The name of the next HTTP request: id/path/attempt, attempts counted from one.</summary>
    public string NextRequest() => FormattableString.Invariant($"{call.Id.Value}/{call.Path}/{++Attempts}");
}
