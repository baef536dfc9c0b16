namespace Debate.Grains.Graphs;

/// <summary>Caches answers about the current version of a graph; a new version clears the cache.</summary>
internal sealed class VersionedAnswers
{
    private const int Capacity = 256;

    private readonly Dictionary<object, object> _answers = [];
    private object? _graph;

    /// <summary>Gets the answer to a question about a graph, from <paramref name="find"/> if it is not cached.</summary>
    /// <param name="graph">The graph, compared by reference: a changed graph is a new object.</param>
    /// <param name="question">The question; equal questions share an answer.</param>
    /// <param name="find">Finds the answer, and tells whether it may be cached.</param>
    public async Task<T> GetOrAddAsync<T>(object graph, object question, Func<Task<(T Answer, bool Lasts)>> find) where T : class
    {
        if (!ReferenceEquals(graph, _graph)) _answers.Clear();
        _graph = graph;
        if (_answers.TryGetValue(question, out var known)) return (T)known;
        var (answer, lasts) = await find();
        if (lasts && ReferenceEquals(graph, _graph) && _answers.Count < Capacity) _answers[question] = answer;
        return answer;
    }
}
