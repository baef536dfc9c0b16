namespace Debate.Argumentation.Competition;

/// <summary>What the solve tool needs of the world.</summary>
/// <param name="Read">The bytes of a file; an <see cref="InputException"/> where it cannot be read.</param>
/// <param name="Output">Where answers go.</param>
/// <param name="Note">Tells a person one line.</param>
/// <param name="After">A token that is cancelled once so much time has passed.</param>
public sealed record SolveEdge(Func<string, byte[]> Read, Stream Output, Action<string> Note, Func<TimeSpan, CancellationToken> After);
