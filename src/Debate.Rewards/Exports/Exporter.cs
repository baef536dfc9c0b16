using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Rewards.Exports.Files;

namespace Debate.Rewards.Exports;

/// <summary>Writes the rows of deliberations, with one deliberation in memory at a time.</summary>
/// <param name="form">The form of the rows.</param>
/// <param name="options">Options of the export.</param>
/// <param name="protocols">The protocols that are known.</param>
public sealed class Exporter(ExportForm form, ExportOptions options, ProtocolRegistry protocols)
{
    private readonly SortedDictionary<string, long> _left = new(StringComparer.Ordinal);
    private long _rows;
    private long _sources;

    /// <summary>The counts so far.</summary>
    public ExportTally Tally => new(_rows, _sources, _left);

    /// <summary>Writes the rows of one run; a run that gives no rows is counted under its reason.</summary>
    public async Task AddAsync(RunRecord run, IRowWriter rows, Manifest? manifest = null)
    {
        if (ReasonAgainst(run) is { } reason)
        {
            Leave(reason);
            return;
        }
        var before = _rows;
        var columns = form.Columns(options.IsConversational);
        foreach (var row in form.Rows(ExportSource.Of(run, protocols, options.Label), options, before))
        {
            for (var i = 0; i < columns.Length; i++) columns[i].Check(row[i]);
            await rows.WriteAsync(row);
            _rows++;
        }
        if (_rows == before) Leave("nothing that is labelled and fits the form");
        else
        {
            _sources++;
            if (manifest is not null) await manifest.AddAsync(run.Snapshot, _rows - before);
        }
    }

    private string? ReasonAgainst(RunRecord run) =>
        run.Snapshot.Kind != "debate" ? "made of other deliberations"
        : run.End is null ? "no verdict yet"
        : protocols.All.All(p => p.Name != run.Snapshot.Protocol) ? "unknown protocol"
        : null;

    private void Leave(string reason) => _left[reason] = _left.GetValueOrDefault(reason) + 1;
}
