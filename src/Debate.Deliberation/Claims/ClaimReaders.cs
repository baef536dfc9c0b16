using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Claims;

/// <summary>The argument that a seat was asked for; null when it has none.</summary>
public sealed record ArgumentReply(string? Text);

/// <summary>Reads one argument.</summary>
public sealed class ArgumentReader : IReader<ArgumentReply>
{
    private static readonly string[] Names = ["argument", "text", "claim", "reason"];

    /// <inheritdoc/>
    public string Name => "argument";

    /// <inheritdoc/>
    public ReadResult<ArgumentReply> Read(string reply) => StructuredReply.Read(reply, Names) is { } found
        ? ReadResult<ArgumentReply>.Accepted(new(found.FindMeaningful(Names) is { } text ? SchemeArgument.ToOneLine(text) : null))
        : ReadResult<ArgumentReply>.Refused("No object with the field argument was found.");
}

/// <summary>A base score.</summary>
/// <param name="Score">In [0, 1].</param>
/// <param name="Clamped">Whether the score as given lay outside that range and was replaced by the nearer end.</param>
public sealed record ScoreReply(double Score, bool Clamped);

/// <summary>
/// Reads a base score: a number from 0 to 1, a percentage ("85 %", or a whole number from 2 to 100), or "8/10". A value that then lies
/// outside [0, 1] is clamped to the nearer end.
/// </summary>
public sealed partial class ScoreReader : IReader<ScoreReply>
{
    /// <summary>The names of the field.</summary>
    public static ReadOnlySpan<string> FieldNames => Names;

    private static readonly string[] Names = ["score", "confidence", "strength", "probability", "certainty"];

    /// <inheritdoc/>
    public string Name => "score";

    /// <inheritdoc/>
    public ReadResult<ScoreReply> Read(string reply)
    {
        return ReadNumber(StructuredReply.Read(reply, Names)?.FindText(Names));
    }

    /// <summary>Reads what a field says.</summary>
    public static ReadResult<ScoreReply> ReadNumber(string? said)
    {
        if (said is null || NumberPattern().Match(said) is not { Success: true } match)
            return ReadResult<ScoreReply>.Refused("No object with the field score, a number from 0 to 1, was found.");
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var of = match.Groups[2].Success ? double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 1;
        if (match.Groups[3].Success || !match.Groups[2].Success && value is >= 2 and <= 100 && value == Math.Floor(value)) of = 100;
        if (of == 0) return ReadResult<ScoreReply>.Refused("The score divides by zero.");
        return ReadResult<ScoreReply>.Accepted(new(Math.Clamp(value / of, 0, 1), value / of is < 0 or > 1));
    }

    [GeneratedRegex(@"(-?\d{1,9}(?:\.\d{1,15})?)(?:\s*/\s*(\d{1,9})|\s*(%))?", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
