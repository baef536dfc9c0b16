namespace Debate.Argumentation.Certificates;

/// <summary>The checker's verdict on an answer.</summary>
public enum Standing
{
    /// <summary>Everything that the answer claims was proved.</summary>
    Proved,

    /// <summary>Nothing is wrong with it, but not all of it was proved.</summary>
    Unproved,

    /// <summary>It is wrong.</summary>
    Rejected,
}

/// <summary>The result of checking an answer.</summary>
/// <param name="Standing">Whether it is proved.</param>
/// <param name="Reason">How it was proved, or why not; one clause of a sentence.</param>
public sealed record Finding(Standing Standing, string Reason)
{
    /// <summary>A result of status proved.</summary>
    public static Finding Proved(string reason) => new(Standing.Proved, reason);

    /// <summary>A result of status unproved.</summary>
    public static Finding Unproved(string reason) => new(Standing.Unproved, reason);

    /// <summary>A result of status rejected.</summary>
    public static Finding Rejected(string reason) => new(Standing.Rejected, reason);

    /// <summary>This result unless it is a proof; otherwise the next result, with both reasons joined.</summary>
    public Finding Then(Func<Finding> next)
    {
        if (Standing != Standing.Proved) return this;
        var second = next();
        return second with { Reason = $"{Reason}; {second.Reason}" };
    }
}
