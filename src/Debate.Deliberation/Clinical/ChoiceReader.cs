using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>A choice among a few texts.</summary>
/// <param name="Index">The zero-based index of the chosen text.</param>
/// <param name="Reason">The reason, on one line.</param>
public sealed record ChoiceReply(int Index, string Reason);

/// <summary>Reads which of a few texts a reply chooses.</summary>
/// <param name="among">The texts that can be chosen.</param>
/// <param name="lettered">The choices whose letters a reply may use, among them those texts; empty when there are none.</param>
public sealed class ChoiceReader(IReadOnlyList<string> among, IReadOnlyList<string> lettered) : IReader<ChoiceReply>
{
    /// <inheritdoc/>
    public string Name => "choice";

    /// <inheritdoc/>
    public ReadResult<ChoiceReply> Read(string reply)
    {
        var choices = lettered.Count > 0 ? lettered : among;
        if (ChoiceChecker.FindChoice(FinalAnswer.Extract(reply), choices) is not { } said
            || among.ToList().IndexOf(choices[said]) is not (>= 0 and var index))
            return ReadResult<ChoiceReply>.Refused("The answer must be one of the decisions that were shown.");
        var reason = StructuredReply.Read(reply, "reason")?.FindMeaningful("reason") ?? "no reason given";
        return ReadResult<ChoiceReply>.Accepted(new(index, SchemeArgument.ToOneLine(reason)));
    }
}
