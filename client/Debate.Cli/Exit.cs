using Debate.Deliberation.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Cli;

/// <summary>The exit codes that scripts rely on.</summary>
internal static class Exit
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Partial = 3;
    public const int Unauthorised = 4;
    public const int Unreachable = 5;
    public const int Interrupted = 130;

    /// <summary>The exit code for the outcome of a run.</summary>
    public static int CodeOf(RunOutcome outcome) => outcome.Status switch
    {
        RunStatus.Finished => Ok,
        RunStatus.OutOfBudget => Partial,
        RunStatus.Interrupted when outcome.Cause is FailureKind.Unanswered or FailureKind.Absent => Partial,
        RunStatus.Interrupted or RunStatus.Running => Interrupted,
        _ => CodeOf(outcome.Cause),
    };

    /// <summary>The exit code for a result of which so much was read.</summary>
    public static int CodeOf(ReadExtent extent) => extent switch
    {
        ReadExtent.Nothing => Failed,
        ReadExtent.Partial => Partial,
        _ => Ok,
    };

    /// <summary>The exit code for an external failure.</summary>
    public static int CodeOf(FailureKind error) => error switch
    {
        FailureKind.Unauthorised => Unauthorised,
        FailureKind.Unreachable => Unreachable,
        _ => Failed,
    };
}

/// <summary>An error with its own exit code and a one-line message for people.</summary>
internal sealed class ToolException(int code, string message) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int Code { get; } = code;
}
