using System.Text;
using Debate.Argumentation.Competition;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Competition;

/// <summary>Frameworks read from bytes: the same attacks as from other readers, and one line per error.</summary>
public sealed class FrameworkFileTests
{
    private const string Af = "# c\np af 12 3\n1 2\n2 3\n3 12\n";
    private const string Apx = "arg(a1). arg(b_2).\n% c\natt(a1,b_2).\narg(é).\natt(é, a1) .\n";
    private const string Tgf = "1 first\nb\n\n3\n#\n1 b label\nb 3\n";

    [Fact]
    public void Every_af_file_at_hand_holds_the_same_attacks_as_its_map() =>
        Assert.All(Directory.GetFiles(SharedData.Folder("af"), "*.af"), path =>
        {
            var map = Framework.FromGraph(Iccma.Read(path, File.ReadAllText(path)).Graph);
            Same(map, FrameworkFile.Read(path, File.ReadAllBytes(path)).Framework);
        });

    [Fact]
    public void Attacks_in_any_order_and_repeated_ones_make_the_same_framework()
    {
        var draws = SeededRandom.Create(4, "order");
        for (var i = 0; i < 300; i++)
        {
            var n = 1 + draws.NextInt(6);
            var pairs = Enumerable.Range(0, draws.NextInt(15)).Select(_ => (draws.NextInt(n), draws.NextInt(n))).ToArray();
            var sorted = pairs.Distinct().Order().ToArray();
            Same(Built(n, sorted), Built(n, pairs));
            Assert.Equal(sorted, from a in Enumerable.Range(0, n) from b in Built(n, pairs).Attacked[a].ToArray() select (a, b));
            Assert.Equal(sorted, (from b in Enumerable.Range(0, n) from a in Built(n, pairs).Attackers[b].ToArray() select (a, b)).Order());
        }
    }

    [Theory]
    [InlineData("x.af", Af)]
    [InlineData("x.apx", Apx)]
    [InlineData("x.tgf", "1 first\nb\n#\n1 b\n")]
    public void A_byte_order_mark_is_passed_over_here_and_in_maps(string name, string text)
    {
        Same(Read(name, text).Framework, Read(name, "\uFEFF" + text).Framework);
        Assert.Equal(Read(name, text).NameOf(0), Read(name, "\uFEFF" + text).NameOf(0));
        Same(Read(name, text).Framework, Framework.FromGraph(GraphFormats.Read(name, "\uFEFF" + text).Graph));
    }

