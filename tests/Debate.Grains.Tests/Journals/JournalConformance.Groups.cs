using CsCheck;
using Debate.Deliberation.Engine;
using Debate.Grains.Journals;

namespace Debate.Grains.Tests.Journals;

public abstract partial class JournalConformance
{
    private static readonly Gen<(int Run, int Sequence, int Path)[]> Attempts =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[0, 6]).Array[1, 40];

    [Fact]
    public async Task A_refusal_inside_a_group_is_that_entrys_alone()
    {
        var (a, b) = (new WrittenRun("a"), new WrittenRun("b"));
        Task<Append>[] became;
        await using (await HoldAsync())
        {
            became =
            [
                Journal.AppendAsync(a.Id, WrittenRun.Entry(0, "start")),
                Journal.AppendAsync(a.Id, WrittenRun.Entry(1, "start"), WrittenRun.Line("a")),
                Journal.AppendAsync(a.Id, WrittenRun.Entry(2, "builds on the refused one"), WrittenRun.Line("a")),
                Journal.AppendAsync(b.Id, WrittenRun.Entry(0, "start"), WrittenRun.Line("b")),
                Journal.AppendAsync(a.Id, WrittenRun.Entry(1, "1")),
                Journal.AppendAsync(a.Id, WrittenRun.Entry(0, "0")),
            ];
        }

        Assert.Equal([Append.Done, Append.PathTaken, Append.Fenced, Append.Done, Append.Done, Append.Fenced], await Task.WhenAll(became));
        Assert.Equal(["start", "1"], (await Journal.ReadAsync(a.Id)).Select(e => e.Path));
        Assert.Null(await Journal.FindAsync(a.Id));
        Assert.NotNull(await Journal.FindAsync(b.Id));
    }

    [Fact]
    public async Task Appends_side_by_side_end_as_they_do_one_after_the_other()
    {
        var round = 0;
        await Attempts.SampleAsync(async attempts =>
        {
            var (prefix, model) = ($"law-{Interlocked.Increment(ref round)}", new MemoryJournal());
            var became = await AppendAllAsync(Journal, prefix, attempts);
            Assert.Equal(await AppendAllAsync(model, prefix, attempts), became);
            for (var run = 0; run < 3; run++)
            {
                var id = new WrittenRun($"{prefix}/{run}").Id;
                Assert.Equal((await model.ReadAsync(id)).Select(Shown), (await Journal.ReadAsync(id)).Select(Shown));
            }
        }, seed: "0000KOIPe036", iter: 50, threads: 1);
    }

    [Fact]
    public async Task Appends_of_one_run_keep_their_order_without_waiting()
    {
        var run = new WrittenRun("fast");
        var became = Enumerable.Range(0, 500).Select(_ => Journal.AppendAsync(run.Id, run.Next())).ToArray();

        Assert.All(await Task.WhenAll(became), append => Assert.Equal(Append.Done, append));
        var entries = await Journal.ReadAsync(run.Id);
        Assert.Equal(500, entries.Count);
        Chain.Verify(run.Id, entries);
    }

    [Fact]
    public async Task Many_runs_from_two_sides_each_get_all_their_entries()
    {
        var runs = Enumerable.Range(0, 64).Select(i => new WrittenRun($"many/{i}")).ToArray();
        await Task.WhenAll(runs.Select((run, i) => Task.Run(() => AppendRunAsync(i % 2 == 0 ? Journal : Second, run, 30))));

        foreach (var run in runs)
        {
            var entries = await Journal.ReadAsync(run.Id);
            Assert.Equal(30, entries.Count);
            Chain.Verify(run.Id, entries);
        }
        Assert.Equal(64, (await Second.ListAsync(new(Children: true))).Count);
    }

    private static async Task AppendRunAsync(IJournal journal, WrittenRun run, int entries)
    {
        for (var i = 0; i < entries; i++)
            Assert.Equal(Append.Done, await journal.AppendAsync(run.Id, run.Next(), i == 0 ? WrittenRun.Line(run.Id.Value) : null));
    }

    private static Task<Append[]> AppendAllAsync(IJournal journal, string prefix, (int Run, int Sequence, int Path)[] attempts) =>
        Task.WhenAll([.. attempts.Select(a =>
            journal.AppendAsync(new WrittenRun($"{prefix}/{a.Run}").Id, WrittenRun.Entry(a.Sequence, $"{a.Path}")))]);
}
