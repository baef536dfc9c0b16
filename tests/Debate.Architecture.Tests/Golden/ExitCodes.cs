using System.Reflection;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Architecture.Tests.Golden;

/// <summary>The exit code for whatever becomes of a run, from the tool's one function that gives it.</summary>
internal static class ExitCodes
{
    public static IEnumerable<string> Lines() =>
        from status in Enum.GetValues<RunStatus>()
        from cause in Enum.GetValues<FailureKind>()
        select $"{status} {cause}: {Of(new RunOutcome(status, null, new Usage(), null, cause))}";

    private static object? Of(RunOutcome outcome) => Assembly.Load("debate").GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public))
        .Single(m => m.ReturnType == typeof(int) && m.GetParameters() is [var only] && only.ParameterType == typeof(RunOutcome))
        .Invoke(null, [outcome]);
}
