using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The call in progress on this async flow: carries what the HTTP layer needs and the chat interface has no parameter for.
/// </summary>
internal sealed class CallScope(ModelCall call)
{
    private static readonly AsyncLocal<CallScope?> Ambient = new();

    /// <summary>The call in progress; null outside a call.</summary>
    public static CallScope? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>The seat that is asked.</summary>
    public string Seat => call.Seat.Name;

    /// <summary>The number of HTTP requests made for this call so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>The finish reason given by the server, if the protocol does not define it; otherwise null.</summary>
    public string? UnknownFinishReason { get; set; }

    /// <summary>Creates the id of the next HTTP request: id/path/attempt, with attempts counted from one.</summary>
    public string CreateRequestId() => FormattableString.Invariant($"{call.Id.Value}/{call.Path}/{++Attempts}");
}
