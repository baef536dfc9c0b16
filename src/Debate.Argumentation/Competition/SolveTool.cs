using Debate.Argumentation.Certificates;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Encoding = System.Text.Encoding;

namespace Debate.Argumentation.Competition;

/// <summary>
/// The solve tool: <c>debate solve</c> and <c>debate-solve</c> are this code with a world around it. Exit codes: 0 answered, 1 failed, 2
/// wrong usage or input, 3 no answer within the time limit.
/// </summary>
public sealed class SolveTool(SolveEdge edge)
{
    private const string Author = "the Debate authors";

    /// <summary>Runs a command line; whatever is wrong with it is told in one line.</summary>
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
        switch (request.Action)
        {
            case SolveAction.About: return Tell($"debate-solve {typeof(SolveTool).Assembly.GetName().Version?.ToString(3)}", Author);
            case SolveAction.Problems: return Tell($"[{string.Join(',', Problems())}]");
            case SolveAction.Formats: return Tell($"[{string.Join(',', FrameworkFile.Formats)}]");
            case SolveAction.Certificates: return Tell([.. CertificateTable.Rows.Select(Line)]);
            default: return Answer(request);
        }
    }

    private static IEnumerable<string> Problems() =>
        from kind in Query.Kinds
        from semantics in SemanticsCatalogue.Entries
        select $"{Query.CodeOf(kind)}-{semantics.Code}";

    private static string Line(CertificateRow row) =>
        $"{Query.CodeOf(row.Task)}-{row.Semantics,-3}  {row.Answer,-6}  {Said(row.Evidence)}{(row.Note.Length > 0 ? $": {row.Note}" : "")}";

    private static string Said(Evidence evidence) => evidence switch
    {
        Evidence.Set => "the set, checked in linear time",
        Evidence.SetAndRefutation => "the set and a checked refutation",
        Evidence.Attacks => "the attacks, checked in linear time",
        Evidence.Refutation => "a checked refutation",
        Evidence.JustifiedRefutation => "a checked refutation, clauses justified by admissible sets",
        Evidence.Partly => "partly",
        Evidence.Impossible => "impossible",
        _ => "unproved",
    };

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

    // Extensions are printed as they are found, and not kept unless they are to be checked: there can be more than memory holds.
    private Answer Stream(FrameworkFile file, Query query, Effort effort, bool keep)
    {
        using var writer = new AnswerWriter(edge.Output, file);
        var (found, kept) = (0L, new List<IReadOnlyList<int>>());
        foreach (var extension in query.Semantics.Extensions(file.Framework, effort))
        {
            writer.Extension(extension);
            if (keep) kept.Add(extension);
            if (++found == query.Limit) break;
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

    private int Tell(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) edge.Output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        edge.Output.Flush();
        return 0;
    }
}
