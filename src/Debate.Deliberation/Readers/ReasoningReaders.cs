using Debate.Deliberation.Claims;

namespace Debate.Deliberation.Readers;

/// <summary>A step of a solution.</summary>
/// <param name="Text">The step.</param>
/// <param name="IsDone">Whether it ends the solution.</param>
public sealed record StepReply(string Text, bool IsDone);

/// <summary>Reads a step: the fields "step" and "done", which is no where it is missing.</summary>
public sealed class StepReader : IReader<StepReply>
{
    /// <inheritdoc/>
    public string Name => "{\"step\": \"...\", \"done\": true or false}";

    /// <inheritdoc/>
    public ReadResult<StepReply> Read(string reply) =>
        StructuredReply.Read(reply, "step") is { } found && found.FindOwnText("step") is { } step && StructuredReply.IsMeaningful(step)
            ? ReadResult<StepReply>.Accepted(new(EatenLatex.Restore(step).Trim(), YesOrNo.Read(found.FindText("done")) == true))
            : ReadResult<StepReply>.Refused("No object with the field step was found, or the step is empty.");
}

/// <summary>Whether something is sound.</summary>
/// <param name="IsAccepted">Whether it is.</param>
/// <param name="IsStuck">Whether it leads nowhere, sound or not; no where that was not asked.</param>
/// <param name="Reason">Why; null where no reason is given.</param>
public sealed record SoundReply(bool IsAccepted, bool IsStuck, string? Reason);

/// <summary>Reads whether something is sound: the field "accepted", true or false, beside "stuck" and "reason".</summary>
public sealed class SoundReader : IReader<SoundReply>
{
    private static readonly string[] Reason = ["reason", "reasons", "reasoning", "explanation"];

    /// <inheritdoc/>
    public string Name => "{\"reason\": \"...\", \"accepted\": true or false}";

    /// <inheritdoc/>
    public ReadResult<SoundReply> Read(string reply) =>
        StructuredReply.Read(reply, "accepted") is { } found && YesOrNo.Read(found.FindText("accepted")) is { } accepted
            ? ReadResult<SoundReply>.Accepted(new(accepted, YesOrNo.Read(found.FindText("stuck")) == true, found.FindMeaningful(Reason)))
            : ReadResult<SoundReply>.Refused("No object with the field accepted, true or false, was found.");
}

/// <summary>Reads how promising a partial solution is: the field "value", a number in [0, 1].</summary>
public sealed class StepValueReader : IReader<ScoreReply>
{
    /// <inheritdoc/>
    public string Name => "{\"reason\": \"...\", \"value\": a number from 0 to 1}";

    /// <inheritdoc/>
    public ReadResult<ScoreReply> Read(string reply) =>
        ScoreReader.ReadNumber(StructuredReply.Read(reply, "value")?.FindText("value")) is { Value: { } value }
            ? ReadResult<ScoreReply>.Accepted(value)
            : ReadResult<ScoreReply>.Refused("No object with the field value, a number from 0 to 1, was found.");
}

/// <summary>Yes and no as models write them in a field.</summary>
internal static class YesOrNo
{
    /// <summary>The meaning of a field; null where it is neither.</summary>
    public static bool? Read(string? said) => said?.Trim([' ', '\t', '\r', '\n', '.', '"', '\'', '`']).ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "Y" or "1" => true,
        "FALSE" or "NO" or "N" or "0" => false,
        _ => null,
    };
}

/// <summary>Texts in their order.</summary>
/// <param name="Items">The texts; at least one.</param>
public sealed record NumberedReply(IReadOnlyList<string> Items);

/// <summary>Reads texts from the fields "1", "2", ... of an object, up to the first that is missing or empty.</summary>
/// <param name="most">How many are read at most.</param>
public sealed class NumberedReader(int most) : IReader<NumberedReply>
{
    /// <inheritdoc/>
    public string Name => "{\"1\": \"...\", \"2\": \"...\"}";

    /// <inheritdoc/>
    public ReadResult<NumberedReply> Read(string reply)
    {
        var items = new List<string>();
        if (StructuredReply.Read(reply, "1") is { } found)
            while (items.Count < most && found.FindText(FormattableString.Invariant($"{items.Count + 1}")) is { } text
                && StructuredReply.IsMeaningful(text)) items.Add(text.Trim());
        return items.Count > 0 ? ReadResult<NumberedReply>.Accepted(new(items))
            : ReadResult<NumberedReply>.Refused("No object with the fields 1, 2 and so on was found.");
    }
}

/// <summary>The text of a field.</summary>
/// <param name="Text">The text, which is not empty.</param>
public sealed record TextReply(string Text);

/// <summary>Reads the text of one field.</summary>
/// <param name="named">The field.</param>
public sealed class FieldReader(string named) : IReader<TextReply>
{
    /// <inheritdoc/>
    public string Name => $"{{\"{named}\": \"...\"}}";

    /// <inheritdoc/>
    public ReadResult<TextReply> Read(string reply) =>
        StructuredReply.Read(reply, named)?.FindOwnText(named) is { } text && StructuredReply.IsMeaningful(text)
            ? ReadResult<TextReply>.Accepted(new(text.Trim()))
            : ReadResult<TextReply>.Refused($"No object with the field {named} was found, or it is empty.");
}
