using System.CommandLine;
using System.Globalization;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Storage;

namespace Debate.Cli.Commands;

/// <summary>
/// <c>debate key add|list|revoke</c>: the keys of servers over a folder or a Redis. Servers that run know a change within seconds.
/// </summary>
internal sealed class KeyCommand : Command
{
    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "The Redis of a cluster (DEBATE_CLUSTER); without it the keys of the data folder.",
        HelpName = "redis://HOST:PORT",
        Recursive = true,
    };

    private readonly Argument<string> _name = new("NAME") { Description = "Whose it is, for people." };
    private readonly Argument<string> _id = new("KEY-ID") { Description = "Its id, as list tells it." };

    private readonly Option<string> _tenant = new("--tenant")
    {
        Description = "Whose runs it opens; other tenants' do not exist for it.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Tenant.Default.Name,
    };

    private readonly Option<string> _scopes = new("--scopes")
    {
        Description = $"What it allows: {string.Join(", ", AccessKeys.ScopeNames)}.",
        HelpName = "SCOPE,...",
        DefaultValueFactory = _ => "read,run,reward",
    };

    public KeyCommand() : base("key", "Keys of servers: who may do what, and whose runs are whose.")
    {
        Add(_cluster);
        var add = new Command("add", "Add a key; it is shown once, and only its hash is kept.") { _name, _tenant, _scopes };
        add.SetAction((parse, _) => UseAsync(parse, keys => AddAsync(parse, keys)));
        var list = new Command("list", "List the keys, without their secrets.");
        list.SetAction((parse, _) => UseAsync(parse, keys => ListAsync(parse, keys)));
        var revoke = new Command("revoke", "Revoke a key for good.") { _id };
        revoke.SetAction((parse, _) => UseAsync(parse, keys => RevokeAsync(parse, keys)));
        foreach (var command in new[] { add, list, revoke }) Add(command);
    }

    private async Task<int> UseAsync(ParseResult parse, Func<AccessKeys, Task> use)
    {
        // The server of a folder does not hand out keys over HTTP: who can write to its store can.
        await using IOpenJournal journal = (parse.GetValue(_cluster) ?? CommonOptions.Variable("DEBATE_CLUSTER")) is { } redis
            ? await OpenAsync(redis) : SqliteJournal.Open(DataFolder.Read(parse).Folder);
        await use(new(journal, TimeProvider.System));
        return Exit.Ok;
    }

    private static async Task<RedisJournal> OpenAsync(string redis)
    {
        try
        {
            return await RedisJournal.OpenAsync(redis);
        }
        catch (RedisAwayException away)
        {
            throw new OutageException(FailureKind.Unreachable, away.Message);
        }
    }

    private async Task AddAsync(ParseResult parse, AccessKeys keys)
    {
        var (terminal, name) = (CommonOptions.Terminal(parse), parse.GetRequiredValue(_name));
        var tenant = new Tenant(parse.GetRequiredValue(_tenant));
        var scopes = AccessKeys.ParseScopes(parse.GetRequiredValue(_scopes), "--scopes");
        var (key, text) = await keys.AddAsync(name, tenant, scopes);
        if (terminal.IsJson)
            terminal.WriteJson(new { id = key.Id, name, tenant = tenant.Name, scopes = AccessKeys.FormatScopes(scopes), key = text });
        else
        {
            terminal.WriteLine(text);
            terminal.Report($"Key {key.Id} of tenant {tenant} ({AccessKeys.FormatScopes(scopes)}). It is shown this once.");
        }
    }

    private static async Task ListAsync(ParseResult parse, AccessKeys keys)
    {
        var terminal = CommonOptions.Terminal(parse);
        var items = (await keys.ListAsync()).Select(key => new Item(key.Id, key.Name, key.Tenant.Name, AccessKeys.FormatScopes(key.Scopes),
            key.Added.UtcDateTime, key.Revoked?.UtcDateTime)).ToList();
        if (terminal.Format == OutputFormat.Json) terminal.WriteJson(new { items });
        else if (terminal.Format == OutputFormat.Jsonl) items.ForEach(terminal.WriteJson);
        else if (items.Count == 0) terminal.Report("No keys.");
        else
            terminal.WriteTable(
                new(["ID", "NAME", "TENANT", "SCOPES", "ADDED", "REVOKED"],
                    [.. items.Select(item => new[]
                    {
                        item.Id, item.Name, item.Tenant, item.Scopes, item.Added.ToString("u", CultureInfo.InvariantCulture),
                        item.Revoked?.ToString("u", CultureInfo.InvariantCulture) ?? "",
                    })]),
                cut: ["NAME"]);
    }

    private async Task RevokeAsync(ParseResult parse, AccessKeys keys)
    {
        var (terminal, key) = (CommonOptions.Terminal(parse), await keys.RevokeAsync(parse.GetRequiredValue(_id)));
        if (terminal.IsJson) terminal.WriteJson(new { id = key.Id, revoked = key.Revoked?.UtcDateTime });
        else terminal.Report($"Key {key.Id} ({key.Name}) is revoked; servers know it within five seconds.");
    }

    private sealed record Item(string Id, string Name, string Tenant, string Scopes, DateTime Added, DateTime? Revoked);
}
