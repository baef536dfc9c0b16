using System.Globalization;
using System.Runtime.CompilerServices;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Competition;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Cli.Input;
using Debate.Core;
using Debate.Core.Input;

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

/// <summary>A framework of a benchmark and the argument that its problems query.</summary>
/// <param name="Path">The path of its file.</param>
/// <param name="File">The contents of the file.</param>
/// <param name="Argument">The argument's name in the file; null if the framework has no arguments.</param>
internal sealed record BenchInstance(string Path, FrameworkFile File, string? Argument)
{
    private static readonly string[] Extensions = [".af", ".apx", ".tgf"];

    /// <summary>Its name in tables.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The framework files in a folder, in order of their names.</summary>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"folder '{folder}': there is none");
        var all = Directory.EnumerateFiles(folder).Where(f => Extensions.Contains(System.IO.Path.GetExtension(f)));
        string[] files = [.. all.Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new InputException($"folder '{folder}': no file in it ends in {string.Join(", ", Extensions)}");
        return files;
    }

    /// <summary>
    /// Reads the framework of a file. A file of the same name with the extension .arg names the argument, as in ICCMA'23; the framework's
    /// extension may precede .arg. Without such a file the seed draws the argument.
    /// </summary>
    public static BenchInstance Read(string path, long seed)
    {
        var file = FrameworkFile.Read(path, Files.ReadBytes(path));
        var named = new[] { path + ".arg", System.IO.Path.ChangeExtension(path, ".arg") }.FirstOrDefault(System.IO.File.Exists);
        if (named is not null) return new(path, file, Files.Read(named).Trim());
        var count = file.Framework.Count;
        return new(path, file, count == 0 ? null : file.NameOf(SeededRandom.Create(seed, System.IO.Path.GetFileName(path)).NextInt(count)));
    }

    /// <summary>The number of arguments that the grounded labelling leaves undecided.</summary>
    public int UndecidedAfterGrounded()
    {
        var grounded = new SetCheck(File.Framework, SetCheck.ComputeGrounded(File.Framework));
        return Enumerable.Range(0, File.Framework.Count).Count(a => !grounded.Contains(a) && !grounded.Attacks(a));
    }

    /// <summary>The query of a problem on this framework; null if the problem needs an argument and there is none.</summary>
    public Query? Ask(string problem)
    {
        var query = Query.Parse(problem);
        if (!Query.NeedsArgument(query.Kind)) return query;
        return Argument is null ? null : query with { Argument = File.GetArgument(Argument) };
    }
}
