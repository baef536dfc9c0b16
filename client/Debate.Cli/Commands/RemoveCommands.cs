using System.CommandLine;
using System.Globalization;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Commands;

/// <summary><c>debate rm</c>: removes runs for good, all that are named or none.</summary>
internal sealed class RemoveCommand : Command
{
    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "The runs to remove, each with all its children.",
        HelpName = "ID",
        Arity = ArgumentArity.OneOrMore,
    };

    public RemoveCommand() : base("rm", "Remove runs for good, with all their children.")
    {
        RunArgument.CompleteIds(_ids);
        Add(_ids);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        DeliberationId[] ids = [.. parse.GetRequiredValue(_ids).Select(id => RunArgument.Read(parse, id)).Distinct()];
        using var server = CommonOptions.FindServer(parse);
        var removed = server is null ? await RemoveHereAsync(DataFolder.Read(parse), ids) : await RemoveThereAsync(server, ids, stop);
        if (terminal.IsJson) terminal.WriteJson(new { removed = ids.Select(id => id.Key), runs = removed });
        else terminal.WriteLine($"Removed {string.Join(", ", ids.Select(id => id.Key))}: {Removal.Count(removed)}.");
        if (ids.Any(id => !id.IsRoot)) terminal.Report("Rewards were removed: the same answers will be judged, and paid for, again.");
        return Exit.Ok;
    }

    private static async Task<int> RemoveHereAsync(DataFolder folder, DeliberationId[] ids)
    {
        await using (var journal = folder.OpenToRead())
            foreach (var id in ids) await RequireRemovableAsync(run => journal.FindSummaryAsync(run), id);
        return await Removal.RemoveAsync(folder, ids);
    }

    /// <summary>A server takes them one by one: what it would refuse is looked for first, so that it refuses all.</summary>
    private static async Task<int> RemoveThereAsync(DebateHttpClient server, DeliberationId[] ids, CancellationToken stop)
    {
        var (count, gone) = (0, new List<string>());
        foreach (var id in ids)
        {
            if (await RequireRemovableAsync(run => server.Runs.FindAsync(run, stop), id) is { Status: RunStatus.Running })
                throw new InputException($"id '{id}': it runs; cancel it first, or wait for its end. Nothing was removed");
            count += await server.Runs.ListAsync(new() { Children = true, Under = id }, stop).CountAsync(stop);
        }
        foreach (var id in ids)
        {
            try
            {
                await server.Runs.DeleteAsync(id, stop);
            }
            catch (RequestRefusedException refused) when (gone.Count > 0)
            {
                throw new InputException($"{refused.Message}; removed before it: {string.Join(", ", gone)}");
            }
            gone.Add(id.Key);
        }
        return count;
    }

    // A reward has an id like a child's and no parent that counts it.
    private static async Task<RunSummary> RequireRemovableAsync(Func<DeliberationId, Task<RunSummary?>> find, DeliberationId id)
    {
        var run = await find(id) ?? throw new InputException($"id '{id}': there is no such run; nothing was removed");
        if (!id.IsRoot && await find(id.Root) is { } root)
            throw new InputException($"id '{id}': it is a part of the {root.Kind} {root.Id}, which counts it; "
                + $"'debate rm {root.Id}' removes both. Nothing was removed");
        return run;
    }
}

/// <summary><c>debate prune</c>: removes runs that ended a while ago.</summary>
internal sealed class PruneCommand : Command
{
    private readonly Option<string> _olderThan = new("--older-than")
    {
        Description = "Remove those that ended before then: a duration before now (30d, 12h) or a time (2026-11-30).",
        HelpName = "TIME",
        Required = true,
    };
    private readonly Option<bool> _unfinished = new("--unfinished")
    {
        Description = "Also those that stand still and could be resumed, by when they started.",
    };
    private readonly Option<bool> _dry = new("--dry-run") { Description = "Remove nothing; list what would go." };

