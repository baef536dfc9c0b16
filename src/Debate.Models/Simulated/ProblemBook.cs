using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>Problems that are recognised by their text in a prompt: how a simulated model behind an endpoint knows what it is asked.</summary>
public sealed class ProblemBook(IEnumerable<Problem> problems)
{
    private readonly Problem[] _longestFirst = [.. problems.OrderByDescending(p => p.Text.Length)];

    /// <summary>No problems.</summary>
    public static ProblemBook Empty { get; } = new([]);

    /// <summary>The problem with the longest text that a message to the seat contains; null where none does.</summary>
    public Problem? Find(IReadOnlyList<ChatMessage> chat)
    {
        foreach (var problem in _longestFirst)
            foreach (var message in chat)
                if (message.Role != Role.Assistant && message.Text.Contains(problem.Text, StringComparison.Ordinal)) return problem;
        return null;
    }
}
