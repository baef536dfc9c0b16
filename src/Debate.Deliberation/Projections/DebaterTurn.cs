namespace Debate.Deliberation.Projections;

/// <summary>One statement of a debater, the input of the projections; moderators and judges are left out.</summary>
/// <param name="Round">The round, from 1.</param>
/// <param name="Seat">The seat that spoke.</param>
/// <param name="Text">The statement.</param>
/// <param name="Answer">The answer it gave; null when it gave none.</param>
public sealed record DebaterTurn(int Round, string Seat, string Text, string? Answer);
