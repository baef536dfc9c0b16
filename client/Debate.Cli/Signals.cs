using System.Runtime.InteropServices;

namespace Debate.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks for an orderly end, in which the run is recorded as interrupted; the second ends at once, as the first
/// does where there is nothing to record.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly bool _atOnce;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="atOnce">Whether nothing needs an orderly end.</param>
    public Signals(bool atOnce) => (_atOnce, _registrations) = (atOnce,
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
    ]);

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        if (_atOnce || _stop.IsCancellationRequested) Environment.Exit(Tool.Say("interrupted", Exit.Interrupted));
        context.Cancel = true;
        _stop.Cancel();
    }
}

/// <summary>A command that changes nothing: a signal ends it at once.</summary>
internal interface IReadOnlyCommand;
