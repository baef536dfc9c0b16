using System.CommandLine;
using System.CommandLine.Completions;
using Debate.Cli.Data;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Commands;

/// <summary>The id of a run on the command line, completed from the data folder.</summary>
internal static class RunArgument
{
    public static Argument<string> Create(string meaning)
    {
        var argument = new Argument<string>("ID") { Description = meaning };
        argument.CompletionSources.Add(Known);
        return argument;
    }

    /// <summary>The id given; throws <see cref="InputException"/> where it cannot be one.</summary>
    public static DeliberationId Read(ParseResult parse, Argument<string> argument) =>
        DeliberationId.Parse(parse.GetRequiredValue(argument));

    // The library completes synchronously; a look at the index is short.
    private static IEnumerable<CompletionItem> Known(CompletionContext context) => KnownAsync(context.ParseResult).GetAwaiter().GetResult();

    private static async Task<IEnumerable<CompletionItem>> KnownAsync(ParseResult parse)
    {
        await using var journal = Workspace.Of(parse).OpenToRead();
        return (await journal.ListAsync(new RunQuery())).Select(run => new CompletionItem(run.Id.Value, detail: run.Name)).ToArray();
    }
}
