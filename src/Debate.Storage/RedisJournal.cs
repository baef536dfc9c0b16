using Debate.Core.Output;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using StackExchange.Redis;

namespace Debate.Storage;

/// <summary>
/// Stores runs in Redis, for silos on several machines. An append is one script over keys with one hash tag (the root's id), so that its
/// conditions hold across silos and it is atomic. The script also fences stale writers by the sequence number and the hash of the last
/// entry (fencing tokens: Kleppmann, "How to do distributed locking", 2016). Appends are as durable as the server: with appendonly yes and
/// appendfsync always an append is on the disk when it returns; see <see cref="RedisPromises"/>. While the server is unavailable, calls
/// are retried for a minute: an append without a reply may have been made, and the hash of the entry at its sequence number shows whether
/// it was.
/// </summary>
public sealed class RedisJournal : IOpenJournal
{
    // KEYS: entries, paths, last hash, index rows, seal. ARGV: sequence, hash before or '', path, entry, hash, id, index row or '', channel.
    // Who follows the run hears of the entry when it is as durable as the server promises: replies and messages go out together.
    private const string AppendScript = """
        if redis.call('EXISTS', KEYS[5]) == 1 then return 1 end
        local count = redis.call('LLEN', KEYS[1])
        if count < tonumber(ARGV[1]) then return 3 end
        if count > tonumber(ARGV[1]) then return 1 end
        if ARGV[2] ~= '' and ARGV[2] ~= (redis.call('GET', KEYS[3]) or '-') then return 1 end
        if redis.call('HSETNX', KEYS[2], ARGV[3], ARGV[1]) == 0 then return 2 end
        redis.call('RPUSH', KEYS[1], ARGV[4])
        redis.call('SET', KEYS[3], ARGV[5])
        if ARGV[7] ~= '' then redis.call('HSET', KEYS[4], ARGV[6], ARGV[7]) end
        redis.call('PUBLISH', ARGV[8], ARGV[1])
        return 0
        """;

    /// <summary>The script's result for an entry whose predecessors are missing: they may still arrive, or never will.</summary>
    private const int TooEarly = 3;

    // Indices into the keys of a run.
    private const int RowsIndex = 3;
    private const int SealIndex = 4;

    // KEYS: claim, index rows. ARGV: seconds. A claim holds when it ends by the server's clock; it does not expire as a key, since servers
    // that evict keys that expire (volatile-*) must find none of ours. A run without rows is archived already.
    private const string ClaimScript = """
        if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
        local now = tonumber(redis.call('TIME')[1])
        if tonumber(redis.call('GET', KEYS[1]) or '0') > now then return 0 end
        redis.call('SET', KEYS[1], now + tonumber(ARGV[1]))
        return 1
        """;

    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(10);

    private readonly IConnectionMultiplexer _connection;
    private readonly RedisAddress _address;
    private readonly IDatabase _redis;
    private readonly RedisRetry _retry;
    private readonly JournalFollowers _followers;

    private RedisJournal(RedisAddress address, IConnectionMultiplexer connection, TimeProvider clock, TimeSpan timeLimit)
    {
        (_address, _connection, _redis, _retry) = (address, connection, connection.GetDatabase(), new(clock, timeLimit));
        _followers = new(new(ReadAsync, FindLastAsync, ListenAsync));
    }

    /// <summary>
    /// Connects to a <see cref="RedisAddress"/>. Failed calls are retried for <paramref name="timeLimit"/>, by default a minute.
    /// <paramref name="configure"/> may change the options of the connection.
    /// </summary>
    /// <exception cref="InputException">The address is invalid, or its server refuses the password or has no such database.</exception>
    /// <exception cref="RedisAwayException">No server answers there.</exception>
    public static async Task<RedisJournal> OpenAsync(
        string address, TimeProvider? clock = null, TimeSpan? timeLimit = null, Action<ConfigurationOptions>? configure = null)
    {
        var place = RedisAddress.Parse(address);
        configure?.Invoke(place.Options);
        return new(place, await RedisConnection.OpenAsync(place), clock ?? TimeProvider.System, timeLimit ?? TimeSpan.FromMinutes(1));
    }

    /// <summary>What the settings of the server mean for the journals.</summary>
    public Task<RedisPromises> ReadPromisesAsync() => RedisPromises.ReadAsync(_connection.GetServers()[0]);

