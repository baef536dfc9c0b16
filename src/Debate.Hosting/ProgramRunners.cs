using Debate.Models;
using Debate.Programs;

namespace Debate.Hosting;

/// <summary>The runner of programs that a configuration asks for.</summary>
public static class ProgramRunners
{
    /// <summary>Creates the runner, to be disposed by the caller.</summary>
    public static ProcessPrograms CreateRunner(this ProgramSection section) =>
        new(new() { Limits = section.Limits, RunsPython = section.RunsPython });
}
