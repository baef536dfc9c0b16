using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Hashes of requests. They cover what decides an answer and leave out endpoint, key and price, so that a run can move to another
/// provider of the same model.
/// </summary>
internal static class Requests
{
    public static string Of(Ask ask, int sample) => Hash(
        "ask", ask.Seat.Name, ask.Seat.Model, Text(ask.Seat.Sampling.Temperature), Text(ask.Seat.Sampling.TopP),
        Text(ask.Seat.Sampling.MaxTokens), ask.Chat.Id, Text(ask.Round ?? -1), Text(sample));

    public static string Of(string seat, string text, int round) => Hash("say", seat, Text(round), text);

    public static string OfRecord(string name) => Hash("record", name);

    public static string Of(Snapshot child) => Hash("deliberate", [
        child.Id.Value[(child.Id.Value.IndexOf('/', StringComparison.Ordinal) + 1)..], child.Protocol, child.Version, Text(child.Seed),
        child.Problem.Key, child.Problem.Text,
        .. child.Options.SelectMany(o => new[] { o.Key, o.Value }),
        .. child.Seats.SelectMany(s => new[] { s.Name, s.Model, s.Persona ?? "", s.Debater ?? "" })]);

    private static string Hash(string kind, params string[] parts)
    {
        var text = new StringBuilder(kind);
        foreach (var part in parts) text.Append('\n').Append(part.Length).Append(':').Append(part);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
