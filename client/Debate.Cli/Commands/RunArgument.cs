using System.CommandLine;
using System.CommandLine.Completions;
using Debate.Cli.Data;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Commands;

/// <summary>A run id on the command line, with completion from the data folder.</summary>
internal static class RunArgument
{
    public static Argument<string> Create(string meaning)
    {
        var argument = new Argument<string>("ID") { Description = meaning, HelpName = "ID" };
        argument.CompletionSources.Add(Complete);
        return argument;
    }

    /// <summary>The given id; throws <see cref="InputException"/> if it is not a valid id.</summary>
    public static DeliberationId Read(ParseResult parse, Argument<string> argument) =>
        DeliberationId.Parse(parse.GetRequiredValue(argument));

    // The library's completion is synchronous; reading the index is quick.
    private static IEnumerable<CompletionItem> Complete(CompletionContext context) =>
        KnownIdsAsync(context.ParseResult).GetAwaiter().GetResult();

    private static async Task<IEnumerable<CompletionItem>> KnownIdsAsync(ParseResult parse)
    {
        await using var journal = Workspace.Read(parse).OpenToRead();
        return (await journal.ListAsync(new RunQuery())).Select(run => new CompletionItem(run.Id.Value, detail: run.Name)).ToArray();
    }
}
