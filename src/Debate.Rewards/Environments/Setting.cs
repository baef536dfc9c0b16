using Debate.Rewards.Environments.IcuSepsis;
using Debate.Rewards.Environments.Simulator;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Environments;

/// <summary>An environment with the policy that stands for clinicians in it.</summary>
public sealed record Setting(TabularEnvironment Environment, Policy Expert)
{
    /// <summary>The names of the environments; the first needs no data.</summary>
    public static IReadOnlyList<string> Names { get; } = [SepsisSimulator.Name, IcuSepsisFiles.Name];

    /// <summary>The names of the policies that every setting has.</summary>
    public static IReadOnlyList<string> PolicyNames { get; } = ["random", "expert", "optimal"];

    /// <summary>
    /// The setting of a name. <paramref name="text"/> gives the text of a data file by its name, null where there are no files; an
    /// <see cref="InputException"/> where the name is unknown or its files are needed and not there.
    /// </summary>
    public static Setting Of(string name, Func<string, string>? text)
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
    /// A policy by name: every action equally often, the clinicians', or the one with the most survival; an <see cref="InputException"/>
    /// that lists the names for another.
    /// </summary>
    public Policy PolicyOf(string name) => name switch
    {
        "random" => Policy.Uniform(name, Environment.States, Environment.Actions),
        "expert" => Expert,
        "optimal" => Planner.MostSurvival(Environment),
        _ => throw new InputException($"policy '{name}': not one of {string.Join(", ", PolicyNames)}"),
    };
}
