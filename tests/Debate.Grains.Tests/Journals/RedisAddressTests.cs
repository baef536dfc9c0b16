using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Storage;
using Debate.Testing;
using StackExchange.Redis;

namespace Debate.Grains.Tests.Journals;

/// <summary>Where in a Redis a deployment is, who it is to the server, and what it needs of it.</summary>
public sealed class RedisAddressTests
{
    [Theory]
    [InlineData("redis://h", "h:6379", 0, "debate", null, null, false)]
    [InlineData("redis://h:7/3", "h:7", 3, "debate", null, null, false)]
    [InlineData("redis://h/?prefix=team-a", "h:6379", 0, "team-a", null, null, false)]
    [InlineData("redis://bob:p%40ss@h:7/2?prefix=b.1", "h:7", 2, "b.1", "bob", "p@ss", false)]
    [InlineData("redis://:pw@h", "h:6379", 0, "debate", null, "pw", false)]
    [InlineData("redis://pw@h", "h:6379", 0, "debate", null, "pw", false)]
    [InlineData("rediss://h:7", "h:7", 0, "debate", null, null, true)]
    [InlineData("redis://[::1]:7", "::1:7", 0, "debate", null, null, false)]
    public void Address_is_read(string text, string place, int database, string prefix, string? user, string? password, bool isEncrypted)
    {
        var address = RedisAddress.Parse(text);
        var options = address.Options;
        Assert.Equal(place, Assert.Single(options.EndPoints) is DnsEndPoint name ? $"{name.Host}:{name.Port}" : $"{options.EndPoints[0]}");
        Assert.Equal(((int?)database, prefix, user, password, isEncrypted),
            (options.DefaultDatabase, address.Prefix, options.User, options.Password, options.Ssl));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "redis://[USER:PASSWORD@]HOST")]
    [InlineData("redis", "redis://[USER:PASSWORD@]HOST")]
    [InlineData("redis://h/three", "/three: the database must be a whole number")]
    [InlineData("redis://h/-1", "/-1: the database must be a whole number")]
    [InlineData("redis://h?prefix=", "?prefix=NAME")]
    [InlineData("redis://h?prefix=a:b", "?prefix=NAME")]
    [InlineData("redis://h?db=3", "?prefix=NAME")]
    [InlineData("redis://bob:topsecret@h/x", "redis '...@h/x'")]
    [InlineData("bob:topsecret@h", "'...@h'")]
    public void What_is_no_address_is_refused_without_its_password(string text, string told)
    {
        var message = Assert.Throws<InputException>(() => RedisAddress.Parse(text)).Message;
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_is_told_without_the_password()
    {
        var away = await Assert.ThrowsAsync<RedisAwayException>(() => RedisJournal.OpenAsync(
            "redis://bob:topsecret@127.0.0.1:1", configure: options => options.ConnectTimeout = 1_000));
        Assert.StartsWith("redis 'redis://127.0.0.1:1': no server answers there", away.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", away.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployments_with_other_databases_or_prefixes_never_meet()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        var journals = new List<RedisJournal>();
        foreach (var place in new[] { "", "/1", "?prefix=one", "/1?prefix=one" })
            journals.Add(await RedisJournal.OpenAsync(redis.Address + place));
        for (var i = 0; i < journals.Count; i++)
        {
            await using var watcher = new JournalWatcher(journals[(i + 1) % journals.Count], new("a"), 10);
            var run = new RunWriter("a");
            for (var entry = 0; entry <= i; entry++)
                Assert.Equal(AppendResult.Appended, await journals[i].AppendAsync(run.Id, run.Next(), RunWriter.Line("a", calls: i)));
            for (var other = i + 1; other < journals.Count; other++) Assert.Empty(await journals[other].ListAsync(new()));
            Assert.Empty(watcher.Seen);
        }
        for (var i = 0; i < journals.Count; i++)
        {
            Assert.Equal(i + 1, (await journals[i].ReadAsync(new("a"))).Count);
            Assert.Equal(i, (await journals[i].FindSummaryAsync(new("a")))!.Usage.Calls);
        }
        // Redis has channels once for all its databases.
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisAddress.Parse(redis.Address).Options);
        var watchers = journals.Select(journal => new JournalWatcher(journal, new("a"), 0)).ToArray();
        for (var i = 0; i < watchers.Length; i++) await watchers[i].UntilAsync(i + 1);
        var channels = (string[])(await connection.GetDatabase().ExecuteAsync("PUBSUB", "CHANNELS", "*appended*"))!;
        Assert.Equal(["debate:{a}:appended:a", "debate@1:{a}:appended:a", "one:{a}:appended:a", "one@1:{a}:appended:a"],
            channels.Order(StringComparer.Ordinal));
        foreach (var watcher in watchers) await watcher.DisposeAsync();
        foreach (var journal in journals) await journal.DisposeAsync();
    }

    [Fact]
    public async Task User_and_password_open_the_door_and_nothing_else_does()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await redis.UntilAsync("ACL SETUSER bob on >p@ss:w ~debate* &debate* +@all -config -info", "+OK");
        await redis.UntilAsync("CONFIG SET requirepass topsecret", "+OK");
        string With(string user) => redis.Address.Replace("://", $"://{user}@", StringComparison.Ordinal);
        foreach (var user in new[] { ":topsecret", "bob:p%40ss%3Aw" })
        {
            await using var journal = await RedisJournal.OpenAsync(With(user));
            Assert.Equal(AppendResult.Appended, await journal.AppendAsync(new($"by-{user.Length}"), new RunWriter("a").Next()));
        }
        await using (var journal = await RedisJournal.OpenAsync(With("bob:p%40ss%3Aw")))
            Assert.Contains("neither CONFIG nor INFO memory can be read", (await journal.ReadPromisesAsync()).EvictionNotice);
        foreach (var user in new[] { ":wrong", "bob:wrong", "eve:topsecret" })
        {
            var refused = await Assert.ThrowsAsync<InputException>(() => RedisJournal.OpenAsync(With(user)));
            Assert.Contains("it refuses us", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("topsecret", refused.Message, StringComparison.Ordinal);
        }
        Assert.Contains("it refuses us", (await Assert.ThrowsAsync<InputException>(() => RedisJournal.OpenAsync(redis.Address))).Message);
    }

    [Fact]
    public async Task Database_that_the_server_does_not_have_is_refused()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        Assert.Contains("/99': it refuses us",
            (await Assert.ThrowsAsync<InputException>(() => RedisJournal.OpenAsync($"{redis.Address}/99"))).Message);
    }

    [Fact]
    public async Task Connection_can_be_encrypted()
    {
        SharedData.NeedsProgram("redis-server");
        var folder = Directory.CreateTempSubdirectory("tls-");
        using var key = RSA.Create(2048);
        using var certificate = CreateCertificate(key);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "c.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "k.pem"), key.ExportPkcs8PrivateKeyPem());
        var port = FindFreePort();
        await using var redis = new RedisServer();
        await redis.StartAsync("--tls-port", port.ToString(CultureInfo.InvariantCulture), "--tls-auth-clients", "no",
            "--tls-cert-file", Path.Combine(folder.FullName, "c.pem"), "--tls-key-file", Path.Combine(folder.FullName, "k.pem"),
            "--tls-ca-cert-file", Path.Combine(folder.FullName, "c.pem"));
        await using (var journal = await RedisJournal.OpenAsync($"rediss://localhost:{port}",
            configure: options => options.TrustIssuer(Path.Combine(folder.FullName, "c.pem"))))
            Assert.Equal(AppendResult.Appended, await journal.AppendAsync(new("a"), new RunWriter("a").Next()));
        // Nobody vouches for it here.
        await Assert.ThrowsAnyAsync<Exception>(() => RedisJournal.OpenAsync($"rediss://localhost:{port}"));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("noeviction", "1000000", null, null)]
    [InlineData("allkeys-lru", "0", null, null)]
    [InlineData("allkeys-lru", "1000000", "allkeys-lru deletes entries of journals when its memory (1000000 bytes) is full", null)]
    [InlineData("allkeys-lfu", "1", "deletes entries of journals", null)]
    [InlineData("allkeys-random", "1", "deletes entries of journals", null)]
    [InlineData("something-new", "1", "deletes entries of journals", null)]
    [InlineData("volatile-lru", "1000000", null, "deletes keys that expire, and none of ours does")]
    [InlineData("volatile-ttl", "1", null, "none of ours does")]
    [InlineData(null, "1", null, "it is unknown")]
    [InlineData("noeviction", null, null, "it is unknown")]
    public void What_a_policy_does_to_journals_is_told(string? policy, string? memory, string? eviction, string? notice)
    {
        var found = RedisPromises.DescribeEviction(policy, memory);
        AssertTold(eviction, found.Eviction);
        AssertTold(notice, found.Notice);
    }

    [Fact]
    public async Task Policy_is_read_from_the_server_and_from_info_where_config_is_refused()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await redis.UntilAsync("ACL SETUSER bob on >pw ~* &* +@all -config", "+OK");
        foreach (var address in new[] { redis.Address, redis.Address.Replace("://", "://bob:pw@", StringComparison.Ordinal) })
        {
            await using var journal = await RedisJournal.OpenAsync(address);
            Assert.Contains("allkeys-lru deletes entries of journals when its memory (104857600 bytes)",
                (await journal.ReadPromisesAsync()).Eviction);
        }
    }

    [Fact]
    public async Task No_key_of_ours_expires_and_all_begin_with_the_prefix()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        var folder = Directory.CreateTempSubdirectory("archive-");
        await using var live = await RedisJournal.OpenAsync($"{redis.Address}?prefix=mine");
        foreach (var id in new[] { "a", "a/0", "b", "c" })
        {
            var run = new RunWriter(id);
            await live.AppendAsync(run.Id, run.Next("start"), RunWriter.Line(id));
            await live.AppendAsync(run.Id, run.Next("end"), RunWriter.Line(id, status: id == "c" ? RunStatus.Running : RunStatus.Finished));
        }
        Assert.True(await live.ClaimAsync(new("b")));
        var archived = await new ArchivedJournal(live, new(folder.FullName)).ArchiveAsync(DateTimeOffset.MaxValue, default);
        Assert.Equal(["a"], archived.Select(id => id.Value));
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisAddress.Parse(redis.Address).Options);
        var keys = connection.GetServers()[0].Keys().Select(key => $"{key}").ToArray();
        Assert.Contains("mine:{b}:claimed", keys);
        Assert.Contains("mine:{a}:sealed", keys);
        Assert.All(keys, key => Assert.StartsWith("mine:", key, StringComparison.Ordinal));
        foreach (var key in keys) Assert.Null(await connection.GetDatabase().KeyTimeToLiveAsync(key));
        folder.Delete(recursive: true);
    }

    private static void AssertTold(string? expected, string? told)
    {
        if (expected is null) Assert.Null(told);
        else Assert.Contains(expected, told, StringComparison.Ordinal);
    }

    private static X509Certificate2 CreateCertificate(RSA key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
