using System.Globalization;
using System.Text.Json;

namespace Debate.ToolHost;

/// <summary>A command line for the process that runs the tool's commands one after another.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="Variables">The environment variables that are the command's own.</param>
/// <param name="Args">The command line.</param>
/// <param name="Mark">What ends the command's output on both streams; no command prints it.</param>
internal sealed record HostedCommand(string Folder, IReadOnlyDictionary<string, string> Variables, string[] Args, string Mark)
{
    // It stands between what a command printed, its exit code and the mark.
    private const char Separator = '\0';

    /// <summary>The command as one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>Reads <see cref="ToLine"/>.</summary>
    public static HostedCommand Parse(string line) => JsonSerializer.Deserialize<HostedCommand>(line)!;

    /// <summary>What is written to both streams when the command has ended.</summary>
    public string FormatEnd(int code) => string.Create(CultureInfo.InvariantCulture, $"{Separator}{code}{Separator}{Mark}");

    /// <summary>What the command printed to a stream, and its exit code.</summary>
    public (string Text, int Code) ReadEnd(string printed)
    {
        var parts = printed.Split(Separator);
        return (string.Join(Separator, parts[..^2]), int.Parse(parts[^2], CultureInfo.InvariantCulture));
    }
}
