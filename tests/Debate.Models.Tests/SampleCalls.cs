using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

/// <summary>Sample calls and models.</summary>
internal static class SampleCalls
{
    public static Problem Hill { get; } = new("hill", "What is the average speed?") { Answers = ["1.5", "3/2"], WrongAnswers = ["2"] };

    public static ModelCall To(string model, string path = "0", string seat = "solver", long seed = 7) => new(
        DeliberationId.Parse("run/a"), path, new Seat(seat, model),
        [new(Role.System, "Be brief."), new(Role.User, "What is the average speed?")], 0, seed, Hill);

    public static ModelCall Telling(this ModelCall call, params (Role Role, string Text)[] messages) =>
        call with { Chat = [.. messages.Select(m => new ChatMessage(m.Role, m.Text))] };

    public static EndpointSpec Endpoint(string url) => new("m", new Uri(url), "model-there");

    public static ModelRegistry Backends(ModelSpec spec, ModelRegistryOptions? options = null) =>
        new(new ModelConfiguration([spec]), options ?? new());

    public static AdmissionRequest Somebody { get; } = new(new("run"), Priority.Normal);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
