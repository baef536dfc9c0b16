using Debate.Core.Output;
using Debate.Silo;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Debate.EndToEnd.Tests.Operations;

public sealed class LogFormatTests
{
    [Theory]
    [InlineData("Orleans.Runtime.Watchdog", 21, false)]
    [InlineData("Orleans.Runtime.Watchdog", 0, true)]
    [InlineData("Debate.Silo.RootRuns", 21, true)]
    public void A_stall_that_is_longer_than_the_server_is_up_is_none(string category, int hours, bool isWritten)
    {
        var format = new LogFormat(new Secrets([]), TimeProvider.System);
        KeyValuePair<string, object?>[] values = [new("TimeSince", TimeSpan.FromHours(hours))];
        using var text = new StringWriter();
        format.Write(new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Warning, category, new(100150), values, null, (_, _) => "a stall"),
            null, text);
        Assert.Equal(isWritten, text.ToString().Contains("a stall", StringComparison.Ordinal));
    }
}
