using System.Globalization;
using System.Runtime.InteropServices;
using Debate.Core;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Engine;

/// <summary>One call of a model.</summary>
/// <param name="Id">The deliberation.</param>
/// <param name="Path">The path of the effect; with the id and the attempt it identifies the call to the endpoint.</param>
/// <param name="Seat">The seat asked, which holds the model's name and its sampling.</param>
/// <param name="Chat">The messages.</param>
/// <param name="Sample">The index among several independent samples, from 0; part of the request and of a cache's key.</param>
/// <param name="Seed">A seed for models that take one: a function of the run's seed and the path.</param>
/// <param name="Problem">For simulated models only, which simulate knowledge of the key; for others it never leaves the process.</param>
public sealed record ModelCall(
    DeliberationId Id, string Path, Seat Seat, IReadOnlyList<ChatMessage> Chat, int Sample, long Seed, Problem? Problem)
{
    /// <summary>The hash of the request; with the path it identifies the turn of an external seat.</summary>
    public string Request { get; init; } = "";
}

/// <summary>A model's reply.</summary>
/// <param name="Text">What the seat says: the reply without its thoughts, otherwise unchanged.</param>
/// <param name="Usage">Its usage: one call, or one cached reply.</param>
/// <param name="Finish">The finish reason; null for the ordinary stop.</param>
public sealed record ModelReply(string Text, Usage Usage, string? Finish = null)
{
    /// <summary>
    /// What the model thought before it spoke, which is its own: kept in the journal, shown to no other seat and read for no answer. Null
    /// where it told no thoughts.
    /// </summary>
    public string? Thoughts { get; init; }

    /// <summary>What was asked for and not sent, because the model's server refuses it, such as "seed"; null for nothing.</summary>
    public string? Unsent { get; init; }

    /// <summary>The trace that a policy in training sent with it; null for every other model.</summary>
    public PolicyTrace? Policy { get; init; }

    /// <summary>
    /// This reply with the thoughts that came within its text, whichever way it came: from a model, a simulated or recorded one, a person.
    /// The engine asks for it before it records a reply, so that no protocol and no other seat ever sees a thought.
    /// </summary>
    public ModelReply SplitThoughts()
    {
        var (said, found, _) = ThoughtSplitter.Split(Text);
        if (found is null) return this;
        string?[] parts = [Thoughts, found];
        var thoughts = string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)));
        return this with { Text = said, Thoughts = thoughts.Length > 0 ? thoughts : null };
    }
}

/// <summary>
/// Hashes of requests. They cover everything that influences an answer and leave out endpoint, key and price, so that a run can move to
/// another provider of the same model.
/// </summary>
internal static class RequestHash
{
    public static string Compute(Ask ask, int sample)
    {
        ReadOnlySpan<string> parts =
        [
            "ask", ask.Seat.Name, ask.Seat.Model, Format(ask.Seat.Sampling.Temperature), Format(ask.Seat.Sampling.TopP),
            Format(ask.Seat.Sampling.ReplyTokens), ask.Chat.Id, Format(ask.Round ?? -1), Format(sample),
        ];
        // Nothing is added where there is no stop text, so that journals from before there were any replay.
        return ask.Seat.Sampling.Stop is { } stops ? Digest.Hash128([.. parts, .. stops]) : Digest.Hash128(parts);
    }

    public static string Compute(string seat, string text, int round) => Digest.Hash128("say", seat, Format(round), text);

    public static string ComputeDecision(string name) => Digest.Hash128("record", name);

    public static string Compute(SolveCall call) => Digest.Hash256(
        [.. MemoryMarshal.AsBytes(call.From.AsSpan()), .. MemoryMarshal.AsBytes(call.To.AsSpan())],
        "solve", Format(call.Arguments), call.Problem, Format(call.Argument), Format(call.Limit))[..32];

    public static string Compute(ProgramCall call) => Digest.Hash128(
        "execute", call.Language, call.Source, call.Input, Format(call.Limits?.Statements), Format(call.Limits?.Megabytes),
        Format(call.Limits?.Seconds), Format(call.Limits?.Characters));

    public static string Compute(RunDefinition child) => Digest.Hash128([
        "deliberate",
        child.Id.Value[(child.Id.Value.IndexOf('/', StringComparison.Ordinal) + 1)..], child.Protocol, child.Version, Format(child.Seed),
        child.Problem.Key, child.Problem.Text,
        .. child.Options.SelectMany(o => new[] { o.Key, o.Value }),
        .. child.Seats.SelectMany(s => new[] { s.Name, s.Model, s.Persona ?? "", s.Debater ?? "" }),
        // Nothing is added where nobody thinks, so that journals from before there were thoughts replay.
        .. child.Seats.Where(s => s.Thinks > 0).SelectMany(s => new[] { s.Name, Format(s.Thinks) })]);

    private static string Format(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
