namespace Debate.Argumentation.Solving;

/// <summary>The Cartesian product of several sources; each source is enumerated lazily and only once.</summary>
internal static class CartesianProduct
{
    /// <summary>The combinations, lazily, each a new array. None if a source is empty, a single empty one without sources.</summary>
    public static IEnumerable<T[]> Enumerate<T>(IReadOnlyList<IEnumerable<T>> sources)
    {
        var wheels = sources.Select(s => new SourceCursor<T>(s)).ToArray();
        try
        {
            if (!Array.TrueForAll(wheels, w => w.MoveToFirst())) yield break;
            do yield return Array.ConvertAll(wheels, w => w.Current); while (Advance(wheels));
        }
        finally
        {
            foreach (var wheel in wheels) wheel.Dispose();
        }
    }

    private static bool Advance<T>(SourceCursor<T>[] wheels)
    {
        foreach (var wheel in wheels)
        {
            if (wheel.MoveNext()) return true;
            wheel.MoveToFirst();
        }
        return false;
    }

    private sealed class SourceCursor<T>(IEnumerable<T> source) : IDisposable
    {
        private readonly IEnumerator<T> _source = source.GetEnumerator();
        private readonly List<T> _seen = [];
        private int _at;

        public T Current => _seen[_at];

        public bool MoveToFirst() => MoveTo(0);

        public bool MoveNext() => MoveTo(_at + 1);

        public void Dispose() => _source.Dispose();

        private bool MoveTo(int at)
        {
            if (at == _seen.Count && _source.MoveNext()) _seen.Add(_source.Current);
            if (at >= _seen.Count) return false;
            _at = at;
            return true;
        }
    }
}
