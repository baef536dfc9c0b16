using System.ComponentModel.DataAnnotations;

namespace Debate.Deliberation.Protocols;

/// <summary>The options of MAD.</summary>
public sealed record MadOptions
{
    /// <summary>Rounds at most.</summary>
    [Option("Rounds at most."), Range(1, 20)]
    public int Rounds { get; init; } = 3;

    /// <summary>How the debaters are told to disagree.</summary>
    [Option("How the debaters are told to disagree; four instructions, not a scale."), Range(0, 3)]
    public int Level { get; init; } = 2;

    /// <summary>Which ruling of the moderator ends the debate.</summary>
    [Option("Which ruling of the moderator ends the debate: one that settles it (it has an answer and does not deny a preference), none before "
        + "the last round, or any with an answer (the published script).")]
    public MadBreak Break { get; init; }

    /// <summary>What the fall-back judge reads.</summary>
    [Option("What the fall-back judge reads; the published script gives it the first round.")]
    public MadJudgeReads JudgeReads { get; init; }

    /// <summary>The number of debaters.</summary>
    [Option("Debaters."), Range(2, 4)]
    public int Debaters { get; init; } = 2;

    /// <summary>What the debaters may use.</summary>
    [Option(ProgramTurns.Meaning)]
    public DebateTools Tools { get; init; }

    /// <summary>What the affirmative holds before it speaks; null for nothing.</summary>
    [Option("What the affirmative holds: nothing, the answer of a first call, or this text.")]
    public MadPosition? Position { get; init; }
}

/// <summary>When MAD's moderator may end the debate.</summary>
public enum MadBreak
{
    /// <summary>After any round whose ruling settles the debate (<see cref="Readers.MadReply.Settles"/>).</summary>
    Adaptive,

    /// <summary>After the last round alone.</summary>
    Never,

    /// <summary>After any round in which it gave an answer, as in the published script.</summary>
    Answer,
}

/// <summary>What MAD's fall-back judge reads.</summary>
public enum MadJudgeReads
{
    /// <summary>The whole debate.</summary>
    All,

    /// <summary>The first round alone.</summary>
    FirstRound,
}

/// <summary>What MAD's affirmative holds before it speaks.</summary>
/// <param name="Text">The position; null for the answer of a first call.</param>
public sealed record MadPosition(string? Text) : IOptionValue<MadPosition>
{
    private const string None = "none", Call = "call";

    /// <inheritdoc/>
    public static string Rule => "none, call or a text";

    /// <summary>Whether it is the answer of a first call.</summary>
    public bool IsCalled => Text is null;

    /// <inheritdoc/>
    public static bool TryRead(string text, out MadPosition? value)
    {
        value = text == None ? null : new(text == Call ? null : text);
        return true;
    }

    /// <inheritdoc/>
    public static string Write(MadPosition? value) => value is null ? None : value.Text ?? Call;
}
