using System.Collections.Immutable;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Gives the replies of a recording, each at the path at which the protocol asks for it, so that the same run gets the same replies however
/// its branches are scheduled and wherever it is resumed.
/// </summary>
/// <param name="name">The model's name.</param>
/// <param name="replies">The replies by path.</param>
public sealed class ReplayedModel(string name, ImmutableSortedDictionary<string, RecordedReply> replies) : ISimulatedModel
{
    /// <inheritdoc/>
    public string Reply(SimulatedCall call) => ReplyInFull(call).Text;

    /// <inheritdoc/>
    public RecordedReply ReplyInFull(SimulatedCall call) => replies.GetValueOrDefault(call.Path)
        ?? throw new OutageException(FailureKind.Rejected, $"model {name}: nothing is recorded for seat '{call.Seat}' at {call.Path}");
}
