using System.Globalization;
using System.Runtime.InteropServices;

namespace Debate.Deliberation.Engine;

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

    public static string Compute(RunDefinition child) => Digest.Hash128([
        "deliberate",
        child.Id.Value[(child.Id.Value.IndexOf('/', StringComparison.Ordinal) + 1)..], child.Protocol, child.Version, Format(child.Seed),
        child.Problem.Key, child.Problem.Text,
        .. child.Options.SelectMany(o => new[] { o.Key, o.Value }),
        .. child.Seats.SelectMany(s => new[] { s.Name, s.Model, s.Persona ?? "", s.Debater ?? "" })]);

    private static string Format(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
