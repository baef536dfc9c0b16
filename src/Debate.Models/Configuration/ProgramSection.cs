using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The section <c>programs:</c> of a configuration: what programs that models write may use at most, and whether Python is run.
/// </summary>
/// <param name="Limits">The highest limits, of <c>javascript: { statements, megabytes, seconds, characters }</c>; Python has the same.</param>
/// <param name="RunsPython">Whether Python is run, under the only sandbox there is: <c>python: bubblewrap</c>.</param>
public sealed record ProgramSection(ProgramLimits Limits, bool RunsPython)
{
    private const string Sandbox = "bubblewrap";

    /// <summary>JavaScript with the usual limits, no Python.</summary>
    public static ProgramSection Default { get; } = new(ProgramLimits.Default, RunsPython: false);

    /// <summary>The languages that are run.</summary>
    public IReadOnlyList<string> Languages =>
        RunsPython ? [ProgramCall.JavaScript, ProgramCall.Python] : [ProgramCall.JavaScript];

    internal static ProgramSection Read(YamlFields fields)
    {
        var limits = fields.GetMap("javascript") is { } given ? ReadLimits(given) : ProgramLimits.Default;
        var python = fields.Has("python") && fields.GetWord("python", Sandbox) == Sandbox;
        fields.RejectUnknown();
        return new(limits, python);
    }

    private static ProgramLimits ReadLimits(YamlFields fields)
    {
        var usual = ProgramLimits.Default;
        var limits = new ProgramLimits(
            fields.Get("statements", Values.Whole(1, 1_000_000_000)) ?? usual.Statements,
            fields.Get("megabytes", Values.Whole(1, 4096)) ?? usual.Megabytes,
            fields.Get("seconds", Values.Whole(1, 300)) ?? usual.Seconds,
            fields.Get("characters", Values.Whole(1, 1_000_000)) ?? usual.Characters);
        fields.RejectUnknown();
        return limits;
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("programs");
        json.WriteStartObject("javascript");
        json.WriteNumber("statements", Limits.Statements);
        json.WriteNumber("megabytes", Limits.Megabytes);
        json.WriteNumber("seconds", Limits.Seconds);
        json.WriteNumber("characters", Limits.Characters);
        json.WriteEndObject();
        if (RunsPython) json.WriteString("python", Sandbox);
        json.WriteEndObject();
    }
}
