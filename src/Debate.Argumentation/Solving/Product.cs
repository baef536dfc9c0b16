namespace Debate.Argumentation.Solving;

/// <summary>The Cartesian product of several sources; each source is enumerated lazily and only once.</summary>
internal static class Product
{
    /// <summary>The combinations, lazily, each a new array. None if a source is empty, a single empty one without sources.</summary>
    public static IEnumerable<T[]> Of<T>(IReadOnlyList<IEnumerable<T>> sources)
    {
        var wheels = sources.Select(s => new Wheel<T>(s)).ToArray();
        try
        {
            if (!Array.TrueForAll(wheels, w => w.Start())) yield break;
            do yield return Array.ConvertAll(wheels, w => w.Current); while (Turn(wheels));
        }
        finally
        {
            foreach (var wheel in wheels) wheel.Dispose();
        }
    }

    private static bool Turn<T>(Wheel<T>[] wheels)
    {
        foreach (var wheel in wheels)
        {
            if (wheel.Next()) return true;
            wheel.Start();
        }
        return false;
    }

    private sealed class Wheel<T>(IEnumerable<T> source) : IDisposable
    {
        private readonly IEnumerator<T> _source = source.GetEnumerator();
        private readonly List<T> _seen = [];
        private int _at;

        public T Current => _seen[_at];

        public bool Start() => To(0);

        public bool Next() => To(_at + 1);

        public void Dispose() => _source.Dispose();

        private bool To(int at)
        {
            if (at == _seen.Count && _source.MoveNext()) _seen.Add(_source.Current);
            if (at >= _seen.Count) return false;
            _at = at;
            return true;
        }
    }
}
