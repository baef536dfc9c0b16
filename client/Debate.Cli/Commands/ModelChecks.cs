using System.CommandLine;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Models;

namespace Debate.Cli.Commands;

/// <summary>The checks of <c>debate doctor</c> on the configuration and its models.</summary>
internal sealed class ModelChecks(ModelOptions options, Terminal terminal)
{
    /// <summary>
    /// Checks the configuration, then each model; with <paramref name="call"/> it calls all models in parallel and reports each as it
    /// replies.
    /// </summary>
    public async Task CheckAsync(DoctorFindings findings, ParseResult parse, bool call, CancellationToken stop)
    {
        try
        {
            var models = await options.ReadAsync(parse);
            using var backends = new ModelRegistry(models, new() { OnRetry = notice => terminal.Report($"{notice}") });
            findings.Add(new("configuration", true, SourceOf(parse)));
            if (call && models.Models.Count > 0) terminal.Report($"asking {string.Join(", ", models.Models.Select(m => m.Name))}");
            var asked = models.Models.Select(model => call ? CheckCallAsync(backends, model, stop)
                : Task.FromResult(CheckConfiguration(model)));
            await foreach (var found in Task.WhenEach([.. asked])) findings.Add(await found);
        }
        catch (InputException wrong)
        {
            findings.Add(new("configuration", false, wrong.Message));
        }
        catch (OutageException outage)
        {
            findings.Add(DoctorFinding.Unreachable("configuration", outage));
        }
    }

    private static string SourceOf(ParseResult parse) =>
        CommonOptions.FindServer(parse) is { } server ? $"that of {server.Address}"
        : ModelOptions.File(parse) ?? "none; give --config FILE or put a debate.yaml here";

    private static DoctorFinding CheckConfiguration(ModelSpec model) =>
        MissingKey(model) ?? new(Name(model), true, $"{Describe(model)} (--call asks it)");

    private static async Task<DoctorFinding> CheckCallAsync(ModelRegistry backends, ModelSpec model, CancellationToken stop)
    {
        if (MissingKey(model) is { } missing) return missing;
        try
        {
            var seat = new Seat("doctor", model.Name) { Sampling = new(MaxTokens: 1) };
            ChatMessage[] chat = [new(Debate.Deliberation.Role.User, "Say yes.")];
            var reply = await backends.AskAsync(new(new("doctor"), "0", seat, chat, 0, 1, null), stop);
            return new(Name(model), true, $"{Describe(model)} replied ({reply.Usage.TokensOut} tokens)");
        }
        catch (OutageException outage)
        {
            return DoctorFinding.Unreachable(Name(model), outage);
        }
    }

    private static DoctorFinding? MissingKey(ModelSpec model) =>
        model is EndpointSpec { KeyVariable: { } variable } && CommonOptions.Variable(variable) is null
            ? new(Name(model), false, $"its key variable {variable} is not set") : null;

    private static string Name(ModelSpec model) => $"model {model.Name}";

    private static string Describe(ModelSpec model) =>
        model is EndpointSpec endpoint ? $"{endpoint.Model} at {endpoint.Endpoint}" : "simulated";
}
