using Debate.Core.Input;
using Debate.Core;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Hosting;

/// <summary>What a key allows.</summary>
[Flags]
public enum AccessScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To see runs, their entries and events, and which models there are.</summary>
    Read = 1,

    /// <summary>To start, play, cancel, pause and resume runs.</summary>
    Run = 2,

    /// <summary>To ask for rewards.</summary>
    Reward = 4,

    /// <summary>To see and answer the turns of an overseer.</summary>
    Oversee = 8,

    /// <summary>All of these, and the queue, rates and metrics of the server.</summary>
    Admin = 16,
}

/// <summary>A key of callers, without its secret.</summary>
/// <param name="Id">What tells it from others; part of the key.</param>
/// <param name="Name">Whose it is, for people.</param>
/// <param name="Tenant">Whose runs its callers see and start.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Added">Since when there is the key, in UTC.</param>
public sealed record AccessKey(string Id, string Name, Tenant Tenant, AccessScopes Scopes, DateTimeOffset Added)
{
    /// <summary>Since when it is no longer valid, in UTC; null while it is.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>SHA-256 of the key. It needs no salt and no slow function: the secret has 256 random bits.</summary>
    internal byte[] Hash { get; init; } = [];

    /// <summary>A key that the configuration gives: of everything, for the default tenant.</summary>
    public static AccessKey FromConfiguration(string name, string text) =>
        new("", name, Tenant.Default, AccessScopes.Admin, default) { Hash = ComputeHash(text) };

    /// <summary>Whether it allows what needs a scope.</summary>
    public bool Allows(AccessScopes needed) => Revoked is null && (Scopes & (needed | AccessScopes.Admin)) != 0;

    /// <summary>Whether a text is this key, in constant time.</summary>
    public bool Matches(string text) => CryptographicOperations.FixedTimeEquals(ComputeHash(text), Hash);

    /// <summary>A signature of a text that whoever has the key's entry can check; it tells nothing of the key.</summary>
    public string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(Hash, Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a text is that signature, in constant time.</summary>
    public bool IsSignature(string text, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(text)), Encoding.UTF8.GetBytes(signature));

    internal static byte[] ComputeHash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>
/// The keys of a store, which are the journal ~access: an entry for each key that was added or revoked, so that every server of the store
/// has them, nothing is changed in silence, and a key itself is nowhere. Thread-safe.
/// </summary>
public sealed class AccessKeys(IJournal journal, TimeProvider clock)
{
    private const string KeyPrefix = "debate";
    private const int IdBytes = 5;
    private const int SecretBytes = 32;
    private const int MaxNameLength = 60;
    private static readonly DeliberationId Id = new("~access");

    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);
    private string _hash = JournalEntry.NoHash;
    private long _count;

    /// <summary>The names of scopes that a key can have, as users write them.</summary>
    public static IReadOnlyList<string> ScopeNames { get; } =
        [.. Enum.GetValues<AccessScopes>().Where(s => s != AccessScopes.None).Select(s => s.ToString().ToLowerInvariant())];

    /// <summary>Parses scopes, separated by commas; throws <see cref="InputException"/> for an unknown one, or none.</summary>
    public static AccessScopes ParseScopes(string text, string field)
    {
        var scopes = AccessScopes.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            scopes |= ScopeNames.Contains(name) ? Enum.Parse<AccessScopes>(name, ignoreCase: true)
                : throw CreateError(name, Suggestions.DidYouMean(name, ScopeNames));
        return scopes != AccessScopes.None ? scopes : throw CreateError(text, "");

        InputException CreateError(string given, string hint) => new($"{field} '{given}': {hint}it must be of {string.Join(", ", ScopeNames)}");
    }

    /// <summary>Scopes as users write them.</summary>
    public static string FormatScopes(AccessScopes scopes) =>
        string.Join(',', ScopeNames.Where(name => scopes.HasFlag(Enum.Parse<AccessScopes>(name, ignoreCase: true))));

    /// <summary>All keys there ever were, in the order of their times, as the store has them now.</summary>
    public async Task<IReadOnlyList<AccessKey>> ListAsync()
    {
        await _reading.WaitAsync();
        try
        {
            await ReadNewAsync();
            return [.. _keys.Values.OrderBy(key => key.Added).ThenBy(key => key.Id, StringComparer.Ordinal)];
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The id in the text of a key; null where it cannot be a key of a store.</summary>
    public static string? FindId(string text) => text.Split('_', 3) is [KeyPrefix, var id, _] ? id : null;

    /// <summary>Adds a key. Its text is told here and nowhere again.</summary>
    public async Task<(AccessKey Key, string Text)> AddAsync(string name, Tenant tenant, AccessScopes scopes)
    {
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
            throw new InputException($"name '{OneLine.Format(name, MaxNameLength)}': it must have 1 to {MaxNameLength} characters on one line");
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var text = $"{KeyPrefix}_{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var hash = Convert.ToHexStringLower(AccessKey.ComputeHash(text));
        var stored = new StoredKey(name, tenant.Name, FormatScopes(scopes), hash);
        await AppendAsync($"added/{id}", JsonSerializer.Serialize(stored));
        return (_keys[id], text);
    }

    /// <summary>Revokes a key for good; throws <see cref="InputException"/> where there is none with that id.</summary>
    public async Task<AccessKey> RevokeAsync(string id)
    {
        if ((await ListAsync()).All(key => key.Id != id))
            throw new InputException($"key '{id}': there is none; 'debate key list' has their ids");
        await AppendAsync($"revoked/{id}", "");
        return _keys[id];
    }

    private async Task AppendAsync(string path, string value)
    {
        await _reading.WaitAsync();
        try
        {
            while (true)
            {
                await ReadNewAsync();
                var body = new DecisionRecorded(Digest.Hash128(path), path, value);
                var entry = JournalEntry.Seal(_hash, _count, path, clock.GetUtcNow(), body);
                var result = await journal.AppendAsync(Id, entry);
                // Fenced: somebody else added one; read again. Path: it is there already.
                if (result == AppendResult.Fenced) continue;
                await ReadNewAsync();
                return;
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task ReadNewAsync()
    {
        foreach (var entry in await journal.ReadAsync(Id, _count))
        {
            (_hash, _count) = (entry.Hash, _count + 1);
            if (entry.ReadBody() is not DecisionRecorded change || change.Name.Split('/') is not [var kind, var id]) continue;
            if (kind == "added" && JsonSerializer.Deserialize<StoredKey>(change.Value) is { } stored)
                _keys[id] = new(id, stored.Name, new(stored.Tenant), ParseScopes(stored.Scopes, "scopes"), entry.Time)
                {
                    Hash = Convert.FromHexString(stored.Hash),
                };
            else if (kind == "revoked" && _keys.TryGetValue(id, out var key)) _keys[id] = key with { Revoked = entry.Time };
        }
    }

    private sealed record StoredKey(string Name, string Tenant, string Scopes, string Hash);
}
