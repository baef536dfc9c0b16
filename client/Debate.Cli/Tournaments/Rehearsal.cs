using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Storage;

namespace Debate.Cli.Tournaments;

/// <summary>
/// A rehearsed debate: the real protocol on the real engine, in memory, with stand-ins for the models. In the worst case its usage is
/// counted as a budget would reserve it (<see cref="Reservation"/>), in the ordinary case by the length of the texts.
/// </summary>
internal sealed class Rehearsal(ModelConfiguration models, bool atWorst) : IModelClient, IChildRunner, IPrograms
{
    /// <summary>The length of an ordinary reply, in tokens.</summary>
    public const int OrdinaryReply = 250;

    private const int CharactersPerToken = 4;
    private const string Sentence = "This sentence stands for what a debater would say here, and for nothing else. ";

    private static readonly SimulatedParticipant Ordinary = new(accuracy: 0.6, wrongAnswers: 1, new DebateTraits());

    private readonly SortedDictionary<string, Usage> _used = new(StringComparer.Ordinal);

    /// <summary>Plays one debate and returns the usage of each model.</summary>
    public static async Task<IReadOnlyDictionary<string, Usage>> RehearseAsync(RunDefinition debate, ModelConfiguration models,
        bool atWorst)
    {
        var rehearsal = new Rehearsal(models, atWorst);
        var ports = new EnginePorts(
            new MemoryJournal(), rehearsal, new InlineSolvers(), rehearsal, DebateServices.Protocols, TimeProvider.System, "a rehearsal")
        {
            Programs = rehearsal,
        };
        var outcome = await new RunDriver(ports, debate.Id).StartAsync(debate);
        return outcome.Verdict is not null ? rehearsal._used : throw new InputException($"{debate.Id}: {outcome.Reason}");
    }

    public ModelTerms FindTerms(string model) => models.Find(model).Terms;

    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        var text = atWorst ? FillerText(CharactersPerToken * call.Seat.Sampling.ReplyTokens) : OrdinaryText(call);
        var usage = UsageOf(call, text);
        lock (_used) _used[call.Seat.Model] = _used.GetValueOrDefault(call.Seat.Model, Usage.None) + usage;
        return Task.FromResult(new ModelReply(text, usage));
    }

    public Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation) =>
        throw new InputException($"protocol '{child.Protocol}': a dry run plays no debates that are made of others");

    public bool Runs(string language) => true;

    /// <summary>Programs cost no call: what they print matters for no forecast.</summary>
    public Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation) =>
        Task.FromResult(new ProgramResult(ProgramEnd.Done, ""));

    private Usage UsageOf(ModelCall call, string text)
    {
        var chat = call.Chat.Aggregate(Chat.Empty, (chat, message) => chat.With(message.Role, message.Text));
        if (atWorst) return Reservation.Compute(FindTerms(call.Seat.Model), call.Seat, chat);
        return Reservation.Compute(
            FindTerms(call.Seat.Model), call.Chat.Sum(m => m.Text.Length) / CharactersPerToken, text.Length / CharactersPerToken);
    }

    /// <summary>A reply of ordinary length, unless it is JSON.</summary>
    private static string OrdinaryText(ModelCall call)
    {
        var text = Ordinary.Reply(new(call.Seat.Name, call.Seat.Model, call.Chat, call.Seed, call.Problem));
        return text.StartsWith('{') ? text : $"{FillerText(Math.Max(0, CharactersPerToken * OrdinaryReply - text.Length))}\n{text}";
    }

    private static string FillerText(int characters) =>
        string.Concat(Enumerable.Repeat(Sentence, characters / Sentence.Length + 1))[..characters];
}
