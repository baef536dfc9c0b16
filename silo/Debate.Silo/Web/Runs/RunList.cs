using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Silo.Web.Runs;

/// <summary>Which runs of a list are meant, as a caller wrote it; null for all.</summary>
/// <param name="Status">Statuses, with commas between them.</param>
/// <param name="Kind">Kinds, with commas between them.</param>
/// <param name="Protocol">A protocol.</param>
/// <param name="Model">A model of one of its seats.</param>
/// <param name="Search">A text that is part of the name or the id, in whatever case.</param>
internal sealed record RunFilter(string? Status, string? Kind, string? Protocol, string? Model, string? Search)
{
    /// <summary>Whether lines are asked what the index has no columns for.</summary>
    public bool AsksLines => Kind is not null || Protocol is not null || Model is not null || Search is not null;
}

/// <summary>
/// Lists runs from the index alone: no journal is read, whatever is asked for. What the index has as columns it selects by; the rest is
/// asked of its lines.
/// </summary>
internal sealed class RunList(RunService service, IJournal journal, TimeProvider clock)
{
    /// <summary>How many lines are read at once at least, where lines are asked: where few match, reading on costs less than returning.</summary>
    private const int MinAsked = 256;

    /// <summary>A page of the runs, newest first; throws <see cref="InputException"/> for a value that cannot be.</summary>
    /// <param name="query">What the index selects.</param>
    /// <param name="filter">What the lines are asked.</param>
    /// <param name="limit">The most runs of the page.</param>
    /// <param name="cursor">Where the list goes on; null for its beginning.</param>
    public async Task<Page<RunSummary>> ReadAsync(RunQuery query, RunFilter filter, int limit, string? cursor)
    {
        var (statuses, kinds) = (ReadStatuses(filter.Status), Split(filter.Kind));
        // The seconds of "2d before now" move on from page to page, so the times are no part of what a cursor is bound to.
        var list = $"runs {query.IncludeChildren} {query.UnfinishedOnly} {query.Subtree} {filter}";
        query = query with { Statuses = Widen(statuses), Behind = cursor is null ? null : ReadPlace(list, cursor, query.Tenant) };
        var found = new List<RunSummary>();
        while (found.Count <= limit)
        {
            query = query with { Limit = Math.Max(filter.AsksLines ? MinAsked : 1, limit + 1 - found.Count) };
            var lines = await journal.ListAsync(query);
            foreach (var line in lines)
            {
                if (found.Count > limit) break;
                if (!IsMeant(line, filter, kinds)) continue;
                var live = await service.WithLiveStatusAsync(line);
                if (statuses.Length == 0 || statuses.Contains(live.Status)) found.Add(await service.WithUsageAsync(live, query.IncludeChildren));
            }
            if (lines.Count < query.Limit) break;
            query = query with { Behind = RunPlace.Of(lines[^1]) };
        }
        return Page<RunSummary>.Cut(found, limit, run => Cursor.Write(
            list, run.Started.UtcTicks.ToString(CultureInfo.InvariantCulture), run.Id.Value));
    }

    /// <summary>The times of a query: a duration before now, or a time.</summary>
    public (DateTimeOffset? Since, DateTimeOffset? Until) ReadTimes(string? since, string? until)
    {
        var moment = Values.Moment(clock.GetUtcNow());
        return (since is null ? null : moment.Read(nameof(since), since), until is null ? null : moment.Read(nameof(until), until));
    }

    private static bool IsMeant(RunSummary line, RunFilter filter, string[] kinds) =>
        (kinds.Length == 0 || kinds.Contains(line.Kind))
        && (filter.Protocol is null || line.Protocol == filter.Protocol)
        && (filter.Model is null || line.Models?.Contains(filter.Model) == true)
        && (filter.Search is not { } text || line.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || line.Id.Value.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static RunStatus[] ReadStatuses(string? text) =>
        [.. Split(text).Select(word => Enum.GetValues<RunStatus>().Single(status => StatusWord.Format(status) == word))];

    // A run that its line calls running may stand still, and the other way round: who drives it tells.
    private static RunStatus[]? Widen(RunStatus[] statuses) => statuses.Length == 0 ? null
        : statuses.Any(s => s is RunStatus.Running or RunStatus.Interrupted) ? [.. statuses, RunStatus.Running, RunStatus.Interrupted] : statuses;

    private static string[] Split(string? text) => text?.Split(',') ?? [];

    private static RunPlace ReadPlace(string list, string cursor, Tenant? tenant)
    {
        var place = Cursor.Read(list, cursor, 2);
        return long.TryParse(place[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new(new(ticks, TimeSpan.Zero), DeliberationId.Parse(place[1]) with { Tenant = tenant ?? Tenant.Default })
            : throw new ValidationError("cursor", cursor, "must be the 'next' of a page of this list").ToException("");
    }
}
