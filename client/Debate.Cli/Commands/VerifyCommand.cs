using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Commands;

/// <summary><c>debate verify</c>: checks that a record is unchanged since it was written.</summary>
internal sealed class VerifyCommand : Command, IReadOnlyCommand
{
    private readonly Argument<string> _id = RunArgument.Create("The run to check, with its children.");

    public VerifyCommand() : base("verify", "Check that a run and all its children are as they were written: hashes, ends, index.")
    {
        Add(_id);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var (terminal, workspace, id) = (CommonOptions.Terminal(parse), Workspace.Read(parse), RunArgument.Read(parse, _id));
        await using var journal = workspace.OpenToRead();
        var verified = await Verification.VerifyAsync(journal, id, workspace.IsNews);
        if (terminal.IsJson)
            terminal.WriteJson(new { id = id.Value, verified.Runs, verified.Entries, verified.Intact,
                Broken = verified.Errors.Select(ToJson) });
        else if (verified.Intact)
            terminal.WriteLine(FormattableString.Invariant(
                $"{id}: {verified.Entries} entries of {verified.Runs} runs are as they were written."));
        return verified.Errors switch
        {
            [] => Exit.Ok,
            [var error] => Tool.Fail($"{error}", Exit.Failed),
            [var first, ..] => Tool.Fail(FormattableString.Invariant($"{first} (and {verified.Errors.Count - 1} more runs)"), Exit.Failed),
        };
    }

    private static object ToJson(IntegrityError error) => new { run = error.Run.Value, error.Entry, error.How };
}
