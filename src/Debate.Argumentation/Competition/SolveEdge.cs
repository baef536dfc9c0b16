namespace Debate.Argumentation.Competition;

/// <summary>The services that the solve tool needs from its host.</summary>
/// <param name="Read">Reads the bytes of a file; an <see cref="InputException"/> if it cannot be read.</param>
/// <param name="Output">The stream that answers are written to.</param>
/// <param name="Note">Reports one line to a person.</param>
/// <param name="After">Returns a token that is cancelled after a time.</param>
public sealed record SolveEdge(Func<string, byte[]> Read, Stream Output, Action<string> Note, Func<TimeSpan, CancellationToken> After);
