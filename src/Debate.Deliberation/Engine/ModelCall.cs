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
