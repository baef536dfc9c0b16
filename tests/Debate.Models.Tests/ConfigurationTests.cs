using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

public sealed class ConfigurationTests
{
    private const string Whole = """
        models:
          small: { endpoint: "http://127.0.0.1:8080/v1/", model: any-name, keyVariable: OPENAI_API_KEY, contextTokens: 8192,
                   pricePerMillionIn: 0.15, pricePerMillionOut: 0.6, requestsPerMinute: 500, parallel: 8,
                   temperature: 0.7, maxTokens: 900, timeout: 90s }
          plain: { endpoint: "https://example.org/v1", model: m }
          sim:   { simulated: bernoulli, accuracy: 0.6 }
          table:
            simulated: judge
            accuracy: 0.7
            lockIn: 0.2
            concession: [1, 0.5, 0.25, 0]
            decisiveness: 0.4
            judgeAccuracy: 0.9
            selfPreference: 0.3
            positionBias: 0.1
            latency: 50ms
          lines:
            simulated: scripted
            script: { affirmative: [a, b], "*": "it's \"so\"" }
          tape:  { simulated: recorded, file: tapes/one.json }
        """;

    [Fact]
    public void Endpoint_reads_with_all_its_fields()
    {
        var small = Assert.IsType<EndpointSpec>(ModelConfiguration.Read(Whole, "c.yaml").Find("small"));

        Assert.Equal("http://127.0.0.1:8080/v1", small.Endpoint.AbsoluteUri);
        Assert.Equal(new ModelTerms(8, 500, 8192, 0.15m, 0.6m, false) { MaxTokens = 900 }, small.Terms);
        Assert.Equal(
            ("any-name", "OPENAI_API_KEY", 0.7, 900, TimeSpan.FromSeconds(90)),
            (small.Model, small.KeyVariable, small.Temperature, small.MaxTokens, small.Timeout));
    }

    [Fact]
    public void What_is_not_said_has_its_usual_value()
    {
        var models = ModelConfiguration.Read(Whole, "c.yaml");

        var plain = Assert.IsType<EndpointSpec>(models.Find("plain"));
        Assert.Equal(new ModelTerms(16, null, null, 0, 0, false), plain.Terms);
        Assert.Equal(TimeSpan.FromMinutes(10), plain.Timeout);
        Assert.Equal(new ModelTerms(256, null, null, 0, 0, true), models.Find("sim").Terms);
    }

    [Fact]
    public void Simulated_model_reads_with_all_its_fields()
    {
        var table = Assert.IsType<SimulatedSpec>(ModelConfiguration.Read(Whole, "c.yaml").Find("table"));

        Assert.Equal((SimulatedKind.Judge, 0.7, TimeSpan.FromMilliseconds(50)), (table.Kind, table.Accuracy, table.Latency));
        Assert.Equal([1, 0.5, 0.25, 0], table.Traits.Concession);
        var traits = table.Traits;
        Assert.Equal(
            (0.2, 0.4, 0.9, 0.3, 0.1),
            (traits.LockIn, traits.Decisiveness, traits.JudgeAccuracy, traits.SelfPreference, traits.PositionBias));
    }

