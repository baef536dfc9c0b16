using Debate.Deliberation.Engine;
using static Debate.Deliberation.Engine.ProgramEnd;

namespace Debate.Programs.Tests;

/// <summary>
/// Hostile programs in JavaScript: each ends as a result, this process keeps its memory, and a next program runs. They run one after the
/// other in one test, so that the memory is theirs.
/// </summary>
public sealed class JavaScriptAttackTests
{
    private const double MaxGrowth = 20;

    /// <summary>Name, program, and the ends of which it must have one.</summary>
    private static readonly (string Name, string Source, ProgramEnd[] Ends)[] Attacks =
    [
        ("loop", "while (true) {}", [TooManyStatements]),
        ("loop of a statement", "for (;;);", [TooManyStatements, TooLong]),
        ("recursion", "function f() { return f() + 1 } f()", [Failed]),
        ("mutual recursion", "function f() { return g() + 1 } function g() { return f() + 1 } f()", [Failed]),
        ("recursion of a constructor", "class A { constructor() { this.b = new A() } } new A()", [Failed]),
        ("comparator", "[3, 1, 2].sort(() => { while (true) {} })", [TooManyStatements]),
        ("getter", "({ get x() { while (true) {} } }).x", [TooManyStatements]),
        ("promises", "function f() { return Promise.resolve().then(f) } f()", [TooManyStatements, TooLong, TooMuchMemory]),
        ("generator", "function* g() { while (true) yield 1 } for (const x of g()) {}", [TooManyStatements]),
        ("spread of a generator", "[...(function* () { while (true) yield 'xxxxxxxxxxxxxxxx' })()]", [TooManyStatements, TooMuchMemory]),
        ("regular expression", "/^(a+)+$/.test('a'.repeat(40) + 'b')", [TooLong, TooManyStatements]),
        ("text doubling", "let s = 'x'; while (true) s += s", [TooMuchMemory, Failed]),
        ("array filling", "const a = []; while (true) a.push(a.slice())", [TooMuchMemory, Failed, TooManyStatements]),
        ("array of arrays", "const a = []; while (true) a.push(new Array(100000).fill(7))", [TooMuchMemory, TooManyStatements, TooLong]),
        ("buffer", "new Uint8Array(2e9)", [Failed]),
        ("replaceAll", "'ab'.repeat(1e6).replaceAll('a', 'x'.repeat(1000)).length", [TooMuchMemory, TooLong]),
        ("repeat", "'x'.repeat(2 ** 30).length", [TooMuchMemory, Failed]),
        ("padEnd", "'x'.padEnd(2 ** 29, 'yz').length", [TooMuchMemory, Failed]),
        ("join", "const a = new Array(3e6); a.fill('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'); a.join('y').length", [TooMuchMemory, TooLong, Failed]),
        ("power of big integers", "(2n ** (2n ** 40n)).toString().length", [TooMuchMemory, TooLong, Failed]),
        ("digits of a big integer", "(10n ** 3000000n).toString().length", [TooMuchMemory, TooLong, Failed, Done]),
        ("sparse array", "const a = []; a.length = 4294967295; a.join()", [TooMuchMemory, TooLong, Failed]),
        ("array from a length", "Array.from({ length: 1e9 }, (x, i) => i)", [TooMuchMemory, TooLong, Failed, TooManyStatements]),
        ("flattened arrays", "let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; a.flat(Infinity)", [TooMuchMemory, TooLong, Failed]),
        ("map", "const m = new Map(); for (let i = 0; ; i++) m.set(i, 'x'.repeat(1000) + i)", [TooMuchMemory, TooManyStatements]),
        ("nested JSON", "JSON.parse('['.repeat(1e5) + ']'.repeat(1e5))", [Failed]),
        ("nested objects as JSON", "let a = {}; for (let i = 0; i < 20000; i++) a = { a }; JSON.stringify(a).length", [Done, Failed, TooLong]),
        ("a value that is a ring", "const a = {}; a.a = a; a", [Failed]),
        ("chain of proxies", "let p = {}; for (let i = 0; i < 20000; i++) p = new Proxy(p, {}); p.x", [Done, Failed, TooMuchMemory, TooManyStatements]),
        ("proxy of itself", "const h = {}; const p = new Proxy({}, h); h.get = (t, k) => p[k]; p.x", [Failed]),
        ("bound functions", "let f = () => 1; for (let i = 0; i < 20000; i++) f = f.bind(null); f()", [Done, Failed, TooMuchMemory, TooManyStatements]),
        ("throwing toString", "({ toString() { throw new Error('no') }, toJSON() { throw new Error('no') } })", [Failed]),
        ("endless toJSON", "({ toJSON() { while (true) {} } })", [TooManyStatements]),
        ("endless message", "throw { get message() { while (true) {} } }", [TooManyStatements, Failed]),
        ("text of nothing", "throw { toString: null }", [Failed]),
        ("thrown nothing", "throw undefined", [Failed]),
        ("output", "while (true) print('flood'.repeat(100))", [TooMuchOutput]),
        ("output caught", "while (true) { try { print('x'.repeat(1000)) } catch { 0 } finally { continue } }", [TooMuchOutput, TooManyStatements]),
        ("output as a value", "'x'.repeat(1e6)", [TooMuchOutput]),
        ("output of one line", "print('x'.repeat(5e6))", [TooMuchOutput]),
        ("catching all", "while (true) { try { throw 1 } catch { 0 } }", [TooManyStatements]),
        ("eval", "eval('1 + 1')", [Failed]),
        ("Function", "new Function('return 1')()", [Failed]),
        ("constructor of a function", "(() => {}).constructor('return globalThis')()", [Failed]),
        ("constructor of a generator", "(function* () {}).constructor('yield 1')().next()", [Failed]),
        ("import", "import('fs').then(m => print(m))", [Failed, Done]),
        ("require", "require('fs')", [Failed]),
        ("process", "process.exit(0)", [Failed]),
        ("types of .NET", "System.IO.File.ReadAllText('/etc/passwd')", [Failed]),
        ("namespaces of .NET", "importNamespace('System')", [Failed]),
        ("way out of print", "print.constructor.constructor('return this')()", [Failed]),
        ("type of print", "print.GetType().Assembly", [Failed]),
        ("network", "fetch('http://127.0.0.1')", [Failed]),
        ("clock", "new Date().getTime()", [Failed]),
        ("realm", "new ShadowRealm().evaluate('1')", [Failed]),
        ("timers", "setTimeout(() => {}, 1)", [Failed]),
        ("nested source", new string('(', 20_000) + new string(')', 20_000), [Failed]),
        ("long sum", string.Join('+', Enumerable.Repeat("1", 50_000)), [Failed, Done]),
        ("no program", "Here is what I think: 42", [Failed]),
        ("undeclared", "x = 5", [Failed]),
    ];

