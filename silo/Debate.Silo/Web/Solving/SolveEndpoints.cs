using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Silo.Web.Graphs;

namespace Debate.Silo.Web.Solving;

/// <summary><c>/v1/solve</c>: the solver of the ICCMA competitions over HTTP; the body is a framework, the query says the problem.</summary>
internal static class SolveEndpoints
{
    private const int DefaultExtensions = 1000, MaxExtensions = 100_000;

    /// <summary>Maps the endpoints.</summary>
    public static void MapSolving(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/solve", () => SolverWords.All).Needs(AccessScopes.Read).WithName("listProblems").WithTags("solve")
            .WithSummary("The problems that the solver answers, and the formats of frameworks.").Produces<SolverWords>();
        app.MapPost("/v1/solve", SolveAsync).Needs(AccessScopes.Read).WithName("solve").WithTags("solve")
            .WithSummary("Answers a problem about an argumentation framework.")
            .Accepts<string>("text/plain", "application/octet-stream").Produces<SolveReport>().ProducesProblem(400).ProducesProblem(413);
    }

    private static async Task<SolveReport> SolveAsync(
        HttpContext context, GraphService graphs, RequestBodies bodies, IGrainFactory grains,
        [Description("The problem: SE, EE, CE, DC or DS, a dash, and a semantics, such as DC-PR.")] string problem,
        [Description("The argument that DC and DS ask about, by its name in the framework.")] string? argument = null,
        [Words("af", "apx", "tgf"), Description("The format of the framework.")] string format = "af",
        [Range(1, MaxExtensions), Description("The most extensions that EE lists.")] int limit = DefaultExtensions,
        [Description("The most seconds that it may take; what was not decided then has the status unknown.")]
        double seconds = GraphService.DefaultSeconds)
    {
        var (query, limits) = (Query.Parse(problem), graphs.ReadLimits(seconds));
        if (Query.NeedsArgument(query.Kind) != argument is not null)
            throw new ValidationError("argument", argument ?? "", argument is null ? $"is missing: {problem} asks about one"
                : $"must not be there: {problem} asks about none").ToException("");
        FrameworkFile file;
        using (var body = await bodies.ReceiveAsync(context)) file = FrameworkFile.Read("body", body.Bytes.ToArray(), format);
        CheckSize(file.Framework.Count, "arguments", bodies.Limits.Graph);
        CheckSize(file.Framework.AttackCount, "attacks", bodies.Limits.Graph);
        // One more than is listed tells whether there are more.
        query = query with
        {
            Argument = argument is null ? -1 : file.GetArgument(argument),
            Limit = query.Kind == QueryKind.Extensions ? limit + 1L : long.MaxValue,
        };
        var reply = await grains.GetGrain<ISolverGrain>(0).AskAsync(
            SolveCall.Create(file.Framework, query), limits, context.RequestAborted);
        var report = new SolveReport { Problem = $"{Query.CodeOf(query.Kind)}-{query.Semantics.Code}", Argument = argument };
        return reply.Trouble switch
        {
            SolveFailure.None => Fill(report, file, query, reply.Answer!, limit),
            SolveFailure.OutOfTime or SolveFailure.OutOfConflicts =>
                report with { Status = InquiryStatus.Unknown, Reason = $"{reply.Message}." },
            SolveFailure.Rejected => throw new InputException(reply.Message!),
            _ => throw new HttpProblemException(StatusCodes.Status503ServiceUnavailable, $"the solver is busy: {reply.Message}")
            {
                RetryAfter = 1,
            },
        };
    }

    private static SolveReport Fill(SolveReport report, FrameworkFile file, Query query, Answer answer, int limit) => report with
    {
        Accepted = query.Kind is QueryKind.Count or QueryKind.Extensions ? null : answer.Accepted,
        Witness = answer.Witness is { } witness ? Name(file, witness) : null,
        Extensions = answer.Extensions is { } sets ? [.. sets.Take(limit).Select(set => Name(file, set))] : null,
        Complete = answer.Extensions is { } all ? all.Count <= limit : null,
        Count = answer.Extensions is { } listed ? Math.Min(listed.Count, limit) : answer.Count,
    };

    private static IReadOnlyList<string> Name(FrameworkFile file, IReadOnlyList<int> set) => [.. set.Select(a => file.NameOf(a))];

    private static void CheckSize(int count, string what, long most)
    {
        if (count > most)
            throw new HttpProblemException(
                StatusCodes.Status413PayloadTooLarge, $"body: {count} {what}, and at most {most} are taken (limit graph)");
    }
}

/// <summary>An answer of the solver, with the arguments by their names in the framework.</summary>
public sealed record SolveReport
{
    /// <summary>The problem.</summary>
    public required string Problem { get; init; }

    /// <summary>The argument asked about; absent where the problem asks about none.</summary>
    public string? Argument { get; init; }

    /// <summary>Whether it was decided in its time.</summary>
    public InquiryStatus Status { get; init; }

    /// <summary>Why it was not decided; absent where it was.</summary>
    public string? Reason { get; init; }

    /// <summary>DC, DS: the answer. SE: whether there is an extension. Absent for the others, and where it was not decided.</summary>
    public bool? Accepted { get; init; }

    /// <summary>SE: the extension. DC: one with the argument. DS: one without it. Absent where there is none.</summary>
    public IReadOnlyList<string>? Witness { get; init; }

    /// <summary>EE: the extensions, in the order found.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Extensions { get; init; }

    /// <summary>EE: whether these are all.</summary>
    public bool? Complete { get; init; }

    /// <summary>CE: how many there are; EE: how many are listed. In decimal digits, as it may be a number of any size.</summary>
    public BigInteger? Count { get; init; }
}

/// <summary>What the solver can be asked.</summary>
/// <param name="Problems">The codes of the problems.</param>
/// <param name="Formats">The formats of frameworks.</param>
public sealed record SolverWords(IReadOnlyList<string> Problems, IReadOnlyList<string> Formats)
{
    internal static SolverWords All { get; } = new(
        [.. Query.Kinds.SelectMany(kind => SemanticsCatalogue.Entries.Select(s => $"{Query.CodeOf(kind)}-{s.Code}"))],
        FrameworkFile.Formats);
}
