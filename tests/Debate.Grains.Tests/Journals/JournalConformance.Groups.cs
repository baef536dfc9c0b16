using CsCheck;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

public abstract partial class JournalConformance
{
    private static readonly Gen<(int Run, int Sequence, int Path)[]> Attempts =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[0, 6]).Array[1, 40];

    [Fact]
    public async Task A_refusal_inside_a_group_is_that_entrys_alone()
    {
        var (a, b) = (new RunWriter("a"), new RunWriter("b"));
        Task<AppendResult>[] appendResult;
        await using (await HoldAsync())
        {
            appendResult =
            [
                Journal.AppendAsync(a.Id, RunWriter.Entry(0, "start")),
                Journal.AppendAsync(a.Id, RunWriter.Entry(1, "start"), RunWriter.Line("a")),
                Journal.AppendAsync(a.Id, RunWriter.Entry(2, "builds on the refused one"), RunWriter.Line("a")),
                Journal.AppendAsync(b.Id, RunWriter.Entry(0, "start"), RunWriter.Line("b")),
                Journal.AppendAsync(a.Id, RunWriter.Entry(1, "1")),
                Journal.AppendAsync(a.Id, RunWriter.Entry(0, "0")),
            ];
        }

        Assert.Equal([AppendResult.Appended, AppendResult.PathExists, AppendResult.Fenced, AppendResult.Appended, AppendResult.Appended,
            AppendResult.Fenced], await Task.WhenAll(appendResult));
        Assert.Equal(["start", "1"], (await Journal.ReadAsync(a.Id)).Select(e => e.Path));
        Assert.Null(await Journal.FindSummaryAsync(a.Id));
        Assert.NotNull(await Journal.FindSummaryAsync(b.Id));
    }

    [Fact]
    public async Task Appends_side_by_side_end_as_they_do_one_after_the_other()
    {
        var round = 0;
        await Attempts.SampleAsync(async attempts =>
        {
            var (prefix, model) = ($"law-{Interlocked.Increment(ref round)}", new MemoryJournal());
            var appendResult = await AppendAllAsync(Journal, prefix, attempts);
            Assert.Equal(await AppendAllAsync(model, prefix, attempts), appendResult);
            for (var run = 0; run < 3; run++)
            {
                var id = new RunWriter($"{prefix}/{run}").Id;
                Assert.Equal((await model.ReadAsync(id)).Select(Shown), (await Journal.ReadAsync(id)).Select(Shown));
            }
        }, seed: "0000KOIPe036", iter: 50, threads: 1);
    }

    [Fact]
    public async Task Appends_of_one_run_keep_their_order_without_waiting()
    {
        var run = new RunWriter("fast");
        var appendResult = Enumerable.Range(0, 500).Select(_ => Journal.AppendAsync(run.Id, run.Next())).ToArray();

        Assert.All(await Task.WhenAll(appendResult), append => Assert.Equal(AppendResult.Appended, append));
        var entries = await Journal.ReadAsync(run.Id);
        Assert.Equal(500, entries.Count);
        HashChain.Verify(run.Id, entries);
    }

    [Fact]
    public async Task Many_runs_from_two_sides_each_get_all_their_entries()
    {
        var runs = Enumerable.Range(0, 64).Select(i => new RunWriter($"many/{i}")).ToArray();
        await Task.WhenAll(runs.Select((run, i) => Task.Run(() => AppendRunAsync(i % 2 == 0 ? Journal : Second, run, 30))));

        foreach (var run in runs)
        {
            var entries = await Journal.ReadAsync(run.Id);
            Assert.Equal(30, entries.Count);
            HashChain.Verify(run.Id, entries);
        }
        Assert.Equal(64, (await Second.ListAsync(new(IncludeChildren: true))).Count);
    }

    private static async Task AppendRunAsync(IJournal journal, RunWriter run, int entries)
    {
        for (var i = 0; i < entries; i++)
            Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, run.Next(), i == 0 ? RunWriter.Line(run.Id.Value)
                : null));
    }

    private static Task<AppendResult[]> AppendAllAsync(IJournal journal, string prefix, (int Run, int Sequence, int Path)[] attempts) =>
        Task.WhenAll([.. attempts.Select(a =>
            journal.AppendAsync(new RunWriter($"{prefix}/{a.Run}").Id, RunWriter.Entry(a.Sequence, $"{a.Path}")))]);
}
