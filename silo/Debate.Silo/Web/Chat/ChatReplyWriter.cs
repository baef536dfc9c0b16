using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Records;

namespace Debate.Silo.Web.Chat;

/// <summary>
/// Writes a run as the reply of a model: what is said in the open as reasoning, the verdict's answer as content. In the reasoning each
/// statement is a block quote under the name of its seat, so that no statement can write such a name itself.
/// </summary>
/// <param name="question">What was asked.</param>
/// <param name="id">The run.</param>
/// <param name="started">When it started.</param>
internal sealed class ChatReplyWriter(ChatQuestion question, DeliberationId id, DateTimeOffset started)
{
    // Clients exist that take no line of a stream above 64 KB; a character is at most six bytes of JSON.
    private const int MaxPart = 8000;

    private static readonly byte[] Comment = ":\n\n"u8.ToArray(), Done = "data: [DONE]\n\n"u8.ToArray();

    private readonly ChatCompletionRun _run = new(id.Value);
    private string Id => $"chatcmpl-{id.Value}";

    /// <summary>Answers a request that does not stream; a run without a verdict is an error.</summary>
    /// <returns>Whether there was a verdict.</returns>
    public async Task<bool> AnswerAsync(HttpResponse response, IAsyncEnumerable<ChatEvent> events, CancellationToken gone)
    {
        var reasoning = new StringBuilder();
        await foreach (var next in events)
        {
            if (next is ChatEvent.Said said) reasoning.Append(Quote(said.Statement));
            if (next is not ChatEvent.Ended ended) continue;
            if (ended.Verdict is not { } verdict)
            {
                await FailAsync(response.HttpContext, ended);
                return false;
            }
            var message = new ChatCompletionOutput(verdict.Answer ?? "", $"{reasoning}{Explain(verdict)}", FindRefusal(verdict));
            await response.WriteAsJsonAsync(new ChatCompletion(Id, started.ToUnixTimeSeconds(), question.Model,
                question.Definition.Version, [new(message, FindFinish(verdict))], ChatCompletionUsage.FromUsage(ended.Usage),
                Describe(verdict, ended)), ChatJson.Options, gone);
            return true;
        }
        return false;
    }

    /// <summary>Streams the reply; a run without a verdict ends it with an error and without <c>[DONE]</c>.</summary>
    /// <returns>Whether there was a verdict.</returns>
    public async Task<bool> StreamAsync(PipeWriter body, IAsyncEnumerable<ChatEvent> events, CancellationToken gone)
    {
        WriteChunk(body, new() { Role = "assistant", Content = "" });
        await body.FlushAsync(gone);
        var hasVerdict = false;
        await foreach (var next in events)
        {
            if (next is ChatEvent.Said { Statement: var said }) WriteReasoning(body, Quote(said), _run with { Seat = said.Seat, Round = said.Round });
            else if (next is ChatEvent.Ended { Verdict: { } verdict } ended)
            {
                hasVerdict = true;
                WriteVerdict(body, verdict, ended);
            }
            else if (next is ChatEvent.Ended failed)
                WriteFrame(body, JsonSerializer.SerializeToUtf8Bytes(
                    new ChatError(ChatFailure.FromRun(failed.Run).ToError(failed.Run, failed.Reason)), ChatJson.Options));
            else body.Write(Comment);
            await body.FlushAsync(gone);
        }
        return hasVerdict;
    }

    /// <summary>Parts of at most <paramref name="most"/> characters, none of which ends inside one.</summary>
    internal static IEnumerable<string> Split(string text, int most)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(most, text.Length - at);
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1])) length--;
            yield return text.Substring(at, length);
            at += length;
        }
    }

    /// <summary>A statement as Markdown: the seat and the round, then what it said, every line of it quoted.</summary>
    internal static string Quote(Statement said) => Quote($"{said.Seat}, round {said.Round}", said.Text);

    private static string Quote(string who, string text) =>
        $"**{who}**\n\n> {string.Join("\n> ", text.Trim().ReplaceLineEndings("\n").Split('\n'))}\n\n";

    private void WriteVerdict(PipeWriter body, Verdict verdict, ChatEvent.Ended ended)
    {
        if (Explain(verdict) is { Length: > 0 } why) WriteReasoning(body, why, _run);
        foreach (var part in Split(verdict.Answer ?? "", MaxPart)) WriteChunk(body, new() { Content = part });
        if (FindRefusal(verdict) is { } refusal) WriteChunk(body, new() { Refusal = refusal });
        WriteChunk(body, new(), FindFinish(verdict), Describe(verdict, ended));
        if (question.IncludesUsage)
            WriteFrame(body, JsonSerializer.SerializeToUtf8Bytes(
                CreateChunk([], _run) with { Usage = ChatCompletionUsage.FromUsage(ended.Usage) }, ChatJson.CountedFrames));
        body.Write(Done);
    }

    private void WriteReasoning(PipeWriter body, string text, ChatCompletionRun run)
    {
        foreach (var part in Split(text, MaxPart)) WriteChunk(body, new() { ReasoningContent = part }, null, run);
    }

    private void WriteChunk(PipeWriter body, ChatCompletionPart part, string? finish = null, ChatCompletionRun? run = null)
    {
        var chunk = CreateChunk([new(part, finish)], run ?? _run);
        WriteFrame(body, JsonSerializer.SerializeToUtf8Bytes(chunk, question.IncludesUsage ? ChatJson.CountedFrames : ChatJson.Frames));
    }

    private ChatCompletionChunk CreateChunk(IReadOnlyList<ChatCompletionDelta> choices, ChatCompletionRun run) =>
        new(Id, started.ToUnixTimeSeconds(), question.Model, question.Definition.Version, choices, run);

    // JSON on one line has no line breaks of its own.
    private static void WriteFrame(PipeWriter body, ReadOnlySpan<byte> json)
    {
        body.Write("data: "u8);
        body.Write(json);
        body.Write("\n\n"u8);
    }

    private static async Task FailAsync(HttpContext context, ChatEvent.Ended ended)
    {
        var failure = ChatFailure.FromRun(ended.Run);
        context.Response.Headers["X-Should-Retry"] = failure.MayRetry ? "true" : "false";
        await ChatErrorWriter.WriteAsync(context, failure.Status, failure.ToError(ended.Run, ended.Reason));
    }

    /// <summary>Why there is no answer, for who reads the reasoning; empty where there is one.</summary>
    private static string Explain(Verdict verdict) => verdict.Decision == Decision.Decided ? ""
        : Quote(verdict.Decision == Decision.Refused ? "refused" : "undecided", verdict.Reason ?? "No answer was decided on.");

    private static string? FindRefusal(Verdict verdict) =>
        verdict.Decision == Decision.Refused ? verdict.Reason ?? "The deciding seat refused to answer." : null;

    private static string FindFinish(Verdict verdict) => verdict.Fault == ReplyFault.Cut ? "length" : "stop";

    private ChatCompletionRun Describe(Verdict verdict, ChatEvent.Ended ended) => _run with
    {
        Status = StatusWord.Format(verdict.Decision),
        Side = verdict.Side,
        Reason = verdict.Reason,
        Seed = ended.Seed,
        Calls = ended.Usage.Calls,
        Cost = ended.Usage.Cost,
    };
}
