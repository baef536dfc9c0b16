using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Contracts;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Microsoft.Net.Http.Headers;

namespace Debate.Silo.Web.Graphs;

/// <summary>
/// Asks and changes the graphs of a caller's tenant, and makes answers of what their grains say: 404 for no such graph, 412 for a version
/// that is not the current one, 422 where a picture is not drawn in its seconds, 503 where the solver has too many questions or the store is
/// away.
/// </summary>
internal sealed class GraphService(IGrainFactory grains, ServerOptions options)
{
    /// <summary>The seconds of a question that gives none.</summary>
    public const double DefaultSeconds = 10;

    // Room for the names under which a graph's changes are stored.
    private const int MaxIdLength = 160;
    private const int MaxChangeIdLength = 100;

    /// <summary>The caller's graph of an id in a path.</summary>
    public static DeliberationId ParseId(Caller caller, string id)
    {
        var graph = caller.ParseId(id);
        if (graph.Value.Length > MaxIdLength) throw new ValidationError("id", id, $"must have at most {MaxIdLength} characters").ToException("");
        return graph.Value[0] != '~' ? graph : throw new ValidationError("id", id, "must not begin with '~'").ToException("");
    }

    /// <summary>The limits of a question's search.</summary>
    public SolveLimits ReadLimits(double seconds) => seconds > 0 && seconds <= options.Limits.Seconds ? new(TimeSpan.FromSeconds(seconds))
        : throw new ValidationError("seconds", seconds.ToString(CultureInfo.InvariantCulture),
            $"must be a number above 0 and at most {options.Limits.Seconds} (limit seconds)").ToException("");

    /// <summary>The answer to a question, as a response.</summary>
    public async Task<IResult> InquireAsync(HttpContext context, DeliberationId id, GraphInquiry inquiry, double seconds)
    {
        var reply = Confirm(id, await Get(id).InquireAsync(inquiry, ReadLimits(seconds), context.RequestAborted));
        context.Response.Headers.ETag = FormatTag(reply.Version);
        return TypedResults.Text(reply.Text, "application/json");
    }

    /// <summary>The graph, or a picture of it, in a format, as a response; 304 where the caller has it.</summary>
    public async Task<IResult> WriteAsync(HttpContext context, DeliberationId id, GraphWriting writing, double seconds)
    {
        var (format, limits) = (GraphFormats.GetByName(writing.Format), ReadLimits(seconds));
        if (format.Write is null) throw new ValidationError("format", format.Name, "is only read; "
            + $"written are {string.Join(", ", GraphFormats.WritableFormats.Select(f => f.Name))}").ToException("");
        if (ReadTags(context.Request.Headers.IfNoneMatch.ToString(), HeaderNames.IfNoneMatch) is { } known)
        {
            var version = Confirm(id, await Get(id).ReadHeadAsync()).Version;
            if (known.Matches(writing.Version ?? version))
            {
                context.Response.Headers.ETag = FormatTag(writing.Version ?? version);
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            }
        }
        var reply = Confirm(id, await Get(id).WriteAsync(writing, limits, context.RequestAborted));
        var headers = context.Response.Headers;
        headers.ETag = FormatTag(reply.Version);
        if (reply.LeftOut is { } left) headers["Debate-Left-Out"] = left;
        // What a graph says is foreign text: a picture runs no script, and a page of it is of no origin.
        if (format.Name is "svg") headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        if (format.Name is "html") headers.ContentSecurityPolicy = "sandbox allow-scripts";
        return TypedResults.Text(reply.Text, GraphTypes.GetWritten(format), System.Text.Encoding.UTF8);
    }

    /// <summary>Makes a change, under the conditions and the key of the request's headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The graph.</param>
    /// <param name="change">The change; its id and conditions are set here.</param>
    /// <param name="mustExist">Whether there must be a graph.</param>
    public async Task<EditReply> ChangeAsync(HttpContext context, DeliberationId id, GraphChange change, bool mustExist)
    {
        var (key, headers) = (IdempotencyKey.ReadHeader(context), context.Request.Headers);
        change = change with
        {
            Id = key is null ? Guid.NewGuid().ToString("N") : key.Length <= MaxChangeIdLength ? key : Digest.Hash128("change", key),
            Exists = mustExist ? true : null,
            MaxNodes = options.Limits.Graph,
        };
        if (ReadTags(headers.IfMatch.ToString(), HeaderNames.IfMatch) is { } expected) change = await ExpectAsync(id, change, expected);
        if (headers.IfNoneMatch.ToString() is { Length: > 0 } none)
            change = none.Trim() == "*" && !mustExist ? change with { Exists = false }
                : throw new ValidationError("If-None-Match", none, "must be * here, and of PUT").ToException("");
        var reply = await Get(id).EditAsync(change);
        if (reply.Status is EditStatus.Applied or EditStatus.Repeated) context.Response.Headers.ETag = FormatTag(reply.Version);
        return reply.Status switch
        {
            EditStatus.Applied or EditStatus.Repeated => reply,
            EditStatus.Missing => throw CreateMissing(id),
            EditStatus.Conflict => throw new HttpProblemException(StatusCodes.Status412PreconditionFailed, $"id '{id}': {reply.Message}"),
            EditStatus.Reused => throw new HttpProblemException(StatusCodes.Status422UnprocessableEntity,
                $"Idempotency-Key '{OneLine.Format(key ?? "", 80)}': it stands for another change; use another key"),
            EditStatus.Unavailable => throw new HttpProblemException(
                StatusCodes.Status503ServiceUnavailable, $"id '{id}': the change may or may not be stored; send it again") { RetryAfter = 1 },
            _ => throw new InputException(reply.Message ?? $"id '{id}': the graph does not allow it"),
        };
    }

