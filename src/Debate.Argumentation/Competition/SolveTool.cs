using Debate.Argumentation.Certificates;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Competition;

/// <summary>
/// The solve tool: <c>debate solve</c> and <c>debate-solve</c> are this code with different hosts. Exit codes: 0 answered, 1 failed, 2
/// wrong usage or input, 3 no answer within the time limit.
/// </summary>
public sealed class SolveTool(SolveEdge edge)
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
            edge.Note($"debate-solve: {wrong.Message}");
            return 2;
        }
        catch (IOException trouble)
        {
            edge.Note($"debate-solve: {trouble.Message}");
            return 1;
        }
    }

    /// <summary>Runs a request; wrong input is an <see cref="InputException"/>.</summary>
    public int Run(SolveRequest request)
    {
        if (request.Action == SolveAction.Answer) return Answer(request);
        SolveFacts.Write(edge.Output, request.Action, request.Json);
        return 0;
    }

    private int Answer(SolveRequest request)
    {
        var query = Query.Parse(request.Problem ?? throw new InputException("-p: the problem is missing, such as -p DC-CO"));
        var name = request.File ?? throw new InputException("-f: the file is missing");
        var effort = new Effort(request.Timeout is { } time ? edge.After(time) : default);
        var file = FrameworkFile.Read(name, edge.Read(name), request.Format);
        query = query with { Argument = Asked(query, request, file), Limit = request.Limit };
        try
        {
            var answer = Print(request, file, query, effort);
            return request.Certify ? Certify(request, file.Framework, query, answer) : 0;
        }
        catch (OperationCanceledException) when (request.Timeout is not null)
        {
            edge.Note(FormattableString.Invariant($"debate-solve: no answer within {request.Timeout.Value.TotalSeconds} s"));
            return 3;
        }
    }

    private static int Asked(Query query, SolveRequest request, FrameworkFile file)
    {
        if (!Query.NeedsArgument(query.Kind)) return -1;
        return file.Find(request.Argument ?? throw new InputException($"-a: {request.Problem} asks about an argument, and none is given"));
    }

    private Answer Print(SolveRequest request, FrameworkFile file, Query query, Effort effort)
    {
        if (query.Kind == QueryKind.Extensions && !request.Json) return Stream(file, query, effort, request.Certify);
        var answer = Solver.Ask(file.Framework, query, effort);
        if (request.Json) AnswerJson.Write(edge.Output, file, request, query, answer);
        else
        {
            using var writer = new AnswerWriter(edge.Output, file);
            writer.Write(query.Kind, answer);
        }
        return answer;
    }

    // Extensions are printed as they are found and kept only if they are checked later: there can be more than fit in memory.
    private Answer Stream(FrameworkFile file, Query query, Effort effort, bool keep)
    {
        using var writer = new AnswerWriter(edge.Output, file);
        var (found, kept) = (0L, new List<IReadOnlyList<int>>());
        foreach (var extension in query.Semantics.Extensions(file.Framework, effort))
        {
            writer.Extension(extension);
            if (keep) kept.Add(extension);
            if (++found < query.Limit) continue;
            edge.Note(FormattableString.Invariant($"debate-solve: there may be more than {query.Limit}; --limit prints more"));
            break;
        }
        if (found == 0) writer.Verdict(false);
        return new(found > 0, Extensions: kept, Count: found);
    }

    private int Certify(SolveRequest request, Framework framework, Query query, Answer answer)
    {
        var finding = Check(framework, query, answer, request.Timeout is { } time ? edge.After(time) : default);
        edge.Note($"certificate: {finding.Standing.ToString().ToLowerInvariant()}: {finding.Reason}");
        return finding.Standing == Standing.Rejected ? 1 : 0;
    }

    private static Finding Check(Framework framework, Query query, Answer answer, CancellationToken deadline)
    {
        try
        {
            return Checker.Check(framework, query, answer, new Effort(deadline, Checker.Conflicts));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return Finding.Unproved("no proof within the time limit");
        }
    }
}
