using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Commands;

/// <summary><c>debate verify</c>: whether a record is as it was written.</summary>
internal sealed class VerifyCommand : Command, IReadOnlyCommand
{
    private readonly Argument<string> _id = RunArgument.Create("The run to check, with its children.");

    public VerifyCommand() : base("verify", "Check the hash chain of a run and of all its children.")
    {
        Add(_id);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = Common.Terminal(parse);
        var id = RunArgument.Read(parse, _id);
        await using var journal = Workspace.Of(parse).OpenToRead();
        if (await journal.FindAsync(id) is null) throw new InputException($"id '{id}': there is no such run");
        var ids = (await journal.ListAsync(new RunQuery(Children: true, Under: id))).Select(r => r.Id).Where(r => r != id).Prepend(id);
        var (runs, checkedEntries) = (0, 0L);
        foreach (var run in ids.ToArray())
        {
            var entries = await journal.ReadAsync(run);
            Chain.Verify(run, entries);
            (runs, checkedEntries) = (runs + 1, checkedEntries + entries.Count);
        }
        if (terminal.IsJson) terminal.Json(new { id = id.Value, runs, entries = checkedEntries, intact = true });
        else terminal.Line(FormattableString.Invariant($"{id}: {checkedEntries} entries of {runs} runs are as they were written."));
        return Exit.Ok;
    }
}
