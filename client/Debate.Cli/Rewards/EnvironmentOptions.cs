using System.CommandLine;
using Debate.Cli.Input;
using Debate.Rewards.Environments;

namespace Debate.Cli.Rewards;

/// <summary>The environment and the folder of its files.</summary>
internal sealed class EnvironmentOptions
{
    private readonly Option<string> _name = new Option<string>("--environment")
    {
        Description = "Where patients come from.",
        DefaultValueFactory = _ => Benchmark.Names[0],
    }.AcceptOnlyFromAmong([.. Benchmark.Names]);

    private readonly Option<string?> _data = new("--environment-data")
    {
        Description = "Folder of the environment's files (icu-sepsis).",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_data);
    }

    /// <summary>The name of the requested environment.</summary>
    public string Name(ParseResult parse) => parse.GetRequiredValue(_name);

    /// <summary>The given folder; null if none is given.</summary>
    public string? Folder(ParseResult parse) => parse.GetValue(_data);

    /// <summary>Reads the requested benchmark.</summary>
    public Benchmark Read(ParseResult parse)
    {
        var (name, folder) = (parse.GetRequiredValue(_name), parse.GetValue(_data));
        if (folder is null && name != Benchmark.Names[0])
            throw new InputException($"--environment {name}: give its folder with --environment-data");
        return Benchmark.Create(name, folder is null ? null : file => Files.Read(Path.Combine(folder, file)));
    }
}
