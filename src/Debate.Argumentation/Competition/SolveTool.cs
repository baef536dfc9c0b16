using Debate.Argumentation.Certificates;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Competition;

/// <summary>
/// The solve tool: <c>debate solve</c> and <c>debate-solve</c> are this code with different hosts. Exit codes: 0 answered, 1 failed, 2
/// wrong usage or input, 3 no answer within the time limit.
/// </summary>
public sealed class SolveTool(SolveHost edge)
{
    /// <summary>Runs a command line; errors are reported in one line.</summary>
    public int Run(IReadOnlyList<string> args)
    {
        try
        {
            return Run(SolveRequest.Parse(args));
        }
        catch (InputException wrong)
        {
            edge.ReportLine($"debate-solve: {wrong.Message}");
            return 2;
        }
        catch (IOException error)
        {
            edge.ReportLine($"debate-solve: {error.Message}");
            return 1;
        }
    }

    /// <summary>Runs a request; wrong input is an <see cref="InputException"/>.</summary>
    public int Run(SolveRequest request)
    {
        if (request.Action == SolveAction.Answer) return AnswerRequest(request);
        SolverAbout.Write(edge.Output, request.Action, request.Json);
        return 0;
    }

    private int AnswerRequest(SolveRequest request)
    {
        var query = Query.Parse(request.Problem ?? throw new InputException("-p: the problem is missing, such as -p DC-CO"));
        var name = request.File ?? throw new InputException("-f: the file is missing");
        var budget = new SearchBudget(request.Timeout is { } time ? edge.CancelAfter(time) : default);
        var file = FrameworkFile.Read(name, edge.ReadFile(name), request.Format);
        query = query with { Argument = ResolveArgument(query, request, file), Limit = request.Limit };
        try
        {
            var answer = PrintAnswer(request, file, query, budget);
            return request.Certify ? Certify(request, file.Framework, query, answer) : 0;
        }
        catch (OperationCanceledException) when (request.Timeout is not null)
        {
            edge.ReportLine(FormattableString.Invariant($"debate-solve: no answer within {request.Timeout.Value.TotalSeconds} s"));
            return 3;
        }
    }

    private static int ResolveArgument(Query query, SolveRequest request, FrameworkFile file)
    {
        if (!Query.NeedsArgument(query.Kind)) return -1;
        return file.GetArgument(request.Argument
            ?? throw new InputException($"-a: {request.Problem} asks about an argument, and none is given"));
    }

    private Answer PrintAnswer(SolveRequest request, FrameworkFile file, Query query, SearchBudget budget)
    {
        if (query.Kind == QueryKind.Extensions && !request.Json) return StreamExtensions(file, query, budget, request.Certify);
        var answer = Solver.Ask(file.Framework, query, budget);
        if (request.Json) AnswerJson.Write(edge.Output, file, request, query, answer);
        else
        {
            using var writer = new AnswerWriter(edge.Output, file);
            writer.Write(query.Kind, answer);
        }
        return answer;
    }

    // Extensions are printed as they are found and kept only if they are checked later: there can be more than fit in memory.
    private Answer StreamExtensions(FrameworkFile file, Query query, SearchBudget budget, bool keep)
    {
        using var writer = new AnswerWriter(edge.Output, file);
        var (found, kept) = (0L, new List<IReadOnlyList<int>>());
        foreach (var extension in query.Semantics.Extensions(file.Framework, budget))
        {
            writer.WriteExtension(extension);
            if (keep) kept.Add(extension);
            if (++found < query.Limit) continue;
            edge.ReportLine(FormattableString.Invariant($"debate-solve: there may be more than {query.Limit}; --limit prints more"));
            break;
        }
        if (found == 0) writer.WriteVerdict(false);
        return new(found > 0, Extensions: kept, Count: found);
    }

    private int Certify(SolveRequest request, Framework framework, Query query, Answer answer)
    {
        var finding = CheckAnswer(framework, query, answer, request.Timeout is { } time ? edge.CancelAfter(time) : default);
        edge.ReportLine($"certificate: {finding.Status.ToString().ToLowerInvariant()}: {finding.Reason}");
        return finding.Status == ProofStatus.Rejected ? 1 : 0;
    }

    private static CheckResult CheckAnswer(Framework framework, Query query, Answer answer, CancellationToken deadline)
    {
        try
        {
            return CertificateChecker.Check(framework, query, answer, new SearchBudget(deadline, CertificateChecker.MaxConflicts));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return CheckResult.Unproved("no proof within the time limit");
        }
    }
}

/// <summary>The services that the solve tool needs from its host.</summary>
/// <param name="ReadFile">Reads the bytes of a file; an <see cref="InputException"/> if it cannot be read.</param>
/// <param name="Output">The stream that answers are written to.</param>
/// <param name="ReportLine">Reports one line to a person.</param>
/// <param name="CancelAfter">Returns a token that is cancelled after a time.</param>
public sealed record SolveHost(Func<string, byte[]> ReadFile, Stream Output, Action<string> ReportLine,
    Func<TimeSpan, CancellationToken> CancelAfter);
