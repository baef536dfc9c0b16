using System.Text.Json.Serialization;
using Debate.Cli.Output;
using Debate.Deliberation.Engine;
using Spectre.Console;

namespace Debate.Cli.Commands;

/// <summary>What <c>debate doctor</c> found.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Ok">Whether it is well.</param>
/// <param name="Detail">In one line.</param>
internal sealed record Finding(string Name, bool Ok, string Detail)
{
    /// <summary>What kind of trouble outside it is; it decides the exit code.</summary>
    [JsonIgnore]
    public Trouble Cause { get; init; }

    /// <summary>What an outage says of something that was checked.</summary>
    public static Finding Of(string name, OutageException outage) => new(name, false, outage.Message) { Cause = outage.Trouble };
}

/// <summary>The findings so far: told as they come, but for the one JSON document at the end.</summary>
internal sealed class Findings(Terminal terminal)
{
    private readonly List<Finding> _all = [];

    /// <summary>Adds one and tells it.</summary>
    public void Add(Finding found)
    {
        _all.Add(found);
        if (terminal.Format == OutputFormat.Jsonl) terminal.Json(found);
        else if (!terminal.IsJson)
            terminal.Line($"{(found.Ok ? "ok " : "NOT")}  {found.Name}: {found.Detail}", found.Ok ? Style.Plain : new Style(Color.Red));
    }

    /// <summary>Tells what is told at the end, and gives the exit code: of trouble outside where there is some.</summary>
    public int End()
    {
        if (terminal.Format == OutputFormat.Json) terminal.Json(new { checks = _all });
        return _all.Where(f => !f.Ok).Select(f => Exit.Of(f.Cause)).Append(Exit.Ok).Max();
    }
}