    [Fact]
    public async Task Every_attack_ends_as_a_result_and_this_process_keeps_its_memory()
    {
        await using var programs = TestPrograms.Create(TestPrograms.Low);
        Assert.Equal(new(Done, "42"), await programs.RunAsync("6 * 7"));
        var before = TestPrograms.MeasureMemory();
        var wrong = new List<string>();
        foreach (var (name, source, ends) in Attacks)
        {
            var result = await programs.RunAsync(source);
            if (!ends.Contains(result.End)) wrong.Add($"{name}: {result}");
            else if (result.End != Done && string.IsNullOrEmpty(result.Error)) wrong.Add($"{name}: it does not say why: {result}");
            if (result.Output.Length > TestPrograms.Low.Characters) wrong.Add($"{name}: {result.Output.Length} characters");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(new(Done, "42"), await programs.RunAsync("6 * 7"));
        Assert.InRange(TestPrograms.MeasureMemory() - before, -1000, MaxGrowth);
    }

    [Theory]
    [InlineData("Object.prototype.x = 1; Array.prototype.push = () => 7; Math.random = () => 9; JSON.stringify = null; print = 1; 'done'")]
    [InlineData("globalThis.left = 'behind'; delete globalThis.Math; Object.freeze(Object.prototype); Object.setPrototypeOf(globalThis, null); 'done'")]
    public async Task What_a_program_leaves_behind_the_next_one_does_not_find(string source)
    {
        await using var programs = TestPrograms.Create();
        Assert.Equal("done", (await programs.RunAsync(source)).Output);
        var next = await programs.RunAsync(
            "const a = []; a.push(1); print(({}).x, typeof left, a.length, Math.random() < 1, JSON.stringify([1]), typeof Math)");
        Assert.Equal(new(Done, " undefined 1 true [1] object"), next);
        Assert.Equal(1, programs.Started);
    }
}
