using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Rewards.Exports.Files;

namespace Debate.Rewards.Exports;

/// <summary>Writes the rows of deliberations, with one deliberation in memory at a time.</summary>
/// <param name="form">The form of the rows.</param>
/// <param name="options">Options of the export.</param>
/// <param name="protocols">The protocols that are known.</param>
public sealed class Exporter(DatasetForm form, ExportOptions options, ProtocolRegistry protocols)
{
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private long _rows;
    private long _sources;

    /// <summary>The counts so far.</summary>
    public ExportCounts Counts => new(_rows, _sources, _skipped);

    /// <summary>Writes the rows of one run; a run that gives no rows is counted under its reason.</summary>
    public async Task AddRunAsync(RunRecord run, IRowWriter rows, ExportManifest? manifest = null)
    {
        if (SkipReason(run) is { } reason)
        {
            CountSkipped(reason);
            return;
        }
        var before = _rows;
        var columns = form.Columns(options.IsConversational);
        foreach (var row in form.Rows(ExportSource.Create(run, protocols, options.Label), options, before))
        {
            for (var i = 0; i < columns.Length; i++) columns[i].ValidateCell(row[i]);
            await rows.WriteAsync(row);
            _rows++;
        }
        if (_rows == before) CountSkipped("nothing that is labelled and fits the form");
        else
        {
            _sources++;
            if (manifest is not null) await manifest.AddSourceAsync(run.Definition, _rows - before);
        }
    }

    private string? SkipReason(RunRecord run) =>
        run.Definition.Kind != "debate" ? "made of other deliberations"
        : run.Completion is null ? "no verdict yet"
        : protocols.All.All(p => p.Name != run.Definition.Protocol) ? "unknown protocol"
        : null;

    private void CountSkipped(string reason) => _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
}
