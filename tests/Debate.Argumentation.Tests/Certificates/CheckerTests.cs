using System.Numerics;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core;

namespace Debate.Argumentation.Tests.Certificates;

/// <summary>The checker against the definitions: it proves what the certificate table promises, and accepts no wrong answer.</summary>
public sealed class CheckerTests
{
    private const int Graphs = 60;

    public static TheoryData<string> Codes => [.. SemanticsCatalogue.Entries.Select(s => s.Code)];

    [Theory, MemberData(nameof(Codes))]
    public void Right_witnesses_are_proved_and_wrong_ones_rejected(string code)
    {
        var draws = SeededRandom.Create(11, code);
        for (var i = 0; i < Graphs; i++)
        {
            var (framework, extensions) = Drawn(draws, code);
            foreach (var kind in new[] { QueryKind.SomeExtension, QueryKind.Credulous, QueryKind.Sceptical })
                foreach (var set in extensions.Take(3).SelectMany(e => Mutations(e, framework.Count, draws)))
                {
                    var argument = Query.NeedsArgument(kind) ? draws.NextInt(framework.Count) : -1;
                    var side = kind == QueryKind.Credulous ? 1 : 0;
                    var right = extensions.Contains(set) && (argument < 0 || (set >> argument & 1) == side);
                    Judge(framework, code, kind, argument, new(kind != QueryKind.Sceptical, Members(set)), right);
                }
        }
    }

    [Theory, MemberData(nameof(Codes))]
    public void A_bare_yes_or_no_is_proved_where_it_is_right_and_else_rejected(string code)
    {
        var draws = SeededRandom.Create(12, code);
        for (var i = 0; i < Graphs; i++)
        {
            var (framework, extensions) = Drawn(draws, code);
            for (var a = 0; a < framework.Count; a++)
            {
                Judge(framework, code, QueryKind.Credulous, a, new(false), extensions.All(e => (e >> a & 1) == 0));
                Judge(framework, code, QueryKind.Sceptical, a, new(true), extensions.All(e => (e >> a & 1) == 1));
            }
            Judge(framework, code, QueryKind.SomeExtension, -1, new(false), extensions.Count == 0);
        }
    }

    [Theory, MemberData(nameof(Codes))]
    public void All_extensions_are_proved_and_one_less_or_one_more_is_rejected(string code)
    {
        var draws = SeededRandom.Create(13, code);
        for (var i = 0; i < Graphs / 2; i++)
        {
            var (framework, extensions) = Drawn(draws, code);
            Judge(framework, code, QueryKind.Extensions, -1, Every(extensions), true);
            if (extensions.Count > 0)
            {
                Judge(framework, code, QueryKind.Extensions, -1, Every(extensions.Skip(1)), false);
                Judge(framework, code, QueryKind.Extensions, -1, Every(extensions.Append(extensions[0])), false);
            }
            var stranger = Enumerable.Range(0, 1 << framework.Count).FirstOrDefault(s => !extensions.Contains(s), -1);
            if (stranger >= 0) Judge(framework, code, QueryKind.Extensions, -1, Every(extensions.Append(stranger)), false);
            foreach (var by in new[] { -1, 0, 1 })
                Judge(framework, code, QueryKind.Count, -1, new(true, Count: new BigInteger(extensions.Count + by)), by == 0);
        }
    }

    [Fact]
    public void What_is_no_argument_or_comes_twice_is_rejected()
    {
        var framework = Framework.Create(2, [0], [1]);
        foreach (var code in SemanticsCatalogue.Entries.Select(s => s.Code))
            foreach (int[] set in new[] { [0, 0], [-1], [2], new[] { 0, 7 } })
            {
                Assert.Equal(ProofStatus.Rejected, Check(framework, code, QueryKind.SomeExtension, -1, new(true, set)).Status);
                var all = new Answer(true, Extensions: [set], Count: 1);
                Assert.Equal(ProofStatus.Rejected, Check(framework, code, QueryKind.Extensions, -1, all).Status);
            }
    }

    [Fact]
    public void A_missing_witness_is_rejected()
    {
        var framework = Framework.Create(1, [], []);
        Assert.Equal(ProofStatus.Rejected, Check(framework, "PR", QueryKind.Credulous, 0, new(true)).Status);
    }

    [Fact]
    public void Without_conflicts_to_spend_an_answer_stays_unproved()
    {
        var draws = SeededRandom.Create(3, "hard");
        var pairs = Enumerable.Range(0, 900).Select(_ => (From: draws.NextInt(150), To: draws.NextInt(150))).ToArray();
        var framework = Framework.Create(150, [.. pairs.Select(p => p.From)], [.. pairs.Select(p => p.To)]);
        var query = Query.Parse("SE-ST");
        var finding = CertificateChecker.Check(framework, query, new(false), new SearchBudget(conflicts: 0));
        Assert.NotEqual(ProofStatus.Proved, finding.Status);
    }

