namespace Debate.Deliberation;

/// <summary>How a model samples. Part of what decides a run, so part of its snapshot and of every request hash.</summary>
/// <param name="Temperature">0 is greedy; the provider's default where null.</param>
/// <param name="TopP">Nucleus mass in (0, 1]; the provider's default where null.</param>
/// <param name="MaxTokens">The most tokens a reply may have; budgets reserve this much before each call.</param>
public sealed record Sampling(double? Temperature = null, double? TopP = null, int MaxTokens = 1024);

/// <summary>A place at the table: who answers under a name, with which model, persona and sampling.</summary>
public sealed record Seat(string Name, string Model)
{
    /// <summary>A sentence or two that the seat's instructions end with.</summary>
    public string? Persona { get; init; }

    /// <summary>How the seat's model samples.</summary>
    public Sampling Sampling { get; init; } = new();

    /// <summary>Text that this seat alone may read; it never enters another seat's prompt.</summary>
    public string? PrivateContext { get; init; }

    /// <summary>How long a turn of a seat that is played from outside waits for its reply; null for no limit.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The debater who holds the seat, where a tournament rates one; else the seat's model.</summary>
    public string? Debater { get; init; }

    /// <summary>The judge who holds the seat, where a tournament draws its panels from a pool; else null.</summary>
    public string? Judge { get; init; }

    /// <summary>The family of the seat's model, such as all models of one maker; the model is its own family where null.</summary>
    public string? Family { get; init; }
}
