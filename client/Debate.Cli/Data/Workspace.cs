using System.CommandLine;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Data;

/// <summary>Where runs are: a data folder here, or a server. Looking at it creates and changes nothing.</summary>
internal abstract class Workspace
{
    /// <summary>The server or the folder that the command line or the environment names.</summary>
    public static Workspace Of(ParseResult parse) => Common.ServerOf(parse) is { } server ? new ServerSpace(server) : DataFolder.Of(parse);

    /// <summary>Where it is, for people.</summary>
    public abstract string Place { get; }

    /// <summary>Opens the journal to read.</summary>
    public abstract IOpenJournal OpenToRead();

    /// <summary>Whether somebody drives a run now.</summary>
    public abstract Task<bool> IsDrivenAsync(DeliberationId id);

    /// <summary>Where a run stands: running only where somebody drives it.</summary>
    public abstract RunStatus Status(RunSummary run);

    /// <summary>Whether the index here may tell the first status of a run whose entries say the second.</summary>
    public abstract bool Tells(RunStatus told, RunStatus recorded);

    /// <summary>What a run has used, its children included.</summary>
    public abstract Task<Usage> UsageAsync(IJournal journal, RunSummary run);

    /// <summary>A run as it stands.</summary>
    public async Task<RunView> ViewAsync(IJournal journal, RunRecord run)
    {
        var summary = await journal.FindAsync(run.Id) ?? throw new InputException($"id '{run.Id}': it is not in the index");
        var (status, usage) = (Status(summary), await UsageAsync(journal, summary));
        return new(run, new(status, run.End?.Verdict, usage, run.Stop?.Reason, run.Stop?.Cause ?? Trouble.None), journal);
    }
}