    [Fact]
    public void Json_that_is_written_reads_back_the_same_and_holds_no_secret()
    {
        // A variable that is set in every process; a test sets none, since they belong to all tests of it.
        const string variable = "PATH";

        var json = ModelConfiguration.Read(Whole.Replace("OPENAI_API_KEY", variable, StringComparison.Ordinal), "c.yaml").ToJson();

        Assert.Equal(json, ModelConfiguration.Read(json, "elsewhere/stored.json").ToJson());
        Assert.DoesNotContain(Environment.GetEnvironmentVariable(variable)!, json, StringComparison.Ordinal);
        Assert.Contains(variable, json, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_looked_for_beside_the_configuration()
    {
        var tape = Assert.IsType<SimulatedSpec>(ModelConfiguration.Read(Whole, "/some/where/c.yaml").Find("tape"));

        Assert.Equal("/some/where/tapes/one.json", tape.File);
    }

    [Fact]
    public void Quick_form_is_one_endpoint_named_after_its_model()
    {
        var model = Assert.IsType<EndpointSpec>(
            Assert.Single(ModelConfiguration.ForEndpoint("http://localhost:11434/v1", "qwen3:4b").Models));

        Assert.Equal(("qwen3:4b", "qwen3:4b"), (model.Name, model.Model));
    }

    [Theory]
    [InlineData(
        "models:\n  a: { endpoint: 'http://h/v1', model: m, colour: red }",
        "c.yaml, line 2: models.a.colour: it is not a known field; known: apiVersion, can, contextTokens")]
    [InlineData("models:\n  a: { endpoint: 'http://h/v1' }", "c.yaml, line 2: models.a.model: it is required")]
    [InlineData(
        "models:\n  a:\n    endpoint: ftp://h/v1\n    model: m",
        "c.yaml, line 3: models.a.endpoint 'ftp://h/v1': it must be an absolute http or https URL")]
    [InlineData("models:\n  a: { endpoint: 'http://u:p@h/v1', model: m }", "must be an absolute http or https URL without user")]
    [InlineData("models:\n  a: { endpoint: 'http://169.254.169.254/v1', model: m }", "not a link-local address")]
    [InlineData("models:\n  a: { endpoint: 'http://[::ffff:169.254.169.254]/v1', model: m }", "not a link-local address")]
    [InlineData("models:\n  a: { endpoint: 'http://2852039166/v1', model: m }", "not a link-local address")]
    [InlineData("models:\n  a: { endpoint: 'h/v1', model: m }", "must be an absolute")]
    [InlineData("models:\n  a: { simulated: oracle }",
        "c.yaml, line 2: models.a.simulated 'oracle': it must be one of bernoulli, debater,")]
    [InlineData("models:\n  a: { simulated: bernoulli, accuracy: 1.5 }", "models.a.accuracy '1.5': it must be a number from 0 to 1")]
    [InlineData("models:\n  a: { simulated: bernoulli, lockIn: 0.5 }", "models.a.lockIn: it is not a known field")]
    [InlineData("models:\n  a: { simulated: debater, concession: [1, 2, 3, 4] }", "must be a list of 4 numbers from 0 to 1")]
    [InlineData("models:\n  a: { simulated: bernoulli, parallel: 0 }", "models.a.parallel '0': it must be a whole number of at least 1")]
    [InlineData("models:\n  a: { simulated: bernoulli, latency: soon }", "models.a.latency 'soon': it must be a time such as 500ms")]
    [InlineData("models:\n  a: { simulated: bernoulli, pricePerMillionIn: -1 }", "must be an amount of money from 0 to")]
    [InlineData("models: [a, b]", "c.yaml, line 1: models 'a list': it must be a map")]
    [InlineData("other: 1", "models: it is required")]
    [InlineData("model: {}", "c.yaml, line 1: model: it is not a known field; did you mean 'models'?")]
    [InlineData("models:\n  a: { endpiont: 'http://h/v1', model: m }",
        "models.a.endpiont: it is not a known field; did you mean 'endpoint'?")]
    [InlineData("models: {}\nother: 1", "c.yaml, line 2: other: it is not a known field; known: chat, models")]
    [InlineData("models: {a: {", "c.yaml, line 1: not YAML or JSON")]
    [InlineData("", "it has 0 documents, and must have one")]
    public void Bad_configuration_is_refused_in_one_line_that_names_the_place(string text, string message)
    {
        var error = Assert.Throws<InputException>(() => ModelConfiguration.Read(text, "c.yaml"));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Unknown_model_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<InputException>(() => ModelConfiguration.Read(Whole, "c.yaml").Find("big"));

        Assert.Equal("model 'big': there is none of that name; there are lines, plain, sim, small, table, tape", error.Message);
    }
}