    /// <summary>The current version of a graph; 404 if there is none.</summary>
    public async Task<long> FindVersionAsync(DeliberationId id) => Confirm(id, await Get(id).ReadHeadAsync()).Version;

    /// <summary>Holds a map that was received to the limits.</summary>
    public void CheckSize(ArgumentMap map)
    {
        var (graph, most) = (map.Graph, options.Limits.Graph);
        (int, string)[] counts = [(graph.ArgumentCount, "arguments"), (graph.AttackCount, "attacks"), (graph.InferenceCount, "inferences")];
        foreach (var (count, what) in counts)
            if (count > most)
                throw new HttpProblemException(
                    StatusCodes.Status413PayloadTooLarge, $"body: {count} {what}, and at most {most} are taken (limit graph)");
        for (var a = 0; a < graph.ArgumentCount; a++)
            if (Math.Max(graph.Text(a).Length, graph.Id(a).Length) > options.Limits.Text)
                throw new HttpProblemException(StatusCodes.Status413PayloadTooLarge,
                    $"body: argument {a + 1} has a text of more than {options.Limits.Text} bytes (limit text)");
    }

    /// <summary>The version of a graph as an entity tag.</summary>
    public static string FormatTag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private IArgumentGraphGrain Get(DeliberationId id) => grains.GetGrain<IArgumentGraphGrain>(id.Key);

    // Of several versions that will do, the one that is current is the one that is held to.
    private async Task<GraphChange> ExpectAsync(DeliberationId id, GraphChange change, VersionTags expected)
    {
        change = change with { Exists = true };
        if (expected.IsAny) return change;
        if (expected.Versions is [var one]) return change with { Expected = one };
        var version = await FindVersionAsync(id);
        return expected.Matches(version) ? change with { Expected = version } : throw new HttpProblemException(
            StatusCodes.Status412PreconditionFailed, $"id '{id}': the graph is at version {version}, which If-Match does not name");
    }

    // A proxy that compresses weakens tags (nginx); what is compared is the version, whichever way it is written.
    private static VersionTags? ReadTags(string header, string name)
    {
        if (header.Length == 0) return null;
        if (header.Trim() == "*") return new(true, []);
        if (!EntityTagHeaderValue.TryParseStrictList([header], out var tags))
            throw new ValidationError(name, header, "must be * or versions in quotes, such as \"3\"").ToException("");
        return new(false, [.. tags.Select(tag => long.TryParse(
            tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1)]);
    }

    private static GraphReply Confirm(DeliberationId id, GraphReply reply) => reply.Trouble switch
    {
        GraphFailure.None => reply,
        GraphFailure.Missing => throw CreateMissing(id),
        GraphFailure.Rejected => throw new InputException(reply.Message!),
        GraphFailure.Damaged => throw new ReplayException(reply.Message!),
        // Not a 503, which clients repeat: the same question would take as long again.
        GraphFailure.OutOfTime => throw new HttpProblemException(
            StatusCodes.Status422UnprocessableEntity, $"seconds: {reply.Message}; give it more, or ask for a part (focus)"),
        GraphFailure.Busy => throw new HttpProblemException(StatusCodes.Status503ServiceUnavailable, $"the solver is busy: {reply.Message}")
        {
            RetryAfter = 1,
        },
        _ => throw new IOException(reply.Message),
    };

    private static HttpProblemException CreateMissing(DeliberationId id) =>
        new(StatusCodes.Status404NotFound, $"id '{id}': there is no such graph");

    private sealed record VersionTags(bool IsAny, IReadOnlyList<long> Versions)
    {
        public bool Matches(long version) => IsAny || Versions.Contains(version);
    }
}

/// <summary>The media types of maps.</summary>
internal static class GraphTypes
{
    private const string Json = "application/json", Plain = "text/plain";

    /// <summary>The types of a body that is a map; those in the second place need a format besides.</summary>
    public static string[] Accepted { get; } =
        [Json, "application/yaml", "application/x-yaml", "text/yaml", "application/xml", "text/xml", Plain, "application/octet-stream"];

    /// <summary>The format of a body: what the query says, else what its type says.</summary>
    public static GraphFormat GetRead(string? named, string? type)
    {
        if (named is not null)
            return GraphFormats.GetByName(named) is { Read: not null } format ? format : throw new ValidationError("format", named,
                $"is only written; read are {string.Join(", ", GraphFormats.ReadableFormats.Select(f => f.Name))}").ToException("");
        return (MediaTypeHeaderValue.TryParse(type, out var media) ? media.MediaType.Value?.ToLowerInvariant() : null) switch
        {
            Json => GraphJson.Format,
            "application/yaml" or "application/x-yaml" or "text/yaml" => MapYaml.Format,
            "application/xml" or "text/xml" => Arggraph.Format,
            _ => throw new ValidationError("Content-Type", type ?? "", "says no format of maps; give ?format= as one of "
                + string.Join(", ", GraphFormats.ReadableFormats.Select(f => f.Name))).ToException(""),
        };
    }

    /// <summary>The type of a format that is written.</summary>
    public static string GetWritten(GraphFormat format) => format.Name switch
    {
        "svg" => "image/svg+xml",
        "html" => "text/html",
        "yaml" => "application/yaml",
        "dot" => "text/vnd.graphviz",
        _ => format.Extensions.Contains(".json") ? Json : Plain,
    };
}
