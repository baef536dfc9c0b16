using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Silo.Web.Runs;

/// <summary>The endpoint of a tournament's standings, also while it runs.</summary>
internal static class Standings
{
    /// <summary>The report of a tournament; 400 for a run of another kind.</summary>
    public static async Task<TournamentReport> OfAsync(RunDesk desk, IJournal journal, string id)
    {
        var summary = await desk.FindAsync(RunDoors.Id(id));
        var run = await RunTree.ReadAsync(journal, summary.Id);
        if (run.Snapshot.Kind != Tournament.Entry.Kind)
            throw new InputException($"id '{summary.Id}': it is a {run.Snapshot.Kind}, not a tournament");
        var skipped = StoredConfiguration.Of(run.Snapshot).SpecificationAs<Skipped[]>() ?? [];
        var usage = run.End?.Usage ?? await RunTree.UsageAsync(journal, summary);
        return TournamentReport.Of([.. run.Stored.Select(e => e.Body)], skipped, usage, summary.Status == RunStatus.Running);
    }
}
