using Debate.Deliberation.Engine;

namespace Debate.Runtime;

/// <summary>Runs deliberations for callers that wait for a while and come back.</summary>
public interface IRunStarter
{
    /// <summary>
    /// Starts a run, or joins or resumes the one of that id, and waits for its outcome; null where it goes on after
    /// <paramref name="atMost"/>, or where who drove it was lost: asking again goes on with it.
    /// </summary>
    Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost);
}
