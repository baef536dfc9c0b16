using Debate.Deliberation.Engine;

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

    /// <summary>The code for what became of a run.</summary>
    public static int Of(Outcome outcome) => outcome.Status switch
    {
        RunStatus.Finished => Ok,
        RunStatus.OutOfBudget => Partial,
        RunStatus.Interrupted when outcome.Cause == Trouble.Unanswered => Partial,
        RunStatus.Interrupted or RunStatus.Running => Interrupted,
        _ => Of(outcome.Cause),
    };

    /// <summary>The code for trouble outside.</summary>
    public static int Of(Trouble trouble) => trouble switch
    {
        Trouble.Unauthorised => Unauthorised,
        Trouble.Unreachable => Unreachable,
        _ => Failed,
    };
}

/// <summary>A refusal with an exit code of its own and one line for a person.</summary>
internal sealed class ToolException(int code, string message) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int Code { get; } = code;
}
