using System.Runtime.InteropServices;

namespace Debate.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks for an orderly end, in which the run is recorded as interrupted; the second ends at once.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Signals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
    ];

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested) Environment.Exit(Exit.Interrupted);
        context.Cancel = true;
        _stop.Cancel();
    }
}
