namespace Debate.Argumentation.Certificates;

/// <summary>The checker's verdict on an answer.</summary>
public enum ProofStatus
{
    /// <summary>Everything that the answer claims was proved.</summary>
    Proved,

    /// <summary>Nothing is wrong with it, but not all of it was proved.</summary>
    Unproved,

    /// <summary>It is wrong.</summary>
    Rejected,
}

/// <summary>The result of checking an answer.</summary>
/// <param name="Status">Whether it is proved.</param>
/// <param name="Reason">How it was proved, or why not; one clause of a sentence.</param>
public sealed record CheckResult(ProofStatus Status, string Reason)
{
    /// <summary>A result of status proved.</summary>
    public static CheckResult Proved(string reason) => new(ProofStatus.Proved, reason);

    /// <summary>A result of status unproved.</summary>
    public static CheckResult Unproved(string reason) => new(ProofStatus.Unproved, reason);

    /// <summary>A result of status rejected.</summary>
    public static CheckResult Rejected(string reason) => new(ProofStatus.Rejected, reason);

    /// <summary>This result unless it is a proof; otherwise the next result, with both reasons joined.</summary>
    public CheckResult Then(Func<CheckResult> next)
    {
        if (Status != ProofStatus.Proved) return this;
        var second = next();
        return second with { Reason = $"{Reason}; {second.Reason}" };
    }
}
