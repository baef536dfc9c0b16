using System.CommandLine;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Data;

/// <summary>Where runs are stored: in a local data folder or on a server. Reading creates and changes nothing.</summary>
internal abstract class Workspace
{
    /// <summary>The server or the folder that the command line or the environment names.</summary>
    public static Workspace Read(ParseResult parse) =>
        CommonOptions.FindServer(parse) is { } server ? new ServerSpace(server) : DataFolder.Read(parse);

    /// <summary>Its location, as shown to people.</summary>
    public abstract string Location { get; }

    /// <summary>Opens the journal for reading.</summary>
    public abstract IOpenJournal OpenToRead();

    /// <summary>Whether some process is executing a run now.</summary>
    public abstract Task<bool> IsDrivenAsync(DeliberationId id);

    /// <summary>The status of a run: running only while some process executes it.</summary>
    public abstract RunStatus Status(RunSummary run);

    /// <summary>Whether the index may report the first status for a run whose entries record the second.</summary>
    public abstract bool IsNews(RunStatus told, RunStatus recorded);

    /// <summary>The usage of a run, including its children.</summary>
    public abstract Task<Usage> UsageAsync(IJournal journal, RunSummary run);

    /// <summary>The current state of a run.</summary>
    public async Task<RunView> ViewAsync(IJournal journal, RunRecord run)
    {
        var summary = await journal.FindSummaryAsync(run.Id) ?? throw new InputException($"id '{run.Id}': it is not in the index");
        var (status, usage) = (Status(summary), await UsageAsync(journal, summary));
        return new(run, new(status, run.Completion?.Verdict, usage, run.Suspension?.Reason, run.Suspension?.Cause ?? FailureKind.None),
            journal);
    }
}