    // Hard enough that searches which alternate in rounds of growing budget reach the later rounds.
    [Theory, InlineData("SE-PR"), InlineData("SE-SST"), InlineData("DS-PR")]
    public void Answers_that_take_several_turns_are_proved(string task)
    {
        const int Count = 190, Enough = 9_000;
        var draws = SeededRandom.Create(5, "turns");
        var all = from a in Enumerable.Range(0, Count) from b in Enumerable.Range(0, Count) select (From: a, To: b);
        var pairs = all.Where(p => p.From != p.To && draws.NextBool(9.0 / Count)).ToArray();
        var framework = Framework.Create(Count, [.. pairs.Select(p => p.From)], [.. pairs.Select(p => p.To)]);
        var (query, budget) = (Query.Parse(task, task[0] == 'D' ? 0 : -1), new SearchBudget());
        var answer = Solver.Ask(framework, query, budget);
        Assert.InRange(budget.Spent, Enough, long.MaxValue);
        Assert.Equal(ProofStatus.Proved, CertificateChecker.Check(framework, query, answer).Status);
    }

    [Fact]
    public void The_table_covers_every_task_semantics_and_answer_once()
    {
        var rows = CertificateTable.Rows;
        var expected = from kind in Enum.GetValues<QueryKind>()
                       from semantics in SemanticsCatalogue.Entries
                       from answer in CertificateTable.Answers(kind)
                       select (kind, semantics.Code, answer);
        Assert.Equal(expected, rows.Select(r => (r.Task, r.Semantics, r.Answer)));
        Assert.All(rows, r => Assert.True(r.ProofKind != ProofKind.Partly || r.Note.Length > 0, r.ToString()));
    }

    private static void Judge(Framework framework, string code, QueryKind kind, int argument, Answer answer, bool right)
    {
        var finding = Check(framework, code, kind, argument, answer);
        var evidence = CertificateTable.GetRow(kind, SemanticsCatalogue.Find(code)!, Said(kind, answer)).ProofKind;
        var whole = evidence is not (ProofKind.Partly or ProofKind.Unproved);
        var context = $"{Query.CodeOf(kind)}-{code} {argument} {Said(kind, answer)}: {finding}";
        if (right) Assert.NotEqual(ProofKind.Impossible, evidence);
        var (must, mustNot) = right ? (ProofStatus.Proved, ProofStatus.Rejected) : (ProofStatus.Rejected, ProofStatus.Proved);
        Assert.True(whole ? finding.Status == must : finding.Status != mustNot, context);
    }

    private static CheckResult Check(Framework framework, string code, QueryKind kind, int argument, Answer answer) =>
        CertificateChecker.Check(framework, new Query(kind, SemanticsCatalogue.Find(code)!, argument), answer);

    private static string Said(QueryKind kind, Answer answer) => kind switch
    {
        QueryKind.SomeExtension => answer.Accepted ? "set" : "none",
        QueryKind.Extensions => "all",
        QueryKind.Count => "number",
        _ => answer.Accepted ? "yes" : "no",
    };

    private static (Framework, IReadOnlyList<int>) Drawn(SeededRandom draws, string code)
    {
        var n = 1 + draws.NextInt(6);
        var density = 0.1 + 0.4 * draws.NextInt(100) / 100.0;
        var all = from a in Enumerable.Range(0, n) from b in Enumerable.Range(0, n) select (From: a, To: b);
        var pairs = all.Where(p => draws.NextBool(p.From == p.To ? 0.1 : density)).ToArray();
        return (Framework.Create(n, [.. pairs.Select(p => p.From)], [.. pairs.Select(p => p.To)]),
            new BruteForce(n, pairs).Extensions(code));
    }

    // The set itself, then with one argument fewer, with one more, and with one exchanged for another.
    private static IEnumerable<int> Mutations(int set, int count, SeededRandom draws)
    {
        var (a, b) = (draws.NextInt(count), draws.NextInt(count));
        return [set, set & ~(1 << a), set | (1 << a), (set & ~(1 << a)) | (1 << b)];
    }

    private static Answer Every(IEnumerable<int> sets)
    {
        IReadOnlyList<IReadOnlyList<int>> extensions = [.. sets.Select(Members)];
        return new(extensions.Count > 0, Extensions: extensions, Count: extensions.Count);
    }

    private static IReadOnlyList<int> Members(int set) => [.. Enumerable.Range(0, 32).Where(a => (set >> a & 1) == 1)];
}
