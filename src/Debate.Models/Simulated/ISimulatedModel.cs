using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Everything that a simulated model sees of a call. The run's id is not part of it, so that one seed gives the same run under any id.
/// </summary>
/// <param name="Seat">The seat that is asked.</param>
/// <param name="Model">The model's own name.</param>
/// <param name="Chat">The messages.</param>
/// <param name="Seed">The seed of its draws.</param>
/// <param name="Problem">The problem of the debate, with its answer key; null if unknown.</param>
public sealed record SimulatedCall(string Seat, string Model, IReadOnlyList<ChatMessage> Chat, long Seed, Problem? Problem)
{
    /// <summary>The path of the call in its run; empty where the caller has none, as a server of the OpenAI API.</summary>
    public string Path { get; init; } = "";

    /// <summary>The most tokens of the reply.</summary>
    public int MaxTokens { get; init; } = Sampling.DefaultMaxTokens;

    /// <summary>The text of the last user message; empty if there is none.</summary>
    public string LastUserText => FindLast(Role.User)?.Text ?? "";

    /// <summary>The number of replies that the seat has given so far.</summary>
    public int ReplyCount
    {
        get
        {
            var turns = 0;
            for (var i = 0; i < Chat.Count; i++)
                if (Chat[i].Role == Role.Assistant) turns++;
            return turns;
        }
    }

    /// <summary>Finds the last message of that role; null if there is none.</summary>
    public ChatMessage? FindLast(Role role)
    {
        for (var i = Chat.Count - 1; i >= 0; i--)
            if (Chat[i].Role == role) return Chat[i];
        return null;
    }

    /// <summary>Finds the first message of that role; null if there is none.</summary>
    public ChatMessage? FindFirst(Role role)
    {
        for (var i = 0; i < Chat.Count; i++)
            if (Chat[i].Role == role) return Chat[i];
        return null;
    }
}

/// <summary>A simulated model. Its reply is a pure function of the call.</summary>
public interface ISimulatedModel
{
    /// <summary>Replies to a call; throws <see cref="OutageException"/> if it has no reply.</summary>
    string Reply(SimulatedCall call);

    /// <summary>The log-probability of a text after the call's chat; null for a model that cannot tell.</summary>
    double? Score(SimulatedCall call, string continuation) => null;

    /// <summary>The reply with what a recording tells of it besides its text.</summary>
    RecordedReply ReplyInFull(SimulatedCall call) => new(Reply(call));
}

/// <summary>
/// The client of a simulated model in this process. A call costs less than a microsecond, so it creates no activity and no HTTP objects.
/// </summary>
internal sealed class SimulatedModelClient(SimulatedSpec spec, ModelTerms terms, ModelGate gate, ModelRegistryOptions options)
    : ConfiguredModelClient(spec.Name, terms, gate)
{
    private readonly ISimulatedModel _model = SimulatedModels.Create(spec);

    public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (spec.Latency > TimeSpan.Zero) await Task.Delay(spec.Latency, options.Clock, cancellation);
        var problem = call.Problem ?? options.Problems.Find(call.Chat);
        var reply = _model.ReplyInFull(new(call.Seat.Name, spec.Name, call.Chat, CallSeed.Derive(call), problem)
        {
            Path = call.Path, MaxTokens = call.Seat.Sampling.ReplyTokens,
        });
        var text = call.Seat.Sampling.CutAtStop(reply.Text);
        return new(text, EstimateUsage(call.Chat, text), reply.Finish) { Thoughts = reply.Thoughts };
    }

    public override async Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (spec.Latency > TimeSpan.Zero) await Task.Delay(spec.Latency, options.Clock, cancellation);
        var score = _model.Score(new(call.Seat.Name, spec.Name, call.Chat, 0, options.Problems.Find(call.Chat)), call.Continuation)
            ?? throw AbilityNames.Refuse(spec.Name, Abilities.LogProbabilities);
        var usage = EstimateUsage([.. call.Chat, new(Role.Assistant, call.Continuation)], "");
        return new(score, (int)TokenEstimate.FromCharacters(call.Continuation.Length), usage);
    }

    private Usage EstimateUsage(IReadOnlyList<ChatMessage> chat, string text)
    {
        long characters = 0;
        for (var i = 0; i < chat.Count; i++) characters += chat[i].Text.Length;
        var (tokensIn, tokensOut) = (TokenEstimate.FromCharacters(characters), TokenEstimate.FromCharacters(text.Length));
        return new(1, 0, tokensIn, tokensOut, spec.Cost(tokensIn, tokensOut));
    }
}
