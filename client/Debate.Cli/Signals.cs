using System.Runtime.InteropServices;

namespace Debate.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first signal requests an orderly stop, which records the run as interrupted; the second exits at once, as does
/// the first if there is nothing to record.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly bool _atOnce;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="atOnce">Whether the first signal exits at once, because nothing needs an orderly stop.</param>
    public Signals(bool atOnce) => (_atOnce, _registrations) = (atOnce,
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ]);

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_atOnce || _stop.IsCancellationRequested) Environment.Exit(Tool.Fail("interrupted", Exit.Interrupted));
        context.Cancel = true;
        _stop.Cancel();
    }
}

/// <summary>A command that changes nothing, so a signal exits at once.</summary>
internal interface IReadOnlyCommand;
