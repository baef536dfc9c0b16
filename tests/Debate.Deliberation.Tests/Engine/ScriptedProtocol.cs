namespace Debate.Deliberation.Tests.Engine;

/// <summary>A protocol from a lambda.</summary>
internal sealed class ScriptedProtocol(Func<IDeliberation, Task<Verdict>> run) : IProtocol
{
    public static Verdict Done { get; } = new(Decision.Decided) { Answer = "done" };

    public static ProtocolDescriptor Protocol(string name, Func<IDeliberation, Task<Verdict>> run) =>
        new ProtocolDescriptor<NoOptions>(name, 1, () => new ScriptedProtocol(run)) { Seats = _ => ["a", "b"] };

    public Task<Verdict> RunAsync(IDeliberation d) => run(d);
}
