using System.Globalization;
using Debate.Core;

namespace Debate.EndToEnd.Tests;

/// <summary><c>debate solve</c>, from a script's point of view. Its benches measure processes, so they are processes themselves.</summary>
public sealed class SolveTests
{
    // 2^60 extensions.
    private static readonly string Pairs = "p af 120\n"
        + string.Concat(Enumerable.Range(1, 60).Select(i => FormattableString.Invariant($"{i} {i + 60}\n{i + 60} {i}\n")));

    private const string Five = "p af 5\n1 2\n2 1\n3 3\n4 3\n2 4\n";

    [Fact]
    public async Task It_answers_on_stdout_and_certifies_on_stderr()
    {
        using var tool = new ToolFolder();
        tool.Write("five.af", Five);
        var ran = await tool.ExecuteAsync("solve", "-p", "DC-ST", "-f", "five.af", "-a", "1", "-fo", "af", "--certify");
        Assert.Equal((0, "YES\nw 1 4 5\n"), (ran.Code, ran.Out));
        Assert.Equal("certificate: proved: the set is stable", ran.OneLine);
    }

    [Fact]
    public async Task With_json_stdout_is_one_document()
    {
        using var tool = new ToolFolder();
        tool.Write("five.af", Five);
        var ran = await tool.RunAsync("solve", "-p", "EE-PR", "-f", "five.af", "-o", "json");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(2, (int)ran.Json["count"]!);
    }

    [Fact]
    public async Task A_search_ends_where_its_reader_left()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows tells nobody that a reader left.");
        using var tool = new ToolFolder();
        tool.Write("pairs.af", Pairs);
        using var process = tool.StartProgram("Tool", "solve", "-p", "EE-PR", "-f", "pairs.af");
        var cancelled = TestContext.Current.CancellationToken;
        Assert.StartsWith("w ", await process.StandardOutput.ReadLineAsync(cancelled), StringComparison.Ordinal);
        process.StandardOutput.Close();
        await process.WaitForExitAsync(cancelled).WaitAsync(Patience.Long, cancelled);
        Assert.Equal(1, process.ExitCode);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_search_at_once(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var tool = new ToolFolder();
        tool.Write("pairs.af", Pairs);
        using var process = tool.StartProgram("Tool", "solve", "-p", "EE-PR", "-f", "pairs.af");
        Assert.StartsWith("w ", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        var ended = await new ToolProcess(process).SignalAsync(signal);
        Assert.Equal((130, "debate: interrupted"), (ended.Code, ended.OneLine));
    }

    [Theory]
    [InlineData("-p SE-XX -f five.af", "problem 'SE-XX'")]
    [InlineData("-p DC-CO -f five.af -a 9", "argument '9'")]
    [InlineData("-p SE-CO -f absent.af", "absent.af")]
    [InlineData("-p SE-CO -f broken.af", "broken.af: line 2")]
    [InlineData("bench absent", "folder 'absent'")]
    [InlineData("bench . --solver absent", "--solver 'absent'")]
    [InlineData("compare broken.af broken.af", "broken.af: line 1")]
    public async Task What_cannot_be_used_is_named_in_one_line(string line, string named)
    {
        using var tool = new ToolFolder();
        tool.Write("five.af", Five);
        tool.Write("broken.af", "p af 2\n1 3\n");
        var ran = await tool.RunAsync(["solve", .. line.Split(' ')]);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(named, ran.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_time_is_exit_code_3()
    {
        using var tool = new ToolFolder();
        var draws = SeededRandom.Create(3, "hard");
        var attacks = Enumerable.Range(0, 14_000).Select(_ => $"{1 + draws.NextInt(700)} {1 + draws.NextInt(700)}\n");
        tool.Write("hard.af", "p af 700\n" + string.Concat(attacks));
        var ran = await tool.RunAsync("solve", "-p", "SE-ST", "-f", "hard.af", "--timeout", "0.4");
        Assert.Equal((3, "", "debate-solve: no answer within 0.4 s"), (ran.Code, ran.Out, ran.OneLine));
    }

    [Fact]
    public async Task Bench_measures_and_compare_reads_it()
    {
        using var tool = new ToolFolder();
        tool.Write("five.af", Five);
        tool.Write("five.af.arg", "3\n");
        tool.Write("named.apx", "arg(a).\narg(b).\natt(a,b).\n");
        var ran = await tool.ExecuteAsync("solve", "bench", ".", "--problems", "DC-CO,CE-PR", "--csv", "x.csv");
        Assert.Equal((0, ""), (ran.Code, ran.Out));
        var rows = File.ReadAllLines(Path.Combine(tool.Folder, "x.csv")).Skip(1).Select(l => l.Split(',')).ToArray();
        Assert.Equal(["DC-CO five.af 3 NO", "CE-PR five.af  2", "DC-CO named.apx", "CE-PR named.apx"],
            rows.Select((r, i) => i < 2 ? $"{r[1]} {r[2]} {r[3]} {r[7]}" : $"{r[1]} {r[2]}"));
        Assert.All(rows, r => Assert.InRange(double.Parse(r[8], CultureInfo.InvariantCulture), 1, 60_000));
        Assert.All(rows, r => Assert.Equal("proved", r[11]));
        var told = await tool.ExecuteAsync("solve", "bench", ".", "--problems", "CE-PR", "-o", "json");
        Assert.Equal(["five.af", "named.apx"], told.Json["measurements"]!.AsArray().Select(m => (string?)m!["instance"]));
        var compared = await tool.RunAsync("solve", "compare", "x.csv", "x.csv", "-o", "json");
        Assert.Equal((0, 2), (compared.Code, compared.Json["tasks"]!.AsArray().Count));
        Assert.Equal(4, (int)compared.Json["easy"]!["rows"]!);
    }
}
