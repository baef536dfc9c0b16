using System.Text;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

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
            default: return Answer(request);
        }
    }

    private static IEnumerable<string> Problems() =>
        from kind in Enum.GetValues<QueryKind>() from semantics in SemanticsCatalogue.Entries select $"{Query.CodeOf(kind)}-{semantics.Code}";

    private int Answer(SolveRequest request)
    {
        var query = Query.Parse(request.Problem ?? throw new InputException("-p: the problem is missing, such as -p DC-CO"));
        var name = request.File ?? throw new InputException("-f: the file is missing");
        var effort = new Effort(request.Timeout is { } time ? edge.After(time) : default);
        var file = FrameworkFile.Read(name, edge.Read(name), request.Format);
        query = query with { Argument = Asked(query, request, file), Limit = request.Limit };
        try
        {
            Print(request, file, query, effort);
            return 0;
        }
        catch (OperationCanceledException) when (request.Timeout is not null)
        {
            edge.Note($"debate-solve: no answer within {request.Timeout.Value.TotalSeconds:0.###} s");
            return 3;
        }
    }

    private static int Asked(Query query, SolveRequest request, FrameworkFile file)
    {
        if (!Query.NeedsArgument(query.Kind)) return -1;
        return file.Find(request.Argument ?? throw new InputException($"-a: {request.Problem} asks about an argument, and none is given"));
    }

    private void Print(SolveRequest request, FrameworkFile file, Query query, Effort effort)
    {
        if (request.Json) AnswerJson.Write(edge.Output, file, request, query, Solver.Ask(file.Framework, query, effort));
        else if (query.Kind == QueryKind.Extensions) Stream(file, query, effort);
        else
        {
            using var writer = new AnswerWriter(edge.Output, file);
            writer.Write(query.Kind, Solver.Ask(file.Framework, query, effort));
        }
    }

    // Extensions are printed as they are found: there can be more than memory holds.
    private void Stream(FrameworkFile file, Query query, Effort effort)
    {
        using var writer = new AnswerWriter(edge.Output, file);
        var found = 0L;
        foreach (var extension in query.Semantics.Extensions(file.Framework, effort))
        {
            writer.Extension(extension);
            if (++found == query.Limit) return;
        }
        if (found == 0) writer.Verdict(false);
    }

    private int Tell(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) edge.Output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        edge.Output.Flush();
        return 0;
    }
}
