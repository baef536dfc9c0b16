using System.Collections.Immutable;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>What the configuration says of one model. No secret is part of it: an endpoint names the variable that holds its key.</summary>
/// <param name="Name">The name under which seats ask for it.</param>
public abstract record ModelSpec(string Name)
{
    /// <summary>Calls at once from one silo; positive.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>Calls a minute, evenly spaced, of all silos together; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Prompt and reply together, in tokens; null where unknown.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Money for 10^6 prompt tokens; not negative.</summary>
    public decimal PricePerMillionIn { get; init; }

    /// <summary>Money for 10^6 generated tokens; not negative.</summary>
    public decimal PricePerMillionOut { get; init; }

    /// <summary>What whoever sends calls must know.</summary>
    public ModelTerms Terms => new(
        Parallel, RequestsPerMinute, ContextTokens, PricePerMillionIn, PricePerMillionOut, Simulated: this is SimulatedSpec);

    /// <summary>The price of one call.</summary>
    public decimal Cost(long tokensIn, long tokensOut) => (tokensIn * PricePerMillionIn + tokensOut * PricePerMillionOut) / 1_000_000;
}

/// <summary>A model behind an endpoint that speaks the OpenAI chat API.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Endpoint">Where it is, without "/chat/completions".</param>
/// <param name="Model">Its name there.</param>
public sealed record EndpointSpec(string Name, Uri Endpoint, string Model) : ModelSpec(Name)
{
    /// <summary>The environment variable that holds the key; null where the endpoint needs none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The temperature where the seat says none.</summary>
    public double? Temperature { get; init; }

    /// <summary>A lower limit on generated tokens than the seat's; null for none.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The longest that one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long failures that may pass are retried, counted from the first one.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);
}

/// <summary>What a simulated model plays.</summary>
public enum SimulatedKind
{
    /// <summary>Solves each problem with one probability.</summary>
    Bernoulli,

    /// <summary>Debates with lock-in and concession; judges too where it is asked to.</summary>
    Debater,

    /// <summary>Judges with self-preference and position bias; debates too where it is asked to.</summary>
    Judge,

    /// <summary>Says what a script says.</summary>
    Scripted,

    /// <summary>Says what was recorded.</summary>
    Recorded,

    /// <summary>Judges texts, with known faults.</summary>
    TextJudge,
}

/// <summary>A model that is played by this process.</summary>
public sealed record SimulatedSpec : ModelSpec
{
    /// <summary>A simulated model takes more calls at once than an endpoint.</summary>
    public SimulatedSpec(string name, SimulatedKind kind) : base(name) => (Kind, Parallel) = (kind, 256);

    /// <summary>What it plays.</summary>
    public SimulatedKind Kind { get; init; }

    /// <summary>The probability of a right first answer, in [0, 1].</summary>
    public double Accuracy { get; init; } = 0.6;

    /// <summary>How many different wrong answers it gives; with one, a vote over samples is binomial.</summary>
    public int WrongAnswers { get; init; } = 1;

    /// <summary>How it debates and judges.</summary>
    public DebateTraits Traits { get; init; } = new();

    /// <summary>How it judges texts.</summary>
    public TextJudgeTraits TextTraits { get; init; } = new();

    /// <summary>The script or recording, as an absolute path; null where there is none or it stands in the configuration.</summary>
    public string? File { get; init; }

    /// <summary>The script by seat, where it stands in the configuration.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Script { get; init; }

    /// <summary>How long each reply takes.</summary>
    public TimeSpan Latency { get; init; }
}

/// <summary>How a simulated participant of a debate behaves. All are probabilities in [0, 1].</summary>
public sealed record DebateTraits
{
    /// <summary>
    /// In its (n+1)-th turn a debater repeats its first answer with probability 1 - (1 - LockIn)^n, come what may; it grows with each turn.
    /// </summary>
    public double LockIn { get; init; } = 0.5;

    /// <summary>Not locked in, it takes the opponent's answer over with this probability, by level 0 to 3.</summary>
    public ImmutableArray<double> Concession { get; init; } = [0.9, 0.3, 0.5, 0.05];

    /// <summary>The probability that a moderator decides a round in which the debaters differ.</summary>
    public double Decisiveness { get; init; } = 0.5;

    /// <summary>The probability of preferring a right answer to wrong ones; the model's accuracy where null.</summary>
    public double? JudgeAccuracy { get; init; }

    /// <summary>The probability of preferring the side that its own model speaks for, where no position bias struck.</summary>
    public double SelfPreference { get; init; }

    /// <summary>The probability of preferring whoever spoke first, whatever was said.</summary>
    public double PositionBias { get; init; }
}

/// <summary>How a simulated judge of texts behaves.</summary>
public sealed record TextJudgeTraits
{
    /// <summary>Added to its probability for whatever is shown first, in [0, 1].</summary>
    public double Bias { get; init; }

    /// <summary>Its weakness for length: what 400 characters more add to its probability, in [0, 1].</summary>
    public double Length { get; init; }

    /// <summary>Whether it says 1 or 0, drawn with its probability, instead of the probability.</summary>
    public bool Decides { get; init; }

    /// <summary>The probability that it gives no judgement at all, in [0, 1].</summary>
    public double Failures { get; init; }
}