    [Fact]
    public void Apx_names_its_arguments()
    {
        var file = Read("x.apx", Apx);
        Assert.Equal((3, 2), (file.Framework.Count, file.Framework.AttackCount));
        Assert.Equal(["a1", "b_2", "é"], Enumerable.Range(0, 3).Select(file.NameOf));
        Assert.Equal([0], file.Framework.Attackers[file.GetArgument("b_2")].ToArray());
        Assert.Contains("'zz'", Assert.Throws<InputException>(() => file.GetArgument("zz")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quoted_names_are_terms_and_stand_in_quotes_in_answers()
    {
        const string text = "arg(\"Tax cut\").\narg(Debt). arg(\"a \\\"b\\\\ (c), % d\\n\").\natt( \"Debt\" ,\"Tax cut\"). % note\n";
        var file = Read("x.apx", text);
        Assert.Equal(["Tax cut", "Debt", "a \"b\\ (c), % d\n"], Enumerable.Range(0, 3).Select(file.NameOf));
        Assert.Equal([1], file.Framework.Attackers[file.GetArgument("Tax cut")].ToArray());
        Assert.Equal(0, file.GetArgument("\"Tax cut\""));
        Assert.Equal(1, file.GetArgument("\"Debt\""));
        Assert.Equal("w Debt \"a \\\"b\\\\ (c), % d\\n\"\n", Solve(text, "-p", "SE-PR"));
        Assert.Equal("NO\n", Solve(text, "-p", "DC-PR", "-a", "Tax cut"));
        Assert.Equal([1, 2], AnswerReader.Read(QueryKind.SomeExtension, Solve(text, "-p", "SE-PR"), file)!.Witness!);
    }

    [Fact]
    public void What_a_map_is_written_as_a_solver_reads()
    {
        var draws = SeededRandom.Create(8, "names");
        string[] signs = ["a", "B", " ", "\"", "\\", "%", "(", ")", ",", ".", "\n", "é", "-", "_", "n"];
        for (var i = 0; i < 300; i++)
        {
            string Name() => string.Concat(Enumerable.Range(0, 1 + draws.NextInt(6)).Select(_ => signs[draws.NextInt(signs.Length)]));
            var names = Enumerable.Range(0, 1 + draws.NextInt(5)).Select(_ => Name()).Distinct().ToArray();
            var builder = new ArgumentGraphBuilder();
            foreach (var name in names) builder.AddArgument(name);
            for (var a = 0; a < names.Length; a++)
                if (draws.NextBool(0.6)) builder.AddAttack(a, draws.NextInt(names.Length));
            var graph = builder.Build();
            var file = Read("x.apx", Tests.Formats.Maps.Written(GraphFormats.GetByName("apx"), new ArgumentMap("m", graph)));
            Same(Framework.FromGraph(graph), file.Framework);
            Assert.Equal(Enumerable.Range(0, names.Length).Select(graph.Id), Enumerable.Range(0, names.Length).Select(file.NameOf));
        }
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_refused_as_such() => Assert.Equal("x.apx: line 2: a name is not UTF-8; save the file as UTF-8",
        Assert.Throws<InputException>(() => FrameworkFile.Read("x.apx", Encoding.Latin1.GetBytes("arg(a).\narg(M\u00FCller)."))).Message);

    [Fact]
    public void Tgf_names_its_arguments_and_skips_labels()
    {
        var file = Read("x.tgf", Tgf);
        Assert.Equal(["1", "b", "3"], Enumerable.Range(0, 3).Select(file.NameOf));
        Assert.Equal([1], file.Framework.Attackers[2].ToArray());
    }

    [Fact]
    public void The_format_asked_for_wins_over_the_extension()
    {
        Assert.Equal(3, FrameworkFile.Read("x.txt", Encoding.UTF8.GetBytes(Apx), "apx").Framework.Count);
        Assert.Equal(12, FrameworkFile.Read("x.apx", Encoding.UTF8.GetBytes(Af), "i23").Framework.Count);
        Assert.Contains("'xyz'", Assert.Throws<InputException>(() => FrameworkFile.Read("x", [], "xyz")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.af", "p af 2\n1 3\n", "line 2: argument '3' is not in 1..2")]
    [InlineData("x.af", "# c\np af 2\n\n1 x\n", "line 4: argument 'x'")]
    [InlineData("x.af", "1 2\n", "line 1: the first line must be 'p af n'")]
    [InlineData("x.af", "p af two\n", "line 1: n is 'two'")]
    [InlineData("x.af", "p af 2\n1 2 3\n", "line 2: an attack is two numbers")]
    [InlineData("x.af", "p af 2\n1", "line 2: argument ''")]
    [InlineData("x.af", "p af 99999999999999999999\n", "line 1: n is '99999999999999999999'")]
    [InlineData("x.af", "", "line 1: the line 'p af n' is missing")]
    [InlineData("x.apx", "arg(a).\natt(a,b).\n", "line 2: an attack names an argument that no fact")]
    [InlineData("x.apx", "arg(a)\narg(b).", "line 1: a fact must be")]
    [InlineData("x.apx", "arg().", "line 1: a fact must be")]
    [InlineData("x.apx", "arg(\"\").", "line 1: a fact must be")]
    [InlineData("x.apx", "arg(\"a).\narg(b).", "line 1: a quoted name does not end on its line")]
    [InlineData("x.apx", "arg(\"a\\\").", "line 1: a quoted name does not end on its line")]
    [InlineData("x.apx", "arg(a).\nsupport(a,a).", "line 2: a framework has attacks alone")]
    [InlineData("x.apx", "arg(a).\natt(a,\"b \\\"c\").", "line 2: an attack names an argument that no fact")]
    [InlineData("x.apx", "arg(a\u001b[2J).", "line 1: a fact must be")]
    [InlineData("x.tgf", "1\n2\n", "line 3: the line '#'")]
    [InlineData("x.tgf", "1\n2\n#\n1 9\n", "line 4: argument '9'")]
    [InlineData("x.tgf", "1\n#\n1\n", "line 3: an attack is the names")]
    [InlineData("x.tgf", "1\n# x\n", "line 2: the line between")]
    public void A_wrong_file_is_refused_with_its_line(string file, string text, string rule)
    {
        var message = Assert.Throws<InputException>(() => Read(file, text)).Message;
        Assert.StartsWith($"{file}: {rule}", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("x.af", Af)]
    [InlineData("x.apx", Apx)]
    [InlineData("x.tgf", Tgf)]
    public void A_thousand_damaged_files_are_read_or_refused_with_a_line(string file, string text)
    {
        var refused = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            var draws = SeededRandom.Create(seed, "damage");
            var bytes = Encoding.UTF8.GetBytes(text).ToList();
            for (var i = 0; i <= draws.NextInt(4); i++) Damage(bytes, draws);
            var error = Record.Exception(() => FrameworkFile.Read(file, [.. bytes]));
            if (error is null) continue;
            refused++;
            Assert.IsType<InputException>(error);
            Assert.Matches($@"^x\.[a-z]+: line \d+: [^\u0000-\u001f]+$", error.Message);
        }
        Assert.InRange(refused, 300, 1000);
    }

    [Theory]
    [InlineData("x.af")]
    [InlineData("x.apx")]
    [InlineData("x.tgf")]
    public void A_large_file_is_read(string file)
    {
        var attacks = LongRun.Size(50_000, 1_000_000);
        var arguments = attacks / 5;
        var draws = SeededRandom.Create(1, "large");
        var text = new StringBuilder(file == "x.af" ? FormattableString.Invariant($"p af {arguments}\n") : "");
        for (var a = 1; a <= arguments && file != "x.af"; a++)
            text.Append(file == "x.apx" ? "arg(" : "").Append(a).Append(file == "x.apx" ? ").\n" : "\n");
        if (file == "x.tgf") text.Append("#\n");
        for (var i = 0; i < attacks; i++)
        {
            var (a, b) = (1 + draws.NextInt(arguments), 1 + draws.NextInt(arguments));
            if (file == "x.apx") text.Append("att(").Append(a).Append(',').Append(b).Append(").\n");
            else text.Append(a).Append(' ').Append(b).Append('\n');
        }
        var framework = Read(file, text.ToString()).Framework;
        Assert.Equal(arguments, framework.Count);
        Assert.InRange(framework.AttackCount, attacks - 100, attacks);
    }

    private static string Solve(string text, params string[] args)
    {
        using var output = new MemoryStream();
        new SolveTool(new(_ => Encoding.UTF8.GetBytes(text), output, _ => { }, _ => default)).Run([.. args, "-f", "x.apx"]);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static void Damage(List<byte> bytes, SeededRandom draws)
    {
        ReadOnlySpan<byte> noise = [.. " \t\r\n#%().,019ap\0\u001b"u8, 0xC2, 0x9B, 0xFF];
        var at = draws.NextInt(bytes.Count);
        switch (draws.NextInt(3))
        {
            case 0: bytes[at] = noise[draws.NextInt(noise.Length)]; break;
            case 1: bytes.Insert(at, noise[draws.NextInt(noise.Length)]); break;
            default: if (bytes.Count > 1) bytes.RemoveAt(at); break;
        }
    }

    private static FrameworkFile Read(string file, string text) => FrameworkFile.Read(file, Encoding.UTF8.GetBytes(text));

    private static Framework Built(int n, (int From, int To)[] pairs) =>
        Framework.Create(n, [.. pairs.Select(p => p.From)], [.. pairs.Select(p => p.To)]);

    private static void Same(Framework expected, Framework actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var a = 0; a < expected.Count; a++)
        {
            Assert.Equal(expected.Attacked[a].ToArray(), actual.Attacked[a].ToArray());
            Assert.Equal(expected.Attackers[a].ToArray(), actual.Attackers[a].ToArray());
        }
    }
}
