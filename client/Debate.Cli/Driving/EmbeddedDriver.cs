using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Llama;
using Debate.Models;
using Debate.Runtime.Runs;
using Debate.Runtime.Telemetry;
using Debate.Storage;

namespace Debate.Cli.Driving;

/// <summary>Executes one root run in this process: takes ownership of it, and drives it without a silo.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="terminal">The output for results and progress.</param>
/// <param name="waitForModels">How long to wait for a model that has never answered; null for the usual time.</param>
/// <param name="stop">Requests an orderly stop; the run is recorded as interrupted.</param>
internal sealed class EmbeddedDriver(DataFolder folder, Terminal terminal, TimeSpan? waitForModels, CancellationToken stop)
    : RunFollower(terminal)
{
    /// <inheritdoc/>
    public override async Task<int> StartAsync(RunDefinition definition, int? children = null)
    {
        using var owned = await folder.TakeOwnershipAsync(definition.Id);
        await using var journal = folder.OpenToWrite();
        if (await journal.FindSummaryAsync(definition.Id) is not null) throw DrivenElsewhere(definition.Id);
        Terminal.Report($"{definition.Id}  seed {definition.Seed}");
        return await DriveAsync(journal, new RunProgress(Terminal, definition, [], children), runtime => runtime.RunAsync(definition, stop));
    }

    /// <inheritdoc/>
    public override async Task<int> ResumeAsync(DeliberationId id, Func<Budget, Budget?> budget, GivenModels? models = null)
    {
        await using (var before = folder.OpenToRead())
        {
            var run = ReadVerified(id, await before.ReadAsync(id));
            if (run.Completion is not null && models is not null) Terminal.Report($"{id} is finished: {models.File} changes nothing");
            if (run.Completion is { } end) return await PrintAsync(new(run, new(RunStatus.Finished, end.Verdict, end.Usage), before));
        }
        using var owned = await folder.TakeOwnershipAsync(id);
        await using var journal = folder.OpenToWrite();
        var record = ReadResumable(id, await journal.ReadAsync(id));
        if (models is not null && await MendAsync(journal, record, models)) record = ReadResumable(id, await journal.ReadAsync(id));
        var progress = new RunProgress(Terminal, record.Definition, record.Entries, null);
        return await DriveAsync(journal, progress, runtime => runtime.ResumeAsync(id, budget(record.Budget), stop));
    }

    /// <inheritdoc/>
    public override async Task<int> ChangeRunAsync(DeliberationId id, Func<RunRecord, RunChange> decide, Func<Budget, Budget?> budget)
    {
        using (await folder.TakeOwnershipAsync(id))
        {
            await using var journal = folder.OpenToWrite();
            var run = ReadResumable(id, await journal.ReadAsync(id));
            await journal.ChangeAsync(id, decide(run), TimeProvider.System);
        }
        return await ResumeAsync(id, budget);
    }

    /// <summary>Records mended models and says what changed; false where nothing does.</summary>
    private async Task<bool> MendAsync(SqliteJournal journal, RunRecord run, GivenModels given)
    {
        string[] used = [.. run.Definition.Seats.Select(s => s.Model).Distinct().Order(StringComparer.Ordinal)];
        if (!given.Models.Models.Any(m => used.Contains(m.Name)))
            throw new InputException($"{given.File}: it names none of the models of {run.Id}, which are {string.Join(", ", used)}");
        var changes = await journal.MendModelsAsync(run, given.Models, given.File, TimeProvider.System);
        if (changes.Count == 0) Terminal.Report($"{given.File}: the models of {run.Id} are the same there; nothing changes");
        foreach (var change in changes) Terminal.Report($"{given.File}: {change}");
        return changes.Count > 0;
    }

    private async Task<int> DriveAsync(SqliteJournal journal, RunProgress progress, Func<LocalRuntime, Task<RunOutcome>> drive)
    {
        var observed = new ObservedJournal(journal, TimeProvider.System);
        observed.Appended += progress.OnEntry;
        var models = StoredConfiguration.FromDefinition(progress.Root).Models;
        using var backends = new ModelRegistry(models, new()
        {
            CacheFolder = folder.CacheFolder,
            Local = LlamaRuntimes.Instance,
            OnRetry = notice => progress.Report($"{notice}"),
            OnNotice = progress.Report,
            GivesUpEarly = progress.Root.Kind != "tournament",
            WaitForModels = waitForModels,
            HasAnswered = await FindAnsweredAsync(journal, progress.Root.Id),
        });
        backends.CheckLocal(progress.Root.Seats.Select(seat => seat.Model));
        await using var programs = models.Programs.CreateRunner();
        NoPrograms.ThrowIfMissing(DebateServices.Protocols, progress.Root, programs);
        await using var runtime = new LocalRuntime(
            observed, backends, DebateServices.Protocols, new() { OnBroken = BrokenRuns.Report, Programs = programs });
        var outcome = await progress.ShowWhileAsync(() => drive(runtime));
        return await PrintAsync(new(await RunTree.ReadAsync(journal, progress.Root.Id), outcome, journal));
    }

    /// <summary>
    /// Which models this run has seen answer. A run whose calls are its children's counts for all of them, once any has answered: their
    /// journals are not read for this.
    /// </summary>
    private static async Task<Func<string, bool>> FindAnsweredAsync(SqliteJournal journal, DeliberationId id)
    {
        var entries = (await journal.ReadAsync(id)).Select(e => e.ReadBody(id)).ToArray();
        var models = entries.OfType<ModelReplied>().Where(r => r.Usage.Calls > 0).Select(r => r.Model).ToHashSet();
        var hasChildrenThatAsked = entries.OfType<ChildCompleted>().Any(c => c.Usage.Calls > 0);
        return model => hasChildrenThatAsked || models.Contains(model);
    }

    /// <summary>Rejects in one line, before anything is written, what the engine would reject.</summary>
    private static RunRecord ReadResumable(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        var run = ReadVerified(id, entries);
        if (!id.IsRoot) throw new InputException($"id '{id}': it belongs to {id.Root}; 'debate resume {id.Root}' goes on with both");
        var (stored, known) = (run.Definition.Version, DebateServices.Protocols.Find(run.Definition.Protocol).Fingerprint);
        return stored == known ? run : throw new ToolException(
            Exit.Failed, $"{id} was started with {run.Definition.Protocol} {stored}; this is {known}. It can be read, not resumed.");
    }
}

/// <summary>
/// Runs that ended with an exception instead of an outcome. The tool tells such an error in one line; DEBATE_LOG=Error (or a lower level)
/// shows where it came from.
/// </summary>
internal static class BrokenRuns
{
    private static readonly string[] Levels = ["Trace", "Debug", "Information", "Warning", "Error"];

    /// <summary>Writes the whole exception to stderr where that is asked for.</summary>
    public static void Report(DeliberationId id, Exception error)
    {
        if (Levels.Contains(CommonOptions.Variable("DEBATE_LOG"), StringComparer.OrdinalIgnoreCase))
            Console.Error.WriteLine(SafeText.Clean($"{id} stopped without an outcome\n{error}"));
    }
}
