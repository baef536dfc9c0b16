using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;
using Debate.Testing;

namespace Debate.Grains.Tests.Journals;

/// <summary>Tenants use the same ids for runs of their own; the default tenant has those that earlier builds wrote.</summary>
public sealed class TenantTests
{
    private static readonly Tenant[] Tenants = [Tenant.Default, new("acme-1"), new("acme-10")];

    [Fact]
    public async Task Tenants_of_one_folder_have_their_own_runs_alone()
    {
        using var folder = new JournalFolder();
        await using (var journal = SqliteJournal.Open(folder.Name)) await SeeTheirOwnAsync(journal);
        await using var again = SqliteJournal.OpenReadOnly(folder.Name);
        Assert.Equal(3, (await again.ReadAsync(DeliberationId.FromKey("acme-1:a"))).Count);
        await SeeListsAsync(again);
    }

    [Fact]
    public Task Tenants_of_one_memory_have_their_own_runs_alone() => SeeTheirOwnAsync(new MemoryJournal());

    [Fact]
    public async Task Tenants_of_one_redis_have_their_own_runs_alone_and_the_default_has_the_keys_of_earlier_builds()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        using var folder = new JournalFolder();
        await using var live = await RedisJournal.OpenAsync(redis.Address);
        await SeeTheirOwnAsync(live);
        foreach (var key in new[] { "debate:roots", "debate:open", "debate:{a}:entries:a/1", "debate:{a}:paths:a", "debate:{a}:last:a", "debate:{a}:lines" })
            await redis.UntilAsync($"EXISTS {key}", ":1");
        await redis.UntilAsync("LLEN debate:{acme-1:a}:entries:a", ":3");
        await using var archived = new ArchivedJournal(live, new(folder.Name));
        foreach (var tenant in Tenants)
        {
            var done = new RunWriter(new DeliberationId("done") { Tenant = tenant }.Key);
            await live.AppendAsync(done.Id, done.Next(text: tenant.Name), RunWriter.Line(done.Id.Key, status: RunStatus.Finished));
        }
        Assert.Equal(3, (await archived.ArchiveAsync(DateTimeOffset.MaxValue, TestContext.Current.CancellationToken)).Count);
        foreach (var tenant in Tenants)
        {
            var id = new DeliberationId("done") { Tenant = tenant };
            Assert.Equal(tenant.Name, ((StatementMade)Assert.Single(await archived.ReadAsync(id)).ReadBody()).Text);
            Assert.Equal(id, Assert.Single(await archived.ListAsync(new() { Tenant = tenant }), run => run.Id.Value == "done").Id);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("a{b}")]
    [InlineData("it's")]
    public void Name_that_cannot_be_part_of_a_key_is_refused(string name) =>
        Assert.Contains($"tenant '{name}'", Assert.Throws<InputException>(() => new Tenant(name)).Message);

    private static async Task SeeTheirOwnAsync(IJournal journal)
    {
        var watched = new RunWriter("a").Id;
        await using var watcher = new JournalWatcher(journal, watched, 0);
        for (var i = 0; i < Tenants.Length; i++)
            foreach (var id in (string[])["a", "a/1", $"b{i}"])
            {
                var run = new RunWriter(new DeliberationId(id) { Tenant = Tenants[i] }.Key);
                for (var entry = 0; entry < 2 + i; entry++)
                    Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, run.Next(), RunWriter.Line(run.Id.Key, calls: i)));
            }
        await SeeListsAsync(journal);
        await watcher.UntilAsync(2);
        Assert.Equal(2, watcher.Seen.Count);
    }

    private static async Task SeeListsAsync(IJournal journal)
    {
        for (var i = 0; i < Tenants.Length; i++)
        {
            var (tenant, a) = (Tenants[i], new DeliberationId("a") { Tenant = Tenants[i] });
            Assert.Equal(2 + i, (await journal.ReadAsync(a)).Count);
            Assert.Equal((a, i), ((await journal.FindSummaryAsync(a))!.Id, (await journal.FindSummaryAsync(a))!.Usage.Calls));
            Assert.Equal([a, new($"b{i}") { Tenant = tenant }], (await journal.ListAsync(new() { Tenant = tenant })).Select(run => run.Id));
            Assert.Equal(3, (await journal.ListAsync(new(IncludeChildren: true) { Tenant = tenant })).Count);
            Assert.Equal([a, a.Child("1")], (await journal.ListAsync(new(Subtree: a))).Select(run => run.Id));
        }
        Assert.Equal(["a", "b0"], (await journal.ListAsync(new())).Select(run => run.Id.Key));
        Assert.Equal(["a", "acme-10:a", "acme-10:b2", "acme-1:a", "acme-1:b1", "b0"],
            (await journal.ListAsync(new() { Tenant = null })).Select(run => run.Id.Key).Order(StringComparer.Ordinal));
    }
}
