using Debate.Deliberation;

namespace Debate.Cli.Tournaments;

/// <summary>What a tournament would take.</summary>
/// <param name="Calls">Model calls.</param>
/// <param name="TokensIn">Prompt tokens.</param>
/// <param name="TokensOut">Generated tokens.</param>
/// <param name="Cost">Money, in the currency of the configured prices.</param>
/// <param name="Seconds">Time from start to end.</param>
internal sealed record Load(long Calls, long TokensIn, long TokensOut, decimal Cost, double Seconds);

/// <summary>A tournament before it is started.</summary>
internal sealed record Forecast
{
    public required string Name { get; init; }

    public required string Format { get; init; }

    public required int Debaters { get; init; }

    public required int Motions { get; init; }

    public required int Skipped { get; init; }

    /// <summary>The most rounds; 1 where nothing waits for a result.</summary>
    public required int Rounds { get; init; }

    /// <summary>The most debates, the studies of evidence tournaments not counted.</summary>
    public required long Debates { get; init; }

    /// <summary>Debates that try the judges, on top of those.</summary>
    public required int Canaries { get; init; }

    /// <summary>Debates that were played on trial, without any model, to find out.</summary>
    public required int Rehearsed { get; init; }

    /// <summary>What is to be expected.</summary>
    public required Load Expected { get; init; }

    /// <summary>What budgets would reserve at most: the longest debates, replies as long as they may be, nothing readable at
    /// once.</summary>
    public required Load AtMost { get; init; }

    /// <summary>The budget that it has.</summary>
    public required Budget Budget { get; init; }

    /// <summary>What the figures stand on, and where they exceed the budget; a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
