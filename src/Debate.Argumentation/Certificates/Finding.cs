namespace Debate.Argumentation.Certificates;

/// <summary>What the checker makes of an answer.</summary>
public enum Standing
{
    /// <summary>Everything that the answer says was proved.</summary>
    Proved,

    /// <summary>Nothing is wrong with it, and not all of it was proved.</summary>
    Unproved,

    /// <summary>It is wrong.</summary>
    Rejected,
}

/// <summary>The checker's word on an answer.</summary>
/// <param name="Standing">Whether it is proved.</param>
/// <param name="Reason">By what, or why not; one clause of a sentence.</param>
public sealed record Finding(Standing Standing, string Reason)
{
    /// <summary>It is proved.</summary>
    public static Finding Proved(string reason) => new(Standing.Proved, reason);

    /// <summary>It is not proved.</summary>
    public static Finding Unproved(string reason) => new(Standing.Unproved, reason);

    /// <summary>It is wrong.</summary>
    public static Finding Rejected(string reason) => new(Standing.Rejected, reason);

    /// <summary>This finding where it is not a proof; else what comes next, told together with it.</summary>
    public Finding Then(Func<Finding> next)
    {
        if (Standing != Standing.Proved) return this;
        var second = next();
        return second with { Reason = $"{Reason}; {second.Reason}" };
    }
}
