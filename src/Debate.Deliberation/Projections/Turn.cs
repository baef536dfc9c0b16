namespace Debate.Deliberation.Projections;

/// <summary>One statement of a debater, as the projections read it; turns of moderators and judges are not given to them.</summary>
/// <param name="Round">The round, from 1.</param>
/// <param name="Seat">The seat that spoke.</param>
/// <param name="Text">What it said.</param>
/// <param name="Answer">The answer it gave; null when it gave none.</param>
public sealed record Turn(int Round, string Seat, string Text, string? Answer);
