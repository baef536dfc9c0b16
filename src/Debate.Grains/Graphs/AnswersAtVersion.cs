namespace Debate.Grains.Graphs;

/// <summary>Answers about the present version of a graph; a new version forgets them all.</summary>
internal sealed class AnswersAtVersion
{
    private const int Most = 256;

    private readonly Dictionary<object, object> _answers = [];
    private object? _graph;

    /// <summary>The answer to a question about a graph, found by <paramref name="find"/> where it is not known yet.</summary>
    /// <param name="graph">The graph itself: a changed graph is another object.</param>
    /// <param name="question">What is asked; equal questions are the same.</param>
    /// <param name="find">Finds it, and says whether it may be kept.</param>
    public async Task<T> AskAsync<T>(object graph, object question, Func<Task<(T Answer, bool Lasts)>> find) where T : class
    {
        if (!ReferenceEquals(graph, _graph)) _answers.Clear();
        _graph = graph;
        if (_answers.TryGetValue(question, out var known)) return (T)known;
        var (answer, lasts) = await find();
        if (lasts && ReferenceEquals(graph, _graph) && _answers.Count < Most) _answers[question] = answer;
        return answer;
    }
}