    /// <inheritdoc/>
    /// <exception cref="IOException">Redis did not answer in time; the append may have been made.</exception>
    public async Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null)
    {
        EntryHash.Validate(entry);
        var line = summary is null ? [] : JsonSerializer.SerializeToUtf8Bytes(summary, JournalJsonOptions.SummaryInfo);
        RedisValue[] values =
        [
            entry.Sequence, entry.PreviousHash is { } before ? before.Length > 0 ? before : "-"
            : "", entry.Path, RedisEntry.Write(entry), entry.Hash,
            id.Value, line, GetChannel(id),
        ];
        var appendResult = await _retry.ExecuteAsync(() => AppendAsync(id, entry, values), append => append != TooEarly);
        if (appendResult == (int)AppendResult.Appended) _followers.Pass(id, entry);
        if (appendResult == (int)AppendResult.Appended && id.IsRoot && summary?.Status == RunStatus.Finished)
            await _retry.ExecuteAsync(() => _redis.SetRemoveAsync(OpenRootsKey(id.Tenant), id.Value));
        return appendResult == TooEarly ? AppendResult.Fenced : (AppendResult)appendResult;
    }

    /// <summary>Appends once. A refused entry may already be there, from an earlier attempt whose reply was lost.</summary>
    private async Task<int> AppendAsync(DeliberationId id, JournalEntry entry, RedisValue[] values)
    {
        // A finished run is open again when a debater joins it.
        var opens = entry.Sequence == 0 || entry.Path.StartsWith("joined/", StringComparison.Ordinal);
        var known = opens ? RegisterRootAsync(id.Root) : Task.CompletedTask;
        var appended = _redis.ScriptEvaluateAsync(AppendScript, GetKeys(id), values);
        await known;
        var appendResult = (int)await appended;
        if (appendResult != (int)AppendResult.Fenced || !_retry.HasRecentLoss) return appendResult;
        var there = await _redis.ListGetByIndexAsync(GetKeys(id)[0], entry.Sequence);
        return there.HasValue && RedisEntry.Read(entry.Sequence, (byte[])there!).Hash == entry.Hash ? (int)AppendResult.Appended
            : appendResult;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue)
    {
        var first = Math.Max(0, from);
        var last = count == int.MaxValue ? -1 : first + count - 1;
        if (last < first && last >= 0) return [];
        var entries = await _retry.ExecuteAsync(() => _redis.ListRangeAsync(GetKeys(id)[0], first, last));
        return [.. entries.Select((bytes, i) => RedisEntry.Read(first + i, (byte[])bytes!))];
    }

    /// <inheritdoc/>
    public async Task<JournalEntry?> FindLastAsync(DeliberationId id)
    {
        var count = await _retry.ExecuteAsync(() => _redis.ListLengthAsync(GetKeys(id)[0]));
        return count == 0 ? null : (await ReadAsync(id, count - 1, 1)).FirstOrDefault();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        _followers.SubscribeAsync(id, from, stop);

    /// <summary>
    /// Calls back after each append to a run, until the result is disposed; returns when the server has confirmed it. Messages that a lost
    /// connection swallowed are made up for by a call when it is back.
    /// </summary>
    internal async Task<IAsyncDisposable> ListenAsync(DeliberationId id, Action changed)
    {
        var listener = new RedisListener(_connection, _retry, RedisChannel.Literal(GetChannel(id)), changed);
        await listener.SubscribeAsync();
        return listener;
    }

    /// <inheritdoc/>
    public async Task<long?> FindSequenceAsync(DeliberationId id, string path)
    {
        var sequence = await _retry.ExecuteAsync(() => _redis.HashGetAsync(GetKeys(id)[1], path));
        return sequence.HasValue ? (long)sequence : null;
    }

    /// <inheritdoc/>
    public async Task<RunSummary?> FindSummaryAsync(DeliberationId id) =>
        ReadSummary(id, await _retry.ExecuteAsync(() => _redis.HashGetAsync(GetKeys(id)[3], id.Value)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        if (query.Subtree is { } top) return query.Apply(await ReadSummariesAsync(top.Root));
        IEnumerable<Tenant> tenants = query.Tenant is { } one ? [one] : await ReadTenantsAsync();
        var lines = await Task.WhenAll(tenants.Select(tenant => ReadTenantAsync(tenant, query)));
        return query.Apply(lines.SelectMany(of => of));
    }

    /// <summary>Claims a root for archiving, for ten minutes; false if another server has claimed it or is done with it.</summary>
    internal async Task<bool> ClaimAsync(DeliberationId root) => (int)await _retry.ExecuteAsync(() => _redis.ScriptEvaluateAsync(
        ClaimScript, [GetClaimKey(root), GetKeys(root)[RowsIndex]], [(long)ClaimTime.TotalSeconds])) == 1;

    /// <summary>
    /// Seals a root: every later append to it and its children is refused. The seal is permanent, so the run can never restart.
    /// </summary>
    internal Task SealAsync(DeliberationId root) => _retry.ExecuteAsync(() => _redis.StringSetAsync(GetKeys(root)[SealIndex], "archived"));

    /// <summary>Deletes a sealed root and its children, index rows last, so that an interrupted deletion can be resumed.</summary>
    internal async Task DeleteAsync(DeliberationId root)
    {
        foreach (var line in await ReadSummariesAsync(root))
            await _retry.ExecuteAsync(() => _redis.KeyDeleteAsync(GetKeys(line.Id)[..RowsIndex]));
        await _retry.ExecuteAsync(() => _redis.KeyDeleteAsync([GetKeys(root)[RowsIndex], GetClaimKey(root)]));
        foreach (var index in new[] { OpenRootsKey(root.Tenant), RootsKey(root.Tenant) })
            await _retry.ExecuteAsync(() => _redis.SetRemoveAsync(index, root.Value));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The tenants that have runs, beside the default one.</summary>
    private string TenantsKey => $"{_address.Prefix}:tenants";

    private string RootsKey(Tenant tenant) => $"{_address.Prefix}:{tenant.Prefix}roots";

    private string OpenRootsKey(Tenant tenant) => $"{_address.Prefix}:{tenant.Prefix}open";

    private RedisKey GetClaimKey(DeliberationId root) => $"{GetRootKey(root)}:claimed";

    private RedisKey[] GetKeys(DeliberationId id) =>
    [
        $"{GetRootKey(id)}:entries:{id}", $"{GetRootKey(id)}:paths:{id}", $"{GetRootKey(id)}:last:{id}", $"{GetRootKey(id)}:lines",
        $"{GetRootKey(id)}:sealed",
    ];

    private string GetChannel(DeliberationId id) => $"{_address.ChannelPrefix}:{GetSlot(id)}:appended:{id}";

    // What stands in braces decides the slot of a Redis cluster: a root and all its children are in one.
    private string GetRootKey(DeliberationId id) => $"{_address.Prefix}:{GetSlot(id)}";

    private string GetSlot(DeliberationId id) => $"{{{id.Root.Key}}}";

    // Called before the first entry: lists skip a root that is registered but has no index row yet.
    private Task RegisterRootAsync(DeliberationId root) =>
        Task.WhenAll(
            root.Tenant == Tenant.Default ? Task.CompletedTask : _redis.SetAddAsync(TenantsKey, root.Tenant.Name),
            _redis.SetAddAsync(RootsKey(root.Tenant), root.Value), _redis.SetAddAsync(OpenRootsKey(root.Tenant), root.Value));

    private async Task<IEnumerable<Tenant>> ReadTenantsAsync() =>
        (await _retry.ExecuteAsync(() => _redis.SetMembersAsync(TenantsKey))).Select(name => new Tenant(name!)).Prepend(Tenant.Default);

    private async Task<IEnumerable<RunSummary>> ReadTenantAsync(Tenant tenant, RunQuery query)
    {
        var index = query.UnfinishedOnly ? OpenRootsKey(tenant) : RootsKey(tenant);
        var roots = await _retry.ExecuteAsync(() => _redis.SetMembersAsync(index));
        var lines = await Task.WhenAll(
            roots.Select(root => ReadRootAsync(new DeliberationId(root!) { Tenant = tenant }, query.IncludeChildren)));
        return lines.SelectMany(of => of);
    }

    private async Task<IEnumerable<RunSummary>> ReadRootAsync(DeliberationId root, bool children) =>
        children ? await ReadSummariesAsync(root) : await FindSummaryAsync(root) is { } line ? [line] : [];

    private async Task<IEnumerable<RunSummary>> ReadSummariesAsync(DeliberationId root) =>
        (await _retry.ExecuteAsync(() => _redis.HashGetAllAsync(GetKeys(root)[3])))
            .Select(row => ReadSummary(new((string)row.Name!) { Tenant = root.Tenant }, row.Value)).OfType<RunSummary>();

    private static RunSummary? ReadSummary(DeliberationId id, RedisValue line) =>
        line.HasValue ? RunIndexRow.ReadSummary(id, (byte[])line!) : null;
}

/// <summary>
/// Listens on one channel. Redis keeps no message for a client that is away, and a client subscribes anew at some time after its connection
/// is back; so we subscribe anew ourselves then, wait for the confirmation, and call back, because what came before it was missed.
/// </summary>
internal sealed class RedisListener : IAsyncDisposable
{
    private readonly IConnectionMultiplexer _connection;
    private readonly ISubscriber _subscriber;
    private readonly RedisRetry _retry;
    private readonly RedisChannel _channel;
    private readonly Action _changed;
    private volatile bool _isDisposed;

    public RedisListener(IConnectionMultiplexer connection, RedisRetry retry, RedisChannel channel, Action changed)
    {
        (_connection, _subscriber, _retry, _channel, _changed) = (connection, connection.GetSubscriber(), retry, channel, changed);
        connection.ConnectionRestored += OnRestored;
    }

    /// <summary>Subscribes; returns when the server has confirmed it.</summary>
    public Task<bool> SubscribeAsync() => _retry.ExecuteAsync(async () =>
    {
        await _subscriber.UnsubscribeAsync(_channel, OnMessage);
        if (!_isDisposed) await _subscriber.SubscribeAsync(_channel, OnMessage);
        return true;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _connection.ConnectionRestored -= OnRestored;
        await _subscriber.UnsubscribeAsync(_channel, OnMessage, CommandFlags.FireAndForget);
    }

    private void OnMessage(RedisChannel channel, RedisValue message) => _changed();

    private void OnRestored(object? sender, ConnectionFailedEventArgs restored) => _ = SubscribeAgainAsync();

    private async Task SubscribeAgainAsync()
    {
        try
        {
            await SubscribeAsync();
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            // It is away again. Who reads now gets that error; if it comes back, we are called again.
        }
        _changed();
    }
}