    public PruneCommand() : base("prune", "Remove runs that ended a while ago, with all their children.")
    {
        foreach (var option in new Option[] { _olderThan, _unfinished, _dry }) Add(option);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var (terminal, folder) = (CommonOptions.Terminal(parse), Removal.FolderOf(parse));
        var before = RunFilter.ReadTime(_olderThan.Name, parse.GetRequiredValue(_olderThan), TimeProvider.System);
        var (old, kept) = await SelectAsync(folder, before, parse.GetValue(_unfinished));
        var isDry = parse.GetValue(_dry);
        var removed = isDry ? 0 : await Removal.RemoveAsync(folder, [.. old.Select(run => run.Id)]);
        if (terminal.IsJson)
            terminal.WriteJson(new
            {
                removed = isDry ? [] : old.Select(run => run.Id.Key).ToArray(),
                wouldRemove = isDry ? old.Select(run => run.Id.Key).ToArray() : null,
                kept = kept.Select(k => new { id = k.Run.Id.Key, k.Reason }),
                runs = removed,
            });
        else Print(terminal, old, kept, isDry ? null : removed);
        return Exit.Ok;
    }

    private static async Task<(RunSummary[] Old, (RunSummary Run, string Reason)[] Kept)> SelectAsync(
        DataFolder folder, DateTimeOffset before, bool unfinishedToo)
    {
        await using var journal = folder.OpenToRead();
        var runs = (await journal.ListAsync(new RunQuery { Tenant = null })).Where(run => (run.Finished ?? run.Started) < before)
            .Select(run => (Run: run, Reason: WhyKept(folder.Status(run), unfinishedToo))).ToArray();
        return (
            [.. runs.Where(r => r.Reason is null).Select(r => r.Run)],
            [.. runs.Where(r => r.Reason is not null).Select(r => (r.Run, r.Reason!))]);
    }

    private static string? WhyKept(RunStatus status, bool unfinishedToo) => status switch
    {
        RunStatus.Finished or RunStatus.Cancelled => null,
        RunStatus.Running => "it runs",
        _ => unfinishedToo ? null : $"it is {StatusWord.Format(status)} and can be resumed (--unfinished removes it too)",
    };

    private static void Print(Terminal terminal, RunSummary[] old, (RunSummary Run, string Reason)[] kept, int? removed)
    {
        if (old.Length > 0)
            terminal.WriteTable(
                new(["id", "kind", "ended (UTC)", "name"],
                [
                    .. old.Select(run => new[]
                    {
                        run.Id.Key, run.Kind,
                        (run.Finished ?? run.Started).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), run.Name,
                    }),
                ]),
                cut: ["name"], drop: ["kind"]);
        terminal.WriteLine(removed is { } count ? $"Removed: {Removal.Count(count)}." : $"Nothing was removed; {old.Length} would go.");
        foreach (var (run, reason) in kept) terminal.WriteLine($"Kept {run.Id.Key}: {reason}.");
    }
}

/// <summary>Removes runs from the data folder, when nobody else has to do with them.</summary>
internal static class Removal
{
    /// <summary>A process may have a thousand files open.</summary>
    private const int MaxOwned = 256;

    /// <summary>The data folder; throws <see cref="InputException"/> where the command line names a server.</summary>
    public static DataFolder FolderOf(ParseResult parse) => CommonOptions.FindServer(parse) is { } server
        ? throw new InputException(
            $"--server {server.Address}: runs are pruned where they are kept: on its machine, with --data, while it does not serve; "
                + "'debate rm' removes from a server")
        : DataFolder.Read(parse);

    /// <summary>Removes runs and says how many, children included; throws where a process drives one of them or serves the folder.</summary>
    public static async Task<int> RemoveAsync(DataFolder folder, IReadOnlyList<DeliberationId> ids)
    {
        if (ids.Count == 0) return 0;
        // What it serves it has in memory, too.
        using var alone = await folder.KeepServersOutAsync();
        var removed = 0;
        foreach (var some in ids.Chunk(MaxOwned)) removed += await RemoveOwnedAsync(folder, some);
        return removed;
    }

    private static async Task<int> RemoveOwnedAsync(DataFolder folder, DeliberationId[] ids)
    {
        var owned = new List<IDisposable>();
        try
        {
            foreach (var id in ids) owned.Add(await folder.TakeOwnershipAsync(id));
            return folder.Remove(ids);
        }
        finally
        {
            foreach (var held in owned) held.Dispose();
        }
    }

    /// <summary>A number of runs in words.</summary>
    public static string Count(int runs) =>
        runs == 1 ? "1 run" : string.Create(CultureInfo.InvariantCulture, $"{runs:#,0} runs, children included");
}
