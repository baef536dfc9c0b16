namespace Debate.Deliberation;

/// <summary>How a model samples. Part of what decides a run, so part of its snapshot and of every request hash.</summary>
/// <param name="Temperature">0 is greedy; the provider's default where null.</param>
/// <param name="TopP">Nucleus mass in (0, 1]; the provider's default where null.</param>
/// <param name="MaxTokens">The most tokens a reply may have; budgets reserve this much before each call.</param>
public sealed record Sampling(double? Temperature = null, double? TopP = null, int MaxTokens = 1024)
{
    /// <summary>What <see cref="Temperature"/> must be.</summary>
    public const string TemperatureRule = "must be a number from 0 to 10";

    /// <summary>What <see cref="TopP"/> must be.</summary>
    public const string TopPRule = "must be a number above 0 and at most 1";

    /// <summary>What <see cref="MaxTokens"/> must be.</summary>
    public const string MaxTokensRule = "must be a whole number from 1 to 1000000";

    /// <summary>The first value that none can be; null where all can. One rule for the tool and HTTP.</summary>
    public Misfit? FindMisfit() =>
        Temperature is not (null or (>= 0 and <= 10)) ? new("temperature", FormattableString.Invariant($"{Temperature}"), TemperatureRule)
        : TopP is not (null or (> 0 and <= 1)) ? new("topP", FormattableString.Invariant($"{TopP}"), TopPRule)
        : MaxTokens is < 1 or > 1_000_000 ? new("maxTokens", $"{MaxTokens}", MaxTokensRule)
        : null;

    /// <summary>This sampling; an <see cref="InputException"/> that begins with the place where a value can be none.</summary>
    public Sampling Checked(string place) => FindMisfit() is { } misfit ? throw misfit.At(place) : this;
}

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
