using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Silo.Web.Runs;

/// <summary>The endpoint of a tournament's standings, also while it runs.</summary>
internal static class StandingsEndpoint
{
    /// <summary>The report of a tournament; 400 for a run of another kind.</summary>
    public static async Task<TournamentReport> GetAsync(RunService service, IJournal journal, string id)
    {
        var summary = await service.FindAsync(RunEndpoints.ParseId(id));
        var run = await RunTree.ReadAsync(journal, summary.Id);
        if (run.Definition.Kind != Tournament.Descriptor.Kind)
            throw new InputException($"id '{summary.Id}': it is a {run.Definition.Kind}, not a tournament");
        var skipped = StoredConfiguration.FromDefinition(run.Definition).GetSpecification<SkippedMotion[]>() ?? [];
        var usage = run.Completion?.Usage ?? await RunTree.MeasureUsageAsync(journal, summary);
        return TournamentReport.FromJournal([.. run.Entries.Select(e => e.Body)], skipped, usage, summary.Status == RunStatus.Running);
    }
}
