using Debate.Core.Input;
using Debate.Rewards.Environments.IcuSepsis;
using Debate.Rewards.Environments.Simulator;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Environments;

/// <summary>An environment together with the policy that represents clinicians in it.</summary>
public sealed record Benchmark(TabularEnvironment Environment, Policy Expert)
{
    /// <summary>The names of the environments; the first needs no data.</summary>
    public static IReadOnlyList<string> Names { get; } = [SepsisSimulator.Name, IcuSepsisFiles.Name];

    /// <summary>The names of the policies that every benchmark has.</summary>
    public static IReadOnlyList<string> PolicyNames { get; } = ["random", "expert", "optimal"];

    /// <summary>
    /// Creates the benchmark with this name. <paramref name="text"/> returns the text of a data file by its name, and is null where there
    /// are no files. Throws <see cref="InputException"/> if the name is unknown or the benchmark needs files and has none.
    /// </summary>
    public static Benchmark Create(string name, Func<string, string>? text)
    {
        if (name == SepsisSimulator.Name)
        {
            var simulator = SepsisSimulator.Create();
            return new(simulator, SepsisSimulator.Expert(simulator));
        }
        if (name != IcuSepsisFiles.Name) throw new InputException($"environment '{name}': not one of {string.Join(", ", Names)}");
        if (text is null) throw new InputException($"environment '{name}': it needs the folder of its files");
        return new(IcuSepsisFiles.Read(text), IcuSepsisFiles.ReadExpert(text));
    }

    /// <summary>
    /// A policy by name: the uniform one, the clinicians', or the one that maximises survival. Throws <see cref="InputException"/>, which
    /// lists the names, for any other name.
    /// </summary>
    public Policy GetPolicy(string name) => name switch
    {
        "random" => Policy.Uniform(name, Environment.States, Environment.Actions),
        "expert" => Expert,
        "optimal" => Planner.FindMaxSurvivalPolicy(Environment),
        _ => throw new InputException($"policy '{name}': not one of {string.Join(", ", PolicyNames)}"),
    };
}
