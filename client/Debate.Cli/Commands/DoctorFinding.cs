using System.Text.Json.Serialization;
using Debate.Cli.Output;
using Debate.Deliberation.Engine;
using Spectre.Console;

namespace Debate.Cli.Commands;

/// <summary>One result of <c>debate doctor</c>.</summary>
/// <param name="Name">The subject of the check.</param>
/// <param name="Ok">Whether the check passed.</param>
/// <param name="Detail">The details in one line.</param>
internal sealed record DoctorFinding(string Name, bool Ok, string Detail)
{
    /// <summary>The kind of external failure; it decides the exit code.</summary>
    [JsonIgnore]
    public FailureKind Cause { get; init; }

    /// <summary>The finding for a check that ended in an outage.</summary>
    public static DoctorFinding Unreachable(string name, OutageException outage) =>
        new(name, false, outage.Message) { Cause = outage.Cause };
}

/// <summary>The findings so far: each is printed as it arrives, except with <c>-o json</c>, which prints one document at the end.</summary>
internal sealed class DoctorFindings(Terminal terminal)
{
    private readonly List<DoctorFinding> _all = [];

    /// <summary>Adds a finding and prints it.</summary>
    public void Add(DoctorFinding found)
    {
        _all.Add(found);
        if (terminal.Format == OutputFormat.Jsonl) terminal.WriteJson(found);
        else if (!terminal.IsJson)
            terminal.WriteLine($"{(found.Ok ? "ok " : "NOT")}  {found.Name}: {found.Detail}", found.Ok ? Style.Plain
                : new Style(Color.Red));
    }

    /// <summary>Prints the JSON document, if one is due, and returns the exit code: that of an external failure if there is one.</summary>
    public int Complete()
    {
        if (terminal.Format == OutputFormat.Json) terminal.WriteJson(new { checks = _all });
        return _all.Where(f => !f.Ok).Select(f => Exit.CodeOf(f.Cause)).Append(Exit.Ok).Max();
    }
}
