using System.Runtime.ExceptionServices;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Waits until all of several concurrent tasks have settled, then returns all results or rethrows the first exception in the order of the
/// tasks. Effects in flight are thus always recorded, and which exception is thrown does not depend on timing.
/// </summary>
internal static class AllSettled
{
    public static async Task<IReadOnlyList<T>> WaitAsync<T>(IReadOnlyList<Task<T>> tasks)
    {
        var results = new T[tasks.Count];
        ExceptionDispatchInfo? first = null;
        for (var i = 0; i < tasks.Count; i++)
        {
            try
            {
                results[i] = await tasks[i];
            }
            catch (Exception error)
            {
                first ??= ExceptionDispatchInfo.Capture(error);
            }
        }
        first?.Throw();
        return results;
    }
}
