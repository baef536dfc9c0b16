using System.CommandLine;
using Debate.Cli.Data;
using Debate.Models;

namespace Debate.Cli.Input;

/// <summary>Where models come from: a configuration file, or an endpoint on one's own machine.</summary>
internal sealed class ModelOptions
{
    private static readonly string[] Defaults = ["debate.yaml", "debate.yml", "debate.json"];

    private readonly Option<string?> _model =
        new("--model") { Description = "The model of every seat that names none.", HelpName = "NAME" };
    private readonly Option<string?> _endpoint =
        new("--endpoint") { Description = "For a quick try: an OpenAI-compatible URL that serves --model.", HelpName = "URL" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_endpoint);
    }

    /// <summary>The models that the command may use; throws <see cref="InputException"/> for a file that cannot be used.</summary>
    public ModelConfiguration Read(ParseResult parse)
    {
        var configured = File(parse) is { } file ? ModelConfiguration.Read(Files.Read(file), file) : ModelConfiguration.Empty;
        if (parse.GetValue(_endpoint) is not { } endpoint) return configured;
        var model = parse.GetValue(_model)
            ?? throw new InputException($"--endpoint '{endpoint}': it needs --model NAME, the model's name there");
        return configured.With(ModelConfiguration.Quick(endpoint, model));
    }

    /// <summary>The model that the command line names; null where it names none.</summary>
    public string? Given(ParseResult parse, ModelConfiguration models) => parse.GetValue(_model) is { } given ? models.Find(given).Name : null;

    /// <summary>The model of seats that name none: the one given, else the only one there is; null where there are several.</summary>
    public string? Default(ParseResult parse, ModelConfiguration models)
    {
        if (Given(parse, models) is { } given) return given;
        if (models.Models.Count == 0)
            throw new InputException(
                "no models are configured; give --endpoint URL --model NAME, or --config FILE (or a debate.yaml here) with models:");
        return models.Models.Count == 1 ? models.Models.Single().Name : null;
    }

    /// <summary>The configuration file that is in force; null where there is none.</summary>
    public static string? File(ParseResult parse) => parse.GetValue(Common.Config)
        ?? Defaults.Concat(Defaults.Select(name => Path.Combine(Workspace.Of(parse).Folder, name))).FirstOrDefault(System.IO.File.Exists);
}
