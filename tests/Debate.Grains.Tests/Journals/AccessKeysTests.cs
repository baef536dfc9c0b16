using System.Text;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Storage;
using Debate.Testing;

namespace Debate.Grains.Tests.Journals;

/// <summary>The keys of a store: what is kept of them, and that all who share the store have them.</summary>
public sealed class AccessKeysTests
{
    [Fact]
    public async Task A_folder_has_the_keys_of_all_processes_and_no_key_itself()
    {
        using var folder = new JournalFolder();
        string[] texts;
        await using (var one = SqliteJournal.Open(folder.Name))
        await using (var two = SqliteJournal.Open(folder.Name))
            texts = await ShareAsync(one, two);
        foreach (var file in Directory.GetFiles(folder.Name))
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.DoesNotContain(texts, text => bytes.Contains(text[^20..], StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_redis_has_the_keys_of_all_silos()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var one = await RedisJournal.OpenAsync(redis.Address);
        await using var two = await RedisJournal.OpenAsync(redis.Address);
        await ShareAsync(one, two);
        Assert.Empty(await one.ListAsync(new(IncludeChildren: true) { Tenant = null }));
    }

    [Theory]
    [InlineData("read", AccessScopes.Read, true)]
    [InlineData("read", AccessScopes.Run, false)]
    [InlineData("run, reward", AccessScopes.Reward, true)]
    [InlineData("run,reward", AccessScopes.Oversee, false)]
    [InlineData("admin", AccessScopes.Oversee, true)]
    [InlineData("oversee", AccessScopes.Admin, false)]
    public void A_scope_allows_itself_and_admin_all(string scopes, AccessScopes needed, bool isAllowed)
    {
        var key = new AccessKey("1", "n", Tenant.Default, AccessKeys.ParseScopes(scopes, "--scopes"), default);
        Assert.Equal(isAllowed, key.Allows(needed));
        Assert.False((key with { Revoked = default(DateTimeOffset) }).Allows(needed));
        Assert.Equal(scopes.Replace(" ", "", StringComparison.Ordinal), AccessKeys.FormatScopes(key.Scopes));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("reed")]
    [InlineData("Read")]
    [InlineData("none")]
    public void A_scope_that_is_none_is_named(string scopes) =>
        Assert.StartsWith("--scopes '", Assert.Throws<InputException>(() => AccessKeys.ParseScopes(scopes, "--scopes")).Message);

    private static async Task<string[]> ShareAsync(IJournal first, IJournal second)
    {
        AccessKeys[] stores = [new(first, TimeProvider.System), new(second, TimeProvider.System)];
        Assert.Empty(await stores[0].ListAsync());
        // Many at once, from two sides: none is lost.
        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => stores[i % 2].AddAsync($"name {i}", new(i % 3 == 0 ? "acme" : "default"), AccessScopes.Read | AccessScopes.Run)));
        foreach (var store in stores)
            Assert.Equal(added.Select(a => a.Key.Id).Order(), (await store.ListAsync()).Select(key => key.Id).Order());
        var (key, text) = added[3];
        var known = (await stores[1].ListAsync()).Single(k => k.Id == AccessKeys.FindId(text));
        Assert.True(known.Matches(text));
        Assert.False(known.Matches(text + "x") || known.Matches(added[4].Text));
        Assert.Equal(("name 3", "acme"), (known.Name, known.Tenant.Name));
        await stores[0].RevokeAsync(key.Id);
        Assert.NotNull((await stores[1].ListAsync()).Single(k => k.Id == key.Id).Revoked);
        var again = await stores[1].RevokeAsync(key.Id);
        Assert.Equal((await stores[0].ListAsync()).Single(k => k.Id == key.Id).Revoked, again.Revoked);
        Assert.Contains("'none'", (await Assert.ThrowsAsync<InputException>(() => stores[0].RevokeAsync("none"))).Message);
        return [.. added.Select(a => a.Text)];
    }
}
