using System.Collections.Immutable;
using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Models;
using Debate.Storage;

namespace Debate.Hosting;

/// <summary>
/// Plays a recording through a protocol. The protocol is rehearsed in memory first, one branch after the other, which tells at which path
/// it asks for each reply: what does not fit is refused before the run has an entry, and the run itself is the same however its branches
/// are scheduled.
/// </summary>
/// <param name="Definition">The run, whose only model gives the recorded replies.</param>
/// <param name="Unused">What of the recording is not asked for, one sentence a seat.</param>
public sealed record Replay(RunDefinition Definition, IReadOnlyList<string> Unused)
{
    /// <summary>The name of the model that gives the recorded replies, to be named by every seat.</summary>
    public const string Model = "replay";

    /// <summary>Fits a recording to a run; throws <see cref="InputException"/> where a reply is missing, or is for another seat or
    /// round.</summary>
    /// <param name="definition">The run, in which every seat has the model <see cref="Model"/>.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="programs">Runs the programs that the recorded replies hold.</param>
    public static async Task<Replay> FitAsync(RunDefinition definition, Recording recording, IPrograms programs)
    {
        var seats = definition.Seats.Select(s => s.Name).ToArray();
        if (recording.Replies.Keys.FirstOrDefault(seat => !seats.Contains(seat)) is { } stray)
            throw new InputException($"{recording.FileName}: seat '{stray}': {definition.Protocol} has no such seat under these options; it has "
                + string.Join(", ", seats));
        var prompter = new Prompter(recording);
        var journal = new MemoryJournal();
        var ports = new EnginePorts(
            journal, prompter, new InlineSolvers(), prompter, DebateServices.Protocols, TimeProvider.System, "rehearsal")
        {
            Programs = programs,
        };
        // The budget is left to the run itself: it may stop there and be resumed with more.
        var rehearsed = await new RunDriver(ports, definition.Id).StartAsync(definition with { Budget = Budget.Unlimited });
        if (rehearsed.Status != RunStatus.Finished) throw new InputException($"{recording.FileName}: {rehearsed.Reason}");
        foreach (var asked in (await journal.ReadAsync(definition.Id)).Select(e => e.ReadBody()).OfType<ModelReplied>())
            prompter.CheckRound(asked);
        var model = new SimulatedSpec(Model, SimulatedKind.Recorded) { Replies =
            prompter.RepliesByPath.ToImmutableSortedDictionary(StringComparer.Ordinal) };
        return new(
            definition with { Configuration = new StoredConfiguration(new ModelConfiguration([model])).ToJson() },
            [.. recording.Replies.Select(r => (Seat: r.Key, All: r.Value.Length, Used: prompter.CountAsked(r.Key)))
                .Where(r => r.Used < r.All)
                .Select(r => FormattableString.Invariant(
                    $"{recording.FileName}: seat '{r.Seat}' has {r.All} replies and is asked for {r.Used}; the others are left out"))]);
    }

    /// <summary>Gives each seat its replies in the order of the calls.</summary>
    private sealed class Prompter(Recording recording) : IModelClient, IChildRunner
    {
        private readonly Dictionary<string, List<RecordedReply>> _asked = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _checked = new(StringComparer.Ordinal);

        public Dictionary<string, RecordedReply> RepliesByPath { get; } = new(StringComparer.Ordinal);

        public int CountAsked(string seat) => _asked.TryGetValue(seat, out var asked) ? asked.Count : 0;

        public ModelTerms FindTerms(string model) => ModelTerms.Free with { MaxUsage = Usage.None };

        public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
        {
            if (!_asked.TryGetValue(call.Seat.Name, out var asked)) _asked[call.Seat.Name] = asked = [];
            var replies = recording.Replies.GetValueOrDefault(call.Seat.Name, []);
            if (asked.Count == replies.Length)
                throw new InputException(FormattableString.Invariant(
                    $"seat '{call.Seat.Name}' is asked for reply {asked.Count + 1}, and {replies.Length} are recorded"));
            var reply = replies[asked.Count];
            asked.Add(reply);
            RepliesByPath[call.Path] = reply;
            return Task.FromResult(new ModelReply(reply.Text, new(1, 0, 0, 0), reply.Finish) { Thoughts = reply.Thoughts });
        }

        /// <summary>A reply that says which round it is for must be asked for in that round.</summary>
        public void CheckRound(ModelReplied asked)
        {
            var number = _checked[asked.Seat] = _checked.GetValueOrDefault(asked.Seat) + 1;
            if (_asked[asked.Seat][number - 1].Round is { } round && round != asked.Round)
                throw new InputException(FormattableString.Invariant(
                    $"{recording.FileName}: reply {number} of seat '{asked.Seat}' is for round {round}, ")
                    + (asked.Round is { } wanted ? FormattableString.Invariant($"and is asked for in round {wanted}")
                        : "and is asked for outside of any"));
        }

        public Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation) =>
            throw new InputException($"{child.Protocol} is run as a part of another deliberation, which a recording cannot play");
    }
}
