using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Spectre.Console;

namespace Debate.Cli.Output;

/// <summary>
/// Prints what was said, for people: blocks by round, each with its seat, who sits there, and the path under which <c>show --asked</c> has
/// its prompt. Each seat has its own colour and sign.
/// </summary>
/// <param name="terminal">The output.</param>
/// <param name="definition">The run.</param>
/// <param name="toPeople">Whether the blocks go to stderr, for people, beside a result on stdout.</param>
internal sealed class TranscriptPrinter(Terminal terminal, RunDefinition definition, bool toPeople = false)
{
    private static readonly (string Cue, Color Colour)[] Looks =
    [
        (">", Color.Blue), ("<", Color.Orange3), ("+", Color.Green), ("*", Color.Purple), ("=", Color.Teal), ("#", Color.Maroon),
    ];

    private int? _round;

    /// <summary>Prints the block of an entry; false where it adds none to the transcript.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="order">The order in which a judge read the debate, for its block; null where that is not known.</param>
    public bool Print(ParsedEntry entry, string? order = null)
    {
        if (Transcript.Read(entry) is not { } said) return false;
        if (_round != said.Round) Write("", $"\nRound {said.Round.ToString(CultureInfo.InvariantCulture)}", Bold(Color.Default));
        _round = said.Round;
        var (cue, colour) = LookOf(said.Seat);
        string?[] notes = [order, .. entry.Body is ModelReplied reply ? Describe(reply) : []];
        var head = $"\n{cue} {SeatText.Name(definition, said.Seat)}  [{entry.Path}]";
        Write("", string.Join("  ", notes.OfType<string>().Prepend(head)), Bold(colour));
        Write($"{cue} ", said.Text);
        return true;
    }

    /// <summary>Prints what a seat thought before it spoke.</summary>
    public void PrintThoughts(string seat, string thoughts)
    {
        var (cue, colour) = LookOf(seat);
        Write("", $"\n{cue} {seat}, to itself", new Style(colour, decoration: Decoration.Italic));
        Write($"{cue}   ", thoughts);
    }

    /// <summary>What is to be said of a reply besides its text.</summary>
    private IEnumerable<string> Describe(ModelReplied reply)
    {
        if (reply.ReaskReason is { } reason) yield return $"asked again, because the reply before was not usable: {reason}";
        var faults = reply.Usage.Faults;
        var limit = definition.Seats.FirstOrDefault(s => s.Name == reply.Seat)?.Sampling.ReplyTokens;
        if (faults is { Cut: > 0 })
            yield return string.Create(CultureInfo.InvariantCulture, $"cut at its token limit ({limit}): raise --max-tokens");
        if (faults is { Empty: > 0 }) yield return "empty";
        if (faults is { Unread: > 0 }) yield return "not readable";
        if (faults is { Refused: > 0 }) yield return $"refused{(reply.Finish is { } finish ? $" ({finish})" : "")}";
    }

    private void Write(string head, string text, Style? style = null) => terminal.WriteHanging(head, text, style, repeat: true, toPeople);

    private (string Cue, Color Colour) LookOf(string seat)
    {
        var index = Math.Max(0, definition.Seats.ToList().FindIndex(s => s.Name == seat));
        return Looks[index % Looks.Length];
    }

    private static Style Bold(Color colour) => new(colour, decoration: Decoration.Bold);
}

/// <summary>Who sits where in a run.</summary>
internal static class SeatText
{
    /// <summary>A seat with who sits there, such as "pro (minimax)"; the seat alone where that says nothing more.</summary>
    public static string Name(RunDefinition run, string name) =>
        run.Seats.FirstOrDefault(s => s.Name == name) is { } seat && Holder(seat) is var who && who != name ? $"{name} ({who})" : name;

    /// <summary>All seats with what decides who speaks there, one line each: debater or judge, model, persona, what it samples.</summary>
    public static IEnumerable<(string Seat, string Who)> Describe(RunDefinition run) => run.Seats.Select(seat => (seat.Name, Describe(seat)));

    /// <summary>
    /// The order in which judges read the debate, by the path of the reply: the i-th chat of a judge's seat is its i-th vote. Empty where
    /// votes and chats do not match, or there is no verdict yet.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Orders(RunRecord run)
    {
        var orders = new Dictionary<string, string>(StringComparer.Ordinal);
        var votes = run.Completion?.Verdict.Votes ?? [];
        var names = run.Definition.Seats.Take(2).Select(s => s.Name).ToArray();
        if (names.Length < 2) return orders;
        foreach (var seat in run.Definition.Seats)
        {
            var own = votes.Where(v => v.Judge == (seat.Judge ?? seat.Name)).ToArray();
            var chat = -1;
            var replies = run.EntriesByPath.Where(e => e.Body is ModelReplied reply && reply.Seat == seat.Name).ToArray();
            if (own.Length == 0 || replies.Count(r => r.Body is ModelReplied { IsReask: false }) != own.Length) continue;
            foreach (var reply in replies)
            {
                if (reply.Body is ModelReplied { IsReask: false }) chat++;
                orders[reply.Path] = $"reads {names[own[chat].Swapped ? 1 : 0]} first";
            }
        }
        return orders;
    }

    private static string Describe(Seat seat)
    {
        string?[] parts =
        [
            Holder(seat), Holder(seat) == seat.Model ? null : $"model {seat.Model}",
            seat.Persona is { } persona ? $"told: {persona}" : null,
            seat.Thinks > 0 ? FormattableString.Invariant($"thinks before it speaks: {seat.Thinks}") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static string Holder(Seat seat) => seat.Debater ?? seat.Judge ?? seat.Model;
}
