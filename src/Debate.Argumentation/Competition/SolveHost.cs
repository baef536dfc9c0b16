namespace Debate.Argumentation.Competition;

/// <summary>The services that the solve tool needs from its host.</summary>
/// <param name="ReadFile">Reads the bytes of a file; an <see cref="InputException"/> if it cannot be read.</param>
/// <param name="Output">The stream that answers are written to.</param>
/// <param name="ReportLine">Reports one line to a person.</param>
/// <param name="CancelAfter">Returns a token that is cancelled after a time.</param>
public sealed record SolveHost(Func<string, byte[]> ReadFile, Stream Output, Action<string> ReportLine,
    Func<TimeSpan, CancellationToken> CancelAfter);
