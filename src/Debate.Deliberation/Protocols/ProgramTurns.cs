using System.Globalization;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>The languages of programs, as options name them.</summary>
public enum ProgramLanguage
{
    /// <summary>JavaScript, which every build runs.</summary>
    Javascript,

    /// <summary>Python, where the operator has set it up.</summary>
    Python,
}

/// <summary>What debaters may use besides words.</summary>
public enum DebateTools
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Programs in JavaScript.</summary>
    Program,

    /// <summary>Programs in Python.</summary>
    Python,
}

/// <summary>
/// Turns in which a seat may run programs before it speaks: a fenced block is run at once, its output is told, and the seat goes on. What
/// others hear is its last reply; all of them, and the programs' outputs, stand in the journal.
/// </summary>
internal static class ProgramTurns
{
    /// <summary>The most programs of one turn.</summary>
    public const int MaxPrograms = 3;

    /// <summary>The prompt folders of these turns.</summary>
    public static IReadOnlyList<string> SharedPrompts { get; } = ["tools"];

    /// <summary>What the option of that name means.</summary>
    public const string Meaning = "Whether debaters may run programs before they speak: none, JavaScript (program) or Python where it is set up.";

    /// <summary>The name of a language to the runner.</summary>
    public static string NameOf(ProgramLanguage language) =>
        language == ProgramLanguage.Python ? ProgramCall.Python : ProgramCall.JavaScript;

    /// <summary>The language of the programs; null where debaters may run none.</summary>
    public static string? FindLanguage(DebateTools tools) => tools switch
    {
        DebateTools.Program => ProgramCall.JavaScript,
        DebateTools.Python => ProgramCall.Python,
        _ => null,
    };

    /// <summary>The most calls that one turn takes.</summary>
    public static int CountCalls(DebateTools tools) => tools == DebateTools.None ? 1 : 1 + MaxPrograms;

    /// <summary>Instructions of a seat, with those on programs where it may run some.</summary>
    public static string AddInstructions(string instructions, DebateTools tools) => FindLanguage(tools) is not { } language ? instructions
        : $"{instructions}\n\n{Prompts.Fill("tools/program", ("language", language), ("programs", Format(MaxPrograms)))}";

    /// <summary>Asks a seat for its statement, which may run programs first.</summary>
    /// <param name="chat">The seat's chat.</param>
    /// <param name="told">The prompt.</param>
    /// <param name="round">The round.</param>
    /// <param name="d">The deliberation, or the branch that asks.</param>
    /// <param name="tools">What it may use.</param>
    public static async Task<SeatReply> SpeakAsync(SeatChat chat, string told, int round, IDeliberation d, DebateTools tools)
    {
        var reply = await chat.AskAsync(told, round, d);
        if (FindLanguage(tools) is not { } language) return reply;
        for (var left = MaxPrograms; left > 0 && reply.Fault is null && FindProgram(reply, language) is { } program; left--)
        {
            var result = await d.ExecuteAsync(new(language, program.Source));
            reply = await chat.AskAsync(Prompts.Fill(left > 1 ? "tools/output" : "tools/last-output",
                ("output", Quotation.Quote("output", Describe(result))), ("left", Format(left - 1))), round, d);
        }
        return reply;
    }

    /// <summary>What a seat is told of a program: its output, and what went wrong.</summary>
    public static string Describe(ProgramResult result) => result switch
    {
        { Error: { } error, Output.Length: 0 } => $"error: {error}",
        { Error: { } error } => $"{result.Output}\nerror: {error}",
        { Output.Length: 0 } => "(no output)",
        _ => result.Output,
    };

    private static WrittenProgram? FindProgram(SeatReply reply, string language) =>
        WrittenProgram.FindAll(reply.Text, language).FirstOrDefault();

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
