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
        var (terminal, workspace, id) = (Common.Terminal(parse), Workspace.Of(parse), RunArgument.Read(parse, _id));
        await using var journal = workspace.OpenToRead();
        var verified = await Verification.OfAsync(journal, id, workspace.Tells);
        if (terminal.IsJson)
            terminal.Json(new { id = id.Value, verified.Runs, verified.Entries, verified.Intact, Broken = verified.Broken.Select(Told) });
        else if (verified.Intact)
            terminal.Line(FormattableString.Invariant(
                $"{id}: {verified.Entries} entries of {verified.Runs} runs are as they were written."));
        return verified.Broken switch
        {
            [] => Exit.Ok,
            [var breach] => Tool.Say($"{breach}", Exit.Failed),
            [var first, ..] => Tool.Say(FormattableString.Invariant($"{first} (and {verified.Broken.Count - 1} more runs)"), Exit.Failed),
        };
    }

    private static object Told(Breach breach) => new { run = breach.Run.Value, breach.Entry, breach.How };
}
