using System.Text;
using System.Text.Json;
using Debate.Argumentation.Competition;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Competition;

/// <summary>The exact output of the solve tool, to the letter of ICCMA'23 and '25.</summary>
public sealed class SolveToolTests
{
    // 1 and 2 attack each other, 3 attacks itself, 4 attacks 3, 2 attacks 4; 5 has no attacks.
    private const string Five = "p af 5\n1 2\n2 1\n3 3\n4 3\n2 4\n";
    private const string Self = "p af 1\n1 1\n";
    private const string Named = "arg(a). arg(b). arg(c).\natt(a,b).att(b,a).att(b,c).\n";

    [Theory]
    [InlineData("five.af", "-p SE-GR", "w 5\n")]
    [InlineData("five.af", "-p SE-CO", "w 5\n")]
    [InlineData("five.af", "-p SE-ST", "w 1 4 5\n")]
    [InlineData("five.af", "-p SE-SST", "w 1 4 5\n")]
    [InlineData("five.af", "-p SE-STG", "w 1 4 5\n")]
    [InlineData("five.af", "-p SE-ID", "w 5\n")]
    [InlineData("five.af", "-p DC-ST -a 1", "YES\nw 1 4 5\n")]
    [InlineData("five.af", "-p DC-CO -a 3", "NO\n")]
    [InlineData("five.af", "-p DS-PR -a 5", "YES\n")]
    [InlineData("five.af", "-p DS-PR -a 1", "NO\nw 2 5\n")]
    [InlineData("five.af", "-p DS-ST -a 3", "NO\nw 1 4 5\n")]
    [InlineData("five.af", "-p DS-CO -a 1", "NO\nw 5\n")]
    [InlineData("five.af", "-p CE-PR", "2\n")]
    [InlineData("five.af", "-p CE-CO", "3\n")]
    [InlineData("five.af", "-p EE-ST", "w 1 4 5\n")]
    [InlineData("self.af", "-p SE-ST", "NO\n")]
    [InlineData("self.af", "-p EE-ST", "NO\n")]
    [InlineData("self.af", "-p CE-ST", "0\n")]
    [InlineData("self.af", "-p DS-ST -a 1", "YES\n")]
    [InlineData("self.af", "-p SE-PR", "w\n")]
    [InlineData("self.af", "-p DS-PR -a 1", "NO\nw\n")]
    [InlineData("self.af", "-p EE-PR", "w\n")]
    [InlineData("named.apx", "-p SE-ST -fo apx --limit 1", "w a c\n", "w b\n")]
    [InlineData("named.apx", "-p DC-ST -a b", "YES\nw b\n")]
    [InlineData("named.apx", "-p DS-PR -a c", "NO\nw b\n")]
    [InlineData("named.apx", "-p DC-ST -a c -o json", """{"problem":"DC-ST","argument":"c","accepted":true,"witness":["a","c"]}""" + "\n")]
    [InlineData("five.af", "-p CE-CO -o json", "{\"problem\":\"CE-CO\",\"count\":3}\n")]
    [InlineData("self.af", "-p EE-PR -o json", "{\"problem\":\"EE-PR\",\"extensions\":[[]],\"complete\":true,\"count\":1}\n")]
    [InlineData("self.af", "-p EE-PR -o json --limit 1", "{\"problem\":\"EE-PR\",\"extensions\":[[]],\"complete\":false,\"count\":1}\n")]
    public void An_answer_is_printed_to_the_letter(string file, string options, params string[] possible)
    {
        var (code, output, notes) = Run([.. options.Split(' '), "-f", file]);
        Assert.Contains(output, possible);
        Assert.Equal((0, ""), (code, notes));
    }

    [Fact]
    public void Every_extension_has_a_line() =>
        Assert.Equal(["w 1 4 5", "w 2 5"], Lines(Run("-p", "EE-PR", "-f", "five.af").Output).Order());

