using Debate.Deliberation.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Debate.Models.Tests;

/// <summary>Gates of several silos that share the rate of a model.</summary>
public sealed class SharedRateLimiterTests
{
    private const int Rate = 60;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly FakeTimeProvider _clock = new();
    private readonly List<DateTimeOffset> _starts = [];

    [Fact]
    public async Task Gates_together_keep_the_rate_in_every_minute_and_nearly_reach_it()
    {
        const int Calls = 90;
        var rates = new Rates(_clock);
        var gates = new[] { Gate(rates), Gate(rates), Gate(rates) };
        var admitted = Task.WhenAll(Enumerable.Range(0, Calls).Select(i => AdmitAsync(gates[i % 3])));
        var began = _clock.GetUtcNow();
        await UntilAsync(admitted);
        Assert.Equal(Calls, _starts.Count);
        for (var i = Rate; i < Calls; i++) Assert.True(_starts[i] - _starts[i - Rate] >= TimeSpan.FromMinutes(1));
        Assert.InRange((_clock.GetUtcNow() - began).TotalSeconds, Calls, 2 * Calls);
    }

    [Fact]
    public async Task Nobody_starts_while_nobody_grants_and_all_do_when_somebody_does_again()
    {
        var rates = new Rates(_clock) { IsAway = true };
        var admitted = AdmitAsync(Gate(rates));
        for (var i = 0; i < 50; i++) await StepAsync();
        Assert.False(admitted.IsCompleted);
        rates.IsAway = false;
        await UntilAsync(admitted);
    }

    [Fact]
    public async Task Start_that_nobody_used_in_time_is_lost()
    {
        using var cancel = new CancellationTokenSource();
        var rates = new Rates(_clock);
        var gate = Gate(rates);
        var impatient = gate.AdmitAsync(SampleCalls.Somebody, cancel.Token).AsTask();
        while (rates.Granted == 0) await StepAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        rates.IsAway = true;
        _clock.Advance(TimeSpan.FromSeconds(30));
        var late = AdmitAsync(gate);
        for (var i = 0; i < 20; i++) await StepAsync();
        Assert.False(late.IsCompleted);
        rates.IsAway = false;
        await UntilAsync(late);
    }

    private ModelGate Gate(IModelRates rates) =>
        new(100, due => new Recorded(new SharedRate("m", Rate, rates, _clock, due), () => _starts.Add(_clock.GetUtcNow()), _starts));

    private static async Task AdmitAsync(ModelGate gate)
    {
        using var place = await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);
    }

    private async Task UntilAsync(Task done)
    {
        while (!done.IsCompleted) await StepAsync();
        await done;
    }

    // The thread pool gets a moment before the clock moves on, so that a reply takes no simulated time.
    private async Task StepAsync()
    {
        _clock.Advance(Step);
        await Task.Delay(1, SampleCalls.Cancellation);
    }

    /// <summary>Records when starts were taken.</summary>
    private sealed class Recorded(IRateLimiter pace, Action started, object gate) : IRateLimiter
    {
        public bool TryAcquire(int waiting)
        {
            if (!pace.TryAcquire(waiting)) return false;
            lock (gate) started();
            return true;
        }

        public void Refund() => pace.Refund();
    }

    /// <summary>A single schedule, as in the grain.</summary>
    private sealed class Rates(FakeTimeProvider clock) : IModelRates
    {
        private readonly RateSchedule _schedule = new();
        private readonly long _began = clock.GetTimestamp();
        private readonly Lock _gate = new();

        public bool IsAway { get; set; }

        public int Granted { get; private set; }

        public Task<StartPermits> GrantAsync(string model, int requestsPerMinute, int wanted)
        {
            if (IsAway) return Task.FromResult(new StartPermits(TimeSpan.FromMilliseconds(500), 0));
            lock (_gate)
            {
                var grant = _schedule.Grant(clock.GetElapsedTime(_began), requestsPerMinute, wanted);
                Granted += grant.Count;
                return Task.FromResult(grant);
            }
        }
    }
}
