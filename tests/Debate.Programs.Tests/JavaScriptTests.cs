using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using static Debate.Deliberation.Engine.ProgramEnd;

namespace Debate.Programs.Tests;

/// <summary>What programs in JavaScript see and give, in the processes in which they run.</summary>
public sealed class JavaScriptTests : IAsyncLifetime
{
    private readonly ProcessPrograms _programs = TestPrograms.Create(TestPrograms.Low with { Seconds = 20 });

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _programs.DisposeAsync();

    /// <summary>Programs with what they give.</summary>
    private static readonly (string Source, string Output)[] Programs =
    [
        ("6 * 7", "42"),
        ("print('a', 1, [1, 2], { b: true }); print('c'); 5", "a 1 [1,2] {\"b\":true}\nc"),
        ("console.log('said'); 5", "said"),
        ("undefined", ""),
        ("null", "null"),
        ("0 / 0", "NaN"),
        ("1 / 0", "Infinity"),
        ("10n ** 20n", "100000000000000000000"),
        ("Symbol('s')", "Symbol(s)"),
        ("() => 1", "[function]"),
        ("({ a: [1, 'x'], toString() { return 'unused' } })", "{\"a\":[1,\"x\"]}"),
        ("'\\u0000\\ud800x'", "\uFFFD\uFFFDx"),
        ("'äöü 漢字 🙂'", "äöü 漢字 🙂"),
        ("input.split(' ').length", "3"),
        ("[typeof Date, typeof Intl, typeof Uint8Array, typeof SharedArrayBuffer, typeof WeakRef, typeof Atomics, typeof Temporal].join()",
            "undefined,undefined,undefined,undefined,undefined,undefined,undefined"),
        ("Promise.resolve(4).then(x => print(x + 1)); undefined", "5"),
    ];

    [Fact]
    public async Task A_program_gives_what_it_prints_or_else_its_value()
    {
        foreach (var (source, output) in Programs)
            Assert.Equal((source, new(Done, output)), (source, await _programs.RunAsync(source, input: "one two three")));
        Assert.Equal(1, _programs.Started);
    }

    [Fact]
    public async Task An_error_says_what_and_where_and_what_was_printed_stays()
    {
        var result = await _programs.RunAsync("print('before');\nnothing.there");
        Assert.Equal((Failed, "before"), (result.End, result.Output));
        Assert.Contains("nothing is not defined", result.Error);
        Assert.Contains("line 2", result.Error);
    }

    [Fact]
    public async Task Random_numbers_follow_from_the_seed_alone()
    {
        const string source = "[Math.random(), Math.random()].join()";
        var call = new ProgramCall(ProgramCall.JavaScript, source);
        var first = await _programs.RunAsync(new("a"), call with { Seed = 1 }, default);
        Assert.Equal(first, await _programs.RunAsync(new("b"), call with { Seed = 1 }, default));
        Assert.NotEqual(first, await _programs.RunAsync(new("a"), call with { Seed = 2 }, default));
    }

    [Fact]
    public async Task Programs_of_one_run_share_a_process_and_those_of_two_runs_or_tenants_do_not()
    {
        await _programs.RunAsync("1", "first");
        await _programs.RunAsync("nothing.there", "first");
        await _programs.RunAsync("2", "first");
        Assert.Equal(1, _programs.Started);
        await _programs.RunAsync("1", "second");
        await _programs.RunAsync(new("first") { Tenant = new("other") }, new(ProgramCall.JavaScript, "1"), default);
        Assert.Equal(3, _programs.Started);
    }

    [Fact]
    public async Task A_process_whose_program_was_stopped_runs_no_other()
    {
        Assert.Equal(TooManyStatements, (await _programs.RunAsync("while (true) {}")).End);
        Assert.Equal("1", (await _programs.RunAsync("1")).Output);
        Assert.Equal(2, _programs.Started);
    }

    [Fact]
    public async Task A_process_that_is_full_of_what_programs_left_is_not_used_again()
    {
        Assert.Equal(Done, (await _programs.RunAsync("const a = []; for (let i = 0; i < 20; i++) a.push('x'.repeat(1e6)); a.length")).End);
        Assert.Equal("1", (await _programs.RunAsync("1")).Output);
        Assert.InRange(_programs.Started, 1, 2);
    }

    [Fact]
    public async Task A_limit_of_the_call_counts_where_it_is_lower_and_the_operators_where_it_is_not()
    {
        ProgramCall Call(long statements) => new(ProgramCall.JavaScript, "for (let i = 0; i < 1000; i++) {} 'done'")
        {
            Limits = ProgramLimits.Default with { Statements = statements },
        };
        Assert.Equal(TooManyStatements, (await _programs.RunAsync(new("a"), Call(100), default)).End);
        Assert.Equal(Done, (await _programs.RunAsync(new("a"), Call(1_000_000_000), default)).End);
        var endless = Call(1_000_000_000) with { Source = "while (true) {}" };
        Assert.Equal(TooManyStatements, (await _programs.RunAsync(new("a"), endless, default)).End);
        var refused = await Assert.ThrowsAsync<InputException>(() => _programs.RunAsync(new("a"), Call(0), default));
        Assert.Contains("limits.statements '0'", refused.Message);
    }

    [Fact]
    public async Task Cancelling_ends_the_program()
    {
        await using var programs = TestPrograms.Create(ProgramLimits.Default with { Statements = 1_000_000_000, Seconds = 300 });
        using var stop = new CancellationTokenSource();
        var running = programs.RunAsync(new("a"), new(ProgramCall.JavaScript, "while (true) {}"), stop.Token);
        stop.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience.Long));
        Assert.Equal("1", (await programs.RunAsync("1")).Output);
    }

    [Fact]
    public async Task A_language_that_is_not_run_is_refused_and_a_host_that_is_not_there_is_an_outage()
    {
        Assert.False(_programs.Runs("python"));
        Assert.Contains("python: bubblewrap", (await Assert.ThrowsAsync<InputException>(() => _programs.RunAsync("1", language: "python"))).Message);
        Assert.Contains("cobol", (await Assert.ThrowsAsync<InputException>(() => _programs.RunAsync("1", language: "cobol"))).Message);
        await using var absent = new ProcessPrograms(new() { Host = new("/nowhere/at/all") });
        await Assert.ThrowsAsync<OutageException>(() => absent.RunAsync("1"));
        await using var silent = new ProcessPrograms(new() { Host = new("/bin/true") });
        await Assert.ThrowsAsync<OutageException>(() => silent.RunAsync("1"));
    }
}