    [Fact]
    public void A_limit_ends_the_list_and_says_so()
    {
        var (_, output, notes) = Run("-p", "EE-PR", "-f", "five.af", "--limit", "1");
        Assert.Single(Lines(output));
        Assert.Contains("there may be more than 1", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Called_without_arguments_it_says_who_it_is() =>
        Assert.Matches(@"^debate-solve \d+\.\d+\.\d+\n.+\n$", Run().Output);

    [Fact]
    public void Problems_and_formats_are_lists_in_brackets()
    {
        var problems = Run("--problems").Output.Trim().Trim('[', ']').Split(',');
        Assert.Equal(5 * SemanticsCatalogue.Entries.Count, problems.Length);
        Assert.All(problems, p => Assert.NotNull(Query.Parse(p)));
        Assert.Equal("[af,apx,tgf]\n", Run("--formats").Output);
    }

    [Fact]
    public void What_it_says_of_itself_is_json_where_that_is_asked_for()
    {
        Assert.Equal(5 * SemanticsCatalogue.Entries.Count, Told("--problems").GetProperty("problems").GetArrayLength());
        Assert.Equal("af", Told("--formats").GetProperty("formats")[0].GetString());
        Assert.Equal(8 * SemanticsCatalogue.Entries.Count, Told("--certificates").GetProperty("certificates").GetArrayLength());

        static JsonElement Told(string option) => JsonDocument.Parse(Run(option, "-o", "json").Output).RootElement;
    }

    [Fact]
    public void The_table_of_certificates_has_a_line_for_every_answer()
    {
        var lines = Lines(Run("--certificates").Output);
        Assert.Equal(8 * SemanticsCatalogue.Entries.Count, lines.Length);
        Assert.Contains("DS-EA   yes     partly: where the grounded extension holds the argument", lines);
    }

    [Theory]
    [InlineData("-p SE-XX -f five.af", "problem 'SE-XX'")]
    [InlineData("-p DC-CO -f five.af", "-a: DC-CO asks about an argument")]
    [InlineData("-p DC-CO -f five.af -a 6", "argument '6': it must be a whole number in 1..5")]
    [InlineData("-p DC-CO -f five.af -a x", "argument 'x'")]
    [InlineData("-p SE-CO", "-f: the file is missing")]
    [InlineData("-f five.af", "-p: the problem is missing")]
    [InlineData("-p SE-CO -f none.af", "none.af: the file cannot be read")]
    [InlineData("-p SE-CO -f five.af -x 3", "-x: there is no such option")]
    [InlineData("-p SE-CO -f", "-f: it is unknown or its value is missing")]
    [InlineData("-p SE-CO -f five.af --timeout none", "--timeout 'none'")]
    [InlineData("-p SE-CO -f five.af --limit 0", "--limit '0'")]
    [InlineData("-p SE-CO -f five.af -o xml", "-o 'xml'")]
    [InlineData("-p SE-CO -f five.af -fo gml", "-fo 'gml'")]
    public void Wrong_usage_is_one_line_and_exit_code_2(string options, string rule)
    {
        var (code, output, notes) = Run(options.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"debate-solve: {rule}", notes, StringComparison.Ordinal);
        Assert.Equal(1, notes.Count(c => c == '\n'));
    }

    [Fact]
    public void Out_of_time_is_exit_code_3()
    {
        var (code, output, notes) = Run("-p", "SE-PR", "-f", "hard.af", "--timeout", "0.5");
        Assert.Equal((3, "debate-solve: no answer within 0.5 s\n"), (code, notes));
        Assert.Empty(output);
    }

    [Fact]
    public void Every_problem_is_answered_and_certified()
    {
        foreach (var problem in Run("--problems").Output.Trim().Trim('[', ']').Split(','))
        {
            var (code, output, notes) = Run("-p", problem, "-f", "five.af", "-a", "1", "--certify");
            Assert.Equal(0, code);
            Assert.Matches("^(YES|NO|w|[0-9]+)", output);
            var known = problem.EndsWith("-EA", StringComparison.Ordinal) ? "certificate: " : "certificate: proved: ";
            Assert.StartsWith(known, notes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_arguments_is_answered()
    {
        Assert.Equal("YES\nw", Run("-p", "DC-PR", "-f", "chain.af", "-a", "99999").Output[..5]);
        Assert.Equal("NO\n", Run("-p", "DC-SST", "-f", "chain.af", "-a", "100000").Output);
        using var ideal = JsonDocument.Parse(Run("-p", "SE-ID", "-f", "chain.af", "-o", "json").Output);
        Assert.Equal(50_000, ideal.RootElement.GetProperty("witness").GetArrayLength());
    }

    private static (int Code, string Output, string Notes) Run(params string[] args)
    {
        using var output = new MemoryStream();
        var notes = new StringBuilder();
        // Every deadline here has already passed, so no test waits for one.
        var tool = new SolveTool(new(Content, output, line => notes.Append(line).Append('\n'), _ => new CancellationToken(canceled: true)));
        var code = tool.Run(args);
        return (code, Encoding.UTF8.GetString(output.ToArray()), notes.ToString());
    }

    private static byte[] Content(string file) => Encoding.UTF8.GetBytes(file switch
    {
        "five.af" => Five,
        "self.af" => Self,
        "named.apx" => Named,
        "chain.af" => Af(100_000, Enumerable.Range(1, 99_999).Select(a => (a, a + 1))),
        "hard.af" => Hard(),
        _ => throw new InputException($"{file}: the file cannot be read: there is none"),
    });

    private static string Hard()
    {
        var draws = SeededRandom.Create(3, "hard");
        return Af(300, Enumerable.Range(0, 3000).Select(_ => (1 + draws.NextInt(300), 1 + draws.NextInt(300))));
    }

    private static string Af(int arguments, IEnumerable<(int From, int To)> attacks) => FormattableString.Invariant($"p af {arguments}\n")
        + string.Concat(attacks.Select(a => FormattableString.Invariant($"{a.From} {a.To}\n")));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
