using System.Globalization;
using System.Runtime.InteropServices;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Hashes of requests. They cover everything that influences an answer and leave out endpoint, key and price, so that a run can move to
/// another provider of the same model.
/// </summary>
internal static class Requests
{
    public static string Of(Ask ask, int sample) => Digest.Short(
        "ask", ask.Seat.Name, ask.Seat.Model, Text(ask.Seat.Sampling.Temperature), Text(ask.Seat.Sampling.TopP),
        Text(ask.Seat.Sampling.MaxTokens), ask.Chat.Id, Text(ask.Round ?? -1), Text(sample));

    public static string Of(string seat, string text, int round) => Digest.Short("say", seat, Text(round), text);

    public static string OfRecord(string name) => Digest.Short("record", name);

    public static string Of(SolveCall call) => Digest.Full(
        [.. MemoryMarshal.AsBytes(call.From.AsSpan()), .. MemoryMarshal.AsBytes(call.To.AsSpan())],
        "solve", Text(call.Arguments), call.Problem, Text(call.Argument), Text(call.Limit))[..32];

    public static string Of(Snapshot child) => Digest.Short([
        "deliberate",
        child.Id.Value[(child.Id.Value.IndexOf('/', StringComparison.Ordinal) + 1)..], child.Protocol, child.Version, Text(child.Seed),
        child.Problem.Key, child.Problem.Text,
        .. child.Options.SelectMany(o => new[] { o.Key, o.Value }),
        .. child.Seats.SelectMany(s => new[] { s.Name, s.Model, s.Persona ?? "", s.Debater ?? "" })]);

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
