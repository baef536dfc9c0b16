using Debate.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Debate.Models.Tests;

public sealed class GateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Places_are_given_first_come_first_served()
    {
        var gate = new ModelGate(1, null, _clock);
        var held = await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);
        var second = gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask();
        var third = gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask();

        held.Dispose();
        var place = await second;
        Assert.False(third.IsCompleted);
        place.Dispose();

        (await third).Dispose();
    }

    [Fact]
    public async Task Place_given_back_twice_is_one_place()
    {
        var gate = new ModelGate(1, null, _clock);
        var held = await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);
        held.Dispose();
        held.Dispose();

        using var first = await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);

        Assert.False(gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var gate = new ModelGate(1, null, _clock);
        var held = await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);
        using var cancel = new CancellationTokenSource();
        var impatient = gate.AdmitAsync(SampleCalls.Somebody, cancel.Token).AsTask();
        var patient = gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        held.Dispose();

        (await patient).Dispose();
    }

    [Fact]
    public async Task Starts_are_evenly_spaced_and_unused_time_is_not_saved_up()
    {
        var gate = new ModelGate(100, 60, _clock);
        _clock.Advance(TimeSpan.FromMinutes(5));
        var began = _clock.GetUtcNow();
        var starts = Enumerable.Range(0, 4).Select(_ => StartAsync(gate)).ToArray();

        foreach (var start in starts)
        {
            await start;
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 1, 2, 3], (await Task.WhenAll(starts)).Select(s => (s - began).TotalSeconds));
    }

    [Fact]
    public async Task Who_gives_up_waiting_for_a_start_leaves_it_to_the_next()
    {
        var gate = new ModelGate(100, 60, _clock);
        await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);
        using var cancel = new CancellationTokenSource();
        var impatient = gate.AdmitAsync(SampleCalls.Somebody, cancel.Token).AsTask();
        var patient = gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await patient).Dispose();
    }

    [Fact]
    public async Task Retry_goes_before_newcomers_and_needs_no_second_place()
    {
        var gate = new ModelGate(1, 60, _clock);
        var held = await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);
        var newcomer = gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask();
        var retry = gate.AdmitRetryAsync(SampleCalls.Cancellation);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await retry;
        held.Dispose();
        Assert.False(newcomer.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await newcomer).Dispose();
    }

    [Fact]
    public async Task Refunded_start_can_be_used_at_once()
    {
        var gate = new ModelGate(10, 60, _clock);
        await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);

        gate.Refund();

        Assert.True(gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Places_survive_a_storm_of_cancellations()
    {
        const int Places = 4;
        var gate = new ModelGate(Places, null, TimeProvider.System);
        var (inside, max) = (0, 0);

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var asked = gate.AdmitAsync(SampleCalls.Somebody, cancel.Token).AsTask();
            if (i % 3 == 0) await cancel.CancelAsync();
            try
            {
                using var place = await asked;
                InterlockedMax(ref max, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(0, i % 3);
            }
        });

        Assert.InRange(max, 1, Places);
        for (var i = 0; i < Places; i++)
            Assert.True(gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask().IsCompletedSuccessfully);
        Assert.False(gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Endpoint_never_sees_more_calls_at_once_than_configured()
    {
        var (open, three) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var endpoint = await SimulatedEndpoint.StartAsync(async (_, hungUp) =>
        {
            // The first ones are held until there are as many as are allowed.
            if (Interlocked.Increment(ref open) == 3) three.SetResult();
            await three.Task.WaitAsync(hungUp);
            await Task.Delay(2, hungUp);
            return EndpointReply.Text("yes");
        });
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url) with { Parallel = 3 });

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            using var place = await backends.AdmitAsync("m", SampleCalls.Somebody, SampleCalls.Cancellation);
            await backends.AskAsync(SampleCalls.To("m", $"{i}"), SampleCalls.Cancellation);
        }));

        Assert.Equal(60, endpoint.Log.Count);
        Assert.Equal(3, endpoint.Log.MostOpen);
    }

    private async Task<DateTimeOffset> StartAsync(ModelGate gate)
    {
        using var place = await gate.AdmitAsync(SampleCalls.Somebody, SampleCalls.Cancellation);
        return _clock.GetUtcNow();
    }

    private static void InterlockedMax(ref int max, int value)
    {
        for (var seen = Volatile.Read(ref max); seen < value; seen = Volatile.Read(ref max))
            Interlocked.CompareExchange(ref max, value, seen);
    }
}
