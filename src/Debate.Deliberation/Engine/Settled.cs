using System.Runtime.ExceptionServices;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Waits for tasks that were started side by side until the last one settled, then gives all results or the first trouble in the order
/// of the tasks. What is in flight is thus always recorded, and which trouble is told does not depend on timing.
/// </summary>
internal static class Settled
{
    public static async Task<IReadOnlyList<T>> AllAsync<T>(IReadOnlyList<Task<T>> tasks)
    {
        var results = new T[tasks.Count];
        ExceptionDispatchInfo? first = null;
        for (var i = 0; i < tasks.Count; i++)
        {
            try
            {
                results[i] = await tasks[i];
            }
            catch (Exception trouble)
            {
                first ??= ExceptionDispatchInfo.Capture(trouble);
            }
        }
        first?.Throw();
        return results;
    }
}
