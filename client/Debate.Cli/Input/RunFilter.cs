using System.CommandLine;
using Debate.Cli.Data;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;

namespace Debate.Cli.Input;

/// <summary>Which runs of a list are meant: <c>--status</c>, <c>--kind</c>, <c>--search</c>, <c>--since</c>.</summary>
internal sealed class RunFilter
{
    private static readonly char[] Commas = [','];

    private readonly Option<string?> _status = new("--status")
    {
        Description = $"Only those that are {string.Join(", ", Statuses)}; several with commas between them.",
        HelpName = "STATUS",
    };
    private readonly Option<string?> _kind = new("--kind")
    {
        Description = $"Only those of a kind: {string.Join(", ", Kinds)}; several with commas between them.",
        HelpName = "KIND",
    };
    private readonly Option<string?> _search =
        new("--search") { Description = "Only those whose name or id contains this.", HelpName = "TEXT" };
    private readonly Option<string?> _since = new("--since")
    {
        Description = "Only those that started then or later: a duration before now (90m, 2d) or a time (2026-11-30, "
            + "2026-11-30T18:00:00Z).",
        HelpName = "TIME",
    };

    private static IEnumerable<string> Statuses => Enum.GetValues<RunStatus>().Select(StatusWord.Format);

    private static IEnumerable<string> Kinds => DebateServices.Protocols.All.Select(p => p.Kind).Distinct();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _status, _kind, _search, _since }) command.Add(option);
        _status.CompletionSources.Add([.. Statuses]);
        _kind.CompletionSources.Add([.. Kinds]);
    }

    /// <summary>Whether a run is meant; throws <see cref="InputException"/> for a value that cannot be.</summary>
    public Func<RunSummary, bool> Read(ParseResult parse, Workspace workspace, TimeProvider clock)
    {
        var (statuses, kinds) = (Words(parse, _status, [.. Statuses]), Words(parse, _kind, [.. Kinds]));
        var search = parse.GetValue(_search);
        var since = parse.GetValue(_since) is { } text ? ReadTime(_since.Name, text, clock) : DateTimeOffset.MinValue;
        return run => run.Started >= since
            && (kinds.Length == 0 || kinds.Contains(run.Kind))
            && (search is null || run.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
                || run.Id.Value.Contains(search, StringComparison.OrdinalIgnoreCase))
            && (statuses.Length == 0 || statuses.Contains(StatusWord.Format(workspace.Status(run))));
    }

    /// <summary>
    /// A point in time: a duration before now, or a date or time, in UTC where it names no offset; throws <see cref="InputException"/> for
    /// anything else.
    /// </summary>
    public static DateTimeOffset ReadTime(string name, string text, TimeProvider clock) => Values.Moment(clock.GetUtcNow()).Read(name, text);

    private static string[] Words(ParseResult parse, Option<string?> option, string[] known)
    {
        var words = (parse.GetValue(option) ?? "").Split(Commas, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.FirstOrDefault(w => !known.Contains(w)) is { } wrong
            ? throw new InputException(
                $"{option.Name} '{wrong}': {Suggestions.DidYouMean(wrong, known)}it must be one of {string.Join(", ", known)}")
            : words;
    }
}
