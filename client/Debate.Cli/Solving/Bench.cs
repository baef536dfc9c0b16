using System.Globalization;
using System.Runtime.CompilerServices;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Competition;
using Debate.Argumentation.Solving;

namespace Debate.Cli.Solving;

/// <summary>Measures a solver.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Problems">The problems of each instance.</param>
/// <param name="Timeout">The maximum CPU time of a run.</param>
/// <param name="CertifySeconds">The maximum time to check an answer, in seconds; 0 for no check.</param>
internal sealed record Bench(SolverProcess Solver, IReadOnlyList<string> Problems, TimeSpan Timeout, double CertifySeconds)
{
    /// <summary>One measurement per problem; a problem about an argument is skipped if the instance has none.</summary>
    public async IAsyncEnumerable<Measurement> RunAsync(BenchInstance instance, [EnumeratorCancellation] CancellationToken stop)
    {
        var left = instance.UndecidedAfterGrounded();
        foreach (var problem in Problems)
            if (instance.Ask(problem) is { } query) yield return await RunAsync(instance, left, problem, query, stop);
    }

    private async Task<Measurement> RunAsync(BenchInstance instance, int left, string problem, Query query, CancellationToken stop)
    {
        var argument = Query.NeedsArgument(query.Kind) ? instance.Argument! : "";
        List<string> args = ["-p", problem, "-f", instance.Path];
        if (argument.Length > 0) args.AddRange(["-a", argument]);
        if (!instance.Path.EndsWith(".af", StringComparison.Ordinal)) args.AddRange(["-fo", Path.GetExtension(instance.Path)[1..]]);
        var run = await Solver.RunAsync(args, Timeout, stop);
        var answer = run.ExitCode is null ? null : AnswerReader.Read(query.Kind, run.Output, instance.File);
        return new()
        {
            Solver = Solver.Name,
            Task = problem,
            Instance = instance.Name,
            Argument = argument,
            Arguments = instance.File.Framework.Count,
            Attacks = instance.File.Framework.AttackCount,
            Left = left,
            Answer = run.ExitCode is null ? Measurement.TimedOut : answer is null ? Measurement.Failed : AnswerText(query.Kind, answer),
            CpuMs = run.Cpu.TotalMilliseconds,
            WallMs = run.Wall.TotalMilliseconds,
            TimeoutS = Timeout.TotalSeconds,
            Certificate = answer is null || CertifySeconds <= 0 ? "" : Certificate(instance, query, answer, stop),
        };
    }

    private string Certificate(BenchInstance instance, Query query, Answer answer, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(CertifySeconds));
        try
        {
            var finding = CertificateChecker.Check(instance.File.Framework, query, answer,
                new SearchBudget(limit.Token, CertificateChecker.MaxConflicts));
            return finding.Status.ToString().ToLowerInvariant();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return nameof(ProofStatus.Unproved).ToLowerInvariant();
        }
    }

    private static string AnswerText(QueryKind kind, Answer answer) => kind switch
    {
        QueryKind.SomeExtension => answer.Accepted ? "set" : "NO",
        QueryKind.Credulous or QueryKind.Sceptical => answer.Accepted ? "YES" : "NO",
        _ => answer.Count!.Value.ToString(CultureInfo.InvariantCulture),
    };
}
