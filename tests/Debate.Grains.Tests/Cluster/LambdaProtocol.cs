using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.GraphEditors;

namespace Debate.Grains.Tests.Cluster;

/// <summary>A protocol from a lambda, and the protocols of these tests.</summary>
internal sealed class LambdaProtocol(Func<IDeliberation, Task<Verdict>> run) : IProtocol
{
    public const int Children = 8;

    /// <summary>The problems that parents passed to children and that children received, by the key of the problem.</summary>
    public static ConcurrentDictionary<string, Problem> Handed { get; } = new();

    public static ProtocolRegistry Protocols { get; } = new(
    [
        Mad.Descriptor,
        SelfConsistency.Descriptor,
        new ProtocolDescriptor<NoOptions>("family", 1, () => new LambdaProtocol(ParentAsync)) { Seats = _ => ["parent"] },
        new ProtocolDescriptor<NoOptions>("witness", 1, () => new LambdaProtocol(WitnessAsync)) { Seats = _ => ["parent"] },
        new ProtocolDescriptor<NoOptions>("child", 1, () => new LambdaProtocol(ChildAsync)) { Seats = _ => ["parent"] },
        new ProtocolDescriptor<NoOptions>("solves", 1,
            () => new LambdaProtocol(d => SolveAsync(d, new(3, [0, 1], [1, 2], "DC-PR", 2)))) { Seats = _ => ["parent"] },
        new ProtocolDescriptor<NoOptions>("solves-hard", 1,
            () => new LambdaProtocol(d => SolveAsync(d, PigeonHole.Of(14)))) { Seats = _ => ["parent"] },
        new ProtocolDescriptor<NoOptions>("executes", 1, () => new LambdaProtocol(ExecuteAsync))
        {
            Seats = _ => ["parent"],
            Language = _ => ProgramCall.JavaScript,
        },
        new ProtocolDescriptor<NoOptions>("broken", 1, () => new LambdaProtocol(BreakAsync)) { Seats = _ => ["parent"] },
    ]);

    /// <summary>A run whose seats all have a model of the run's name.</summary>
    public static RunDefinition Define(string id, string protocol, params (string Name, string Value)[] options)
    {
        var entry = Protocols.Find(protocol);
        var complete = entry.CompleteOptions(new(options.Select(o => KeyValuePair.Create(o.Name, o.Value))));
        return new()
        {
            Id = new(id),
            Kind = entry.Kind,
            Name = "test",
            Protocol = protocol,
            Version = entry.Fingerprint,
            Options = complete,
            Seats = [.. entry.Seats(complete).Select(s => new Seat(s, id) { Persona = "Terse.", PrivateContext = "<<<&\"é漢\u2028😀" })],
            Problem = new("q", "What is two and two?") { Answers = ["4", "four"], Parts = [new("part", "of it")] },
            Seed = 7,
        };
    }

    public Task<Verdict> RunAsync(IDeliberation d) => run(d);

    /// <summary>Makes one call itself, so that the silo that drives it is visible, and then runs debates as children.</summary>
    private static async Task<Verdict> ParentAsync(IDeliberation d)
    {
        await d.AskAsync(new Ask(d.Seat("parent"), Chat.Empty.User("open")));
        var options = Mad.Descriptor.CompleteOptions(new() { ["rounds"] = "1" });
        var verdicts = await d.DeliberateAsync([.. Enumerable.Range(0, Children).Select(i => new Child(
            $"child-{i}", "mad", d.Problem, [.. Mad.Descriptor.Seats(options).Select(s => new Seat(s, d.Seats[0].Model))], options))],
            Children);
        return new(Decision.Decided) { Answer = string.Join(' ', verdicts.Select(v => v.Answer)) };
    }

    /// <summary>Passes problems to its children and remembers the very instances.</summary>
    private static async Task<Verdict> WitnessAsync(IDeliberation d)
    {
        var children = Enumerable.Range(0, Children).Select(i => new Child(
            $"child-{i}", "child", Handed[$"{i} sent"] = d.Problem with { Key = $"{i}" }, d.Seats, new())).ToArray();
        await d.DeliberateAsync(children, Children);
        return new(Decision.Decided) { Answer = "witnessed" };
    }

    private static Task<Verdict> ChildAsync(IDeliberation d)
    {
        Handed[$"{d.Problem.Key} received"] = d.Problem;
        return Task.FromResult(new Verdict(Decision.Decided) { Answer = d.Problem.Key, Notes = ["<&>"] });
    }

    private static async Task<Verdict> SolveAsync(IDeliberation d, SolveCall call)
    {
        var answer = await d.SolveAsync(call.ToFramework(), call.ToQuery());
        return new(Decision.Decided) { Answer = string.Join(' ', answer.Witness ?? []) };
    }

    private static async Task<Verdict> ExecuteAsync(IDeliberation d) =>
        new(Decision.Decided) { Answer = (await d.ExecuteAsync(new(ProgramCall.JavaScript, "6 * 7", "input"))).Output };

    private static async Task<Verdict> BreakAsync(IDeliberation d)
    {
        await d.AskAsync(new Ask(d.Seat("parent"), Chat.Empty.User("open")));
        throw new InvalidOperationException("the sky fell");
    }
}
