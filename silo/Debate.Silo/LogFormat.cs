using Debate.Core.Output;
using System.Globalization;
using Debate.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Debate.Silo;

/// <summary>
/// A line of the log: its time in UTC, level, category and message, without secrets and control characters; then an exception.
/// </summary>
internal sealed class LogFormat(Secrets secrets, TimeProvider clock) : ConsoleFormatter(FormatName)
{
    /// <summary>The format's name.</summary>
    public const string FormatName = "debate";

    private const string Watchdog = "Orleans.Runtime.Watchdog";

    private readonly DateTimeOffset _started = clock.GetUtcNow();

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (string.IsNullOrEmpty(message) && logEntry.Exception is null) return;
        if (logEntry.Category == Watchdog && IsLongerThanServed(logEntry.State)) return;
        var level = logEntry.LogLevel switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level}: {logEntry.Category}[{logEntry.EventId.Id}] {message}");
        if (logEntry.Exception is { } error) text = $"{text}\n{error}";
        textWriter.WriteLine(SafeText.Clean(secrets.Redact(text)));
    }

    // Orleans' watchdog starts a thread before it sets the time that this one looks at: then "has not completed for" tells how long the
    // machine is up. What is longer than this server's life is no stall.
    private bool IsLongerThanServed<TState>(TState state) => state is IReadOnlyList<KeyValuePair<string, object?>> values
        && values.Any(value => value.Value is TimeSpan stall && stall > clock.GetUtcNow() - _started);

    /// <summary>What no line may hold: the keys of the server and of its models, and the password in its cluster's address.</summary>
    public static Secrets FindSecrets(ServerOptions options, Func<string, string?> environment)
    {
        var keys = options.Models.Models.OfType<EndpointSpec>().Select(model => model.KeyVariable).OfType<string>().Select(environment);
        var user = options.Cluster is { } cluster && Uri.TryCreate(cluster, UriKind.Absolute, out var address) ? address.UserInfo : "";
        var password = user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return new([options.ApiKey, password, Uri.UnescapeDataString(password), .. keys.Select(key => key?.Trim())]);
    }
}
