using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Finds problems by their text in a prompt, so that a simulated model behind an endpoint knows which problem it is asked. A search takes
/// time linear in the length of the prompt and independent of the number of problems, as long as their first characters differ.
/// </summary>
public sealed class ProblemBook
{
    private const int MaxPrefixLength = 32;
    private readonly int _prefixLength;
    private readonly Dictionary<string, Problem[]> _byPrefix;
    private readonly Dictionary<string, Problem[]>.AlternateLookup<ReadOnlySpan<char>> _prefixLookup;

    /// <summary>Indexes these problems; a problem without text is never found.</summary>
    public ProblemBook(IEnumerable<Problem> problems)
    {
        Problem[] told = [.. problems.Where(p => p.Text.Length > 0)];
        _prefixLength = told.Length == 0 ? 0 : Math.Min(MaxPrefixLength, told.Min(p => p.Text.Length));
        _byPrefix = told.GroupBy(p => p.Text[.._prefixLength], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.Text.Length).ToArray(), StringComparer.Ordinal);
        _prefixLookup = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>No problems.</summary>
    public static ProblemBook Empty { get; } = new([]);

    /// <summary>Finds the problem with the longest text that a message to the seat contains; null if there is none.</summary>
    public Problem? Find(IReadOnlyList<ChatMessage> chat)
    {
        Problem? longest = null;
        if (_byPrefix.Count == 0) return null;
        foreach (var message in chat)
            if (message.Role != Role.Assistant && Find(message.Text) is { } found && !(found.Text.Length <= longest?.Text.Length))
                longest = found;
        return longest;
    }

    private Problem? Find(string text)
    {
        Problem? longest = null;
        for (var at = 0; at + _prefixLength <= text.Length; at++)
        {
            if (!_prefixLookup.TryGetValue(text.AsSpan(at, _prefixLength), out var candidates)) continue;
            foreach (var problem in candidates)
                if (!(problem.Text.Length <= longest?.Text.Length) && text.AsSpan(at).StartsWith(problem.Text, StringComparison.Ordinal))
                    longest = problem;
        }
        return longest;
    }
}
