namespace Debate.Deliberation;

/// <summary>How a model samples. It influences the replies, so it is part of the run definition and of every request hash.</summary>
/// <param name="Temperature">0 is greedy; the provider's default where null.</param>
/// <param name="TopP">Nucleus mass in (0, 1]; the provider's default where null.</param>
/// <param name="MaxTokens">The largest number of tokens of a reply; budgets reserve this many before each call.</param>
public sealed record Sampling(double? Temperature = null, double? TopP = null, int MaxTokens = 1024)
{
    /// <summary>The valid values of <see cref="Temperature"/>.</summary>
    public const string TemperatureRule = "must be a number from 0 to 10";

    /// <summary>The valid values of <see cref="TopP"/>.</summary>
    public const string TopPRule = "must be a number above 0 and at most 1";

    /// <summary>The valid values of <see cref="MaxTokens"/>.</summary>
    public const string MaxTokensRule = "must be a whole number from 1 to 1000000";

    /// <summary>The first invalid value; null where all are valid. One rule for the tool and HTTP.</summary>
    public ValidationError? FindError() =>
        Temperature is not (null or (>= 0 and <= 10)) ? new("temperature", FormattableString.Invariant($"{Temperature}"), TemperatureRule)
        : TopP is not (null or (> 0 and <= 1)) ? new("topP", FormattableString.Invariant($"{TopP}"), TopPRule)
        : MaxTokens is < 1 or > 1_000_000 ? new("maxTokens", $"{MaxTokens}", MaxTokensRule)
        : null;

    /// <summary>
    /// This sampling; throws an <see cref="InputException"/> that begins with <paramref name="place"/> where a value is invalid.
    /// </summary>
    public Sampling Validated(string place) => FindError() is { } error ? throw error.ToException(place) : this;
}

/// <summary>A seat of a deliberation: a name and the model, persona and sampling that answer under it.</summary>
public sealed record Seat(string Name, string Model)
{
    /// <summary>A sentence or two that end the seat's instructions.</summary>
    public string? Persona { get; init; }

    /// <summary>How the seat's model samples.</summary>
    public Sampling Sampling { get; init; } = new();

    /// <summary>Text that only this seat may read; it never enters another seat's prompt.</summary>
    public string? PrivateContext { get; init; }

    /// <summary>The time limit of a turn of an external seat: how long it waits for the reply; null for no limit.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The debater that a tournament rates in this seat; where null, the seat's model stands for it.</summary>
    public string? Debater { get; init; }

    /// <summary>The judge in this seat, where a tournament draws its panels from a pool; else null.</summary>
    public string? Judge { get; init; }

    /// <summary>The family of the seat's model, such as all models of one provider; where null, the model is its own family.</summary>
    public string? Family { get; init; }
}
