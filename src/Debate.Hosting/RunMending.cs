using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Models;

namespace Debate.Hosting;

/// <summary>Mends the models of a run that stands still, so that it can go on.</summary>
public static class RunMending
{
    /// <summary>
    /// Records the given entries of the models that the run uses, where they differ from those it was started with, and returns what
    /// changed, one line each. Throws <see cref="InputException"/>, and records nothing, where one is of another model
    /// (<see cref="ModelMending"/>).
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="run">The run; it has no verdict, and nobody drives it.</param>
    /// <param name="given">The mended models.</param>
    /// <param name="source">Where these stand: messages begin with it.</param>
    /// <param name="clock">The time.</param>
    public static async Task<IReadOnlyList<string>> MendModelsAsync(
        this IJournal journal, RunRecord run, ModelConfiguration given, string source, TimeProvider clock)
    {
        var stored = StoredConfiguration.FromDefinition(run.Definition);
        string[] used = [.. run.Definition.Seats.Select(s => s.Model)];
        var answered = ModelMending.ChangesKind(stored.Models, given, used) ? await FindAnsweredAsync(journal, run) : [];
        var mended = ModelMending.Mend(stored.Models, given, source, used, answered.Contains);
        if (mended.Changes.Count > 0)
            await journal.ChangeAsync(run.Id, new ConfigurationChanged((stored with { Models = mended.Models }).ToJson()), clock);
        return mended.Changes;
    }

    /// <summary>The models that have answered in the run or one of its children.</summary>
    private static async Task<HashSet<string>> FindAnsweredAsync(IJournal journal, RunRecord run)
    {
        var answered = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var part in RunTree.ReadAllAsync(journal, run))
            answered.UnionWith(part.Entries.Select(e => e.Body).OfType<ModelReplied>().Select(r => r.Model));
        return answered;
    }
}
