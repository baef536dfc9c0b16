using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Storage;
using Debate.Testing;

namespace Debate.Grains.Tests.Journals;

/// <summary>A journal is opened for one tenant and sees no other's runs; the default tenant has those that earlier builds wrote.</summary>
public sealed class TenantTests
{
    private static readonly Tenant Acme = new("acme-1"), Other = new("acme-10");

    [Fact]
    public async Task Tenants_of_one_folder_see_their_own_runs_alone()
    {
        using var folder = new JournalFolder();
        await using var one = SqliteJournal.Open(folder.Name);
        await using var two = SqliteJournal.Open(folder.Name, Acme);
        await using var three = SqliteJournal.Open(folder.Name, Other);
        await SeeTheirOwnAsync(one, two, three);
        await using var again = SqliteJournal.OpenReadOnly(folder.Name, Acme);
        Assert.Equal(3, (await again.ReadAsync(new RunWriter("a").Id)).Count);
    }

    [Fact]
    public async Task Tenants_of_one_redis_see_their_own_runs_alone_and_the_default_has_the_keys_of_earlier_builds()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var one = await RedisJournal.OpenAsync(redis.Address);
        await using var two = await RedisJournal.OpenAsync(redis.Address, tenant: Acme);
        await using var three = await RedisJournal.OpenAsync(redis.Address, tenant: Other);
        await SeeTheirOwnAsync(one, two, three);
        foreach (var key in new[] { "debate:roots", "debate:open", "debate:{a}:entries:a/1", "debate:{a}:paths:a", "debate:{a}:last:a", "debate:{a}:lines" })
            await redis.UntilAsync($"EXISTS {key}", ":1");
        await redis.UntilAsync("LLEN debate:{acme-1:a}:entries:a", ":3");
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

    private static async Task SeeTheirOwnAsync(params IJournal[] tenants)
    {
        await using var watcher = new JournalWatcher(tenants[0], new RunWriter("a").Id, 0);
        for (var i = 0; i < tenants.Length; i++)
        {
            var runs = (RunWriter[])[new("a"), new("a/1"), new($"b{i}")];
            foreach (var run in runs)
                for (var entry = 0; entry < 2 + i; entry++)
                    Assert.Equal(AppendResult.Appended, await tenants[i].AppendAsync(run.Id, run.Next(), RunWriter.Line(run.Id.Value, calls: i)));
        }
        for (var i = 0; i < tenants.Length; i++)
        {
            Assert.Equal(2 + i, (await tenants[i].ReadAsync(new RunWriter("a").Id)).Count);
            Assert.Equal(i, (await tenants[i].FindSummaryAsync(new RunWriter("a").Id))!.Usage.Calls);
            Assert.Equal(["a", $"b{i}"], (await tenants[i].ListAsync(new())).Select(run => run.Id.Value));
            Assert.Equal(3, (await tenants[i].ListAsync(new(IncludeChildren: true))).Count);
            Assert.Equal(["a", "a/1"], (await tenants[i].ListAsync(new(Subtree: new RunWriter("a").Id))).Select(run => run.Id.Value));
        }
        await watcher.UntilAsync(2);
        Assert.Equal(2, watcher.Seen.Count);
    }
}
