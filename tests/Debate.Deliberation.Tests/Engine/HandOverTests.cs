using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

public sealed class HandOverTests
{
    [Fact]
    public async Task Calls_in_flight_are_recorded_although_one_that_waited_for_a_permit_is_not_sent()
    {
        var (models, third) = (new TwoPermits(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var protocol = ScriptedProtocol.Protocol("three", async d =>
        {
            var ask = new Ask(d.Seat("a"), Chat.Empty.User("?"));
            await d.AllAsync<string>([async b => await b.AskAsync(ask), async b => await b.AskAsync(ask), b => AskThirdAsync(b, ask)]);
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => "", protocol);
        var driver = new RunDriver(engine.Ports with { Models = models }, new("run"));
        var run = driver.StartAsync(engine.Define("three"));
        Assert.Equal(2, models.Replies.Count);

        driver.HandOver("the silo stops");
        models.Replies[0].SetResult("one");
        await third.Task;
        models.Replies[1].SetResult("two");

        Assert.Equal((RunStatus.Interrupted, "the silo stops"), ((await run).Status, (await run).Reason));
        var replies = (await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()).OfType<ModelReplied>().Select(r => r.Reply);
        Assert.Equal(["one", "two"], replies);
        Assert.Equal((2, 2), (models.Replies.Count, models.Free));

        async Task<string> AskThirdAsync(IDeliberation branch, Ask ask)
        {
            try
            {
                return await branch.AskAsync(ask);
            }
            finally
            {
                third.SetResult();
            }
        }
    }

    /// <summary>A model with two permits, whose replies the test gives.</summary>
    private sealed class TwoPermits : IModelClient
    {
        private readonly SemaphoreSlim _free = new(2);

        public List<TaskCompletionSource<string>> Replies { get; } = [];

        public int Free => _free.CurrentCount;

        public async ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation)
        {
            await _free.WaitAsync(cancellation);
            return new Permit(_free);
        }

        public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
        {
            Replies.Add(new(TaskCreationOptions.RunContinuationsAsynchronously));
            return new(await Replies[^1].Task.WaitAsync(cancellation), new(1));
        }

        public ModelTerms FindTerms(string model) => ModelTerms.Free;

        private sealed class Permit(SemaphoreSlim free) : IDisposable
        {
            public void Dispose() => free.Release();
        }
    }
}
