using System.Collections.Immutable;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The configuration of one model. It contains no secret: an endpoint names the environment variable that holds its key.</summary>
/// <param name="Name">The name by which seats refer to it.</param>
public abstract record ModelSpec(string Name)
{
    /// <summary>Maximum calls in flight from one silo; positive.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>Calls per minute of all silos together, evenly spaced; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The model's family, such as its vendor: judges do not judge debaters of their own family. Null if not given.</summary>
    public string? Family { get; init; }

    /// <summary>The context window, prompt and reply together, in tokens; null if unknown.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>The price of 10^6 prompt tokens; not negative.</summary>
    public decimal PricePerMillionIn { get; init; }

    /// <summary>The price of 10^6 generated tokens; not negative.</summary>
    public decimal PricePerMillionOut { get; init; }

    /// <summary>The limits and prices that callers need; without the fingerprint, which is computed where it is needed.</summary>
    public ModelTerms Terms => new(
        Parallel, RequestsPerMinute, ContextTokens, PricePerMillionIn, PricePerMillionOut, Simulated: this is SimulatedSpec)
    {
        MaxTokens = (this as EndpointSpec)?.MaxTokens ?? (this as GgufSpec)?.MaxTokens,
        KeepsThoughts = this is EndpointSpec { KeepsThoughts: true },
        Abilities = Abilities,
    };

    /// <summary>What it can do beyond replying: what the entry of an endpoint says that its server can; a model in this process all.</summary>
    private Abilities Abilities => this switch
    {
        EndpointSpec endpoint => endpoint.Can,
        GgufSpec => Abilities.Prefix | Abilities.LogProbabilities,
        SimulatedSpec { Kind: SimulatedKind.Scripted, Scores.Count: > 0 } => Abilities.Prefix | Abilities.LogProbabilities,
        SimulatedSpec { Kind: SimulatedKind.Reasoner or SimulatedKind.Scripted } => Abilities.Prefix,
        _ => Abilities.None,
    };

    /// <summary>
    /// A hash of what decides the model's replies, so that answers judged by it before and after a change can be told apart. Limits,
    /// prices, times, the family and the variable of the key change no reply; the endpoint's address may, since it can serve another model
    /// under the same name. Of a script or a recording in a file, its text counts; of a model in a file, its head and length, where the file
    /// is there.
    /// </summary>
    public string ComputeFingerprint()
    {
        var deciding = this with { Parallel = 1, RequestsPerMinute = null, Family = null, ContextTokens = null, PricePerMillionIn = 0,
            PricePerMillionOut = 0 };
        deciding = deciding switch
        {
            EndpointSpec endpoint => endpoint with
            {
                KeyVariable = null, Timeout = TimeSpan.Zero, RetryWindow = TimeSpan.Zero, WaitForStart = null,
            },
            SimulatedSpec simulated => simulated with { Latency = TimeSpan.Zero },
            GgufSpec gguf => gguf.Deciding,
            _ => deciding,
        };
        var file = this switch
        {
            SimulatedSpec { File: { } path } => SimulatedModels.ReadText(Name, path),
            GgufSpec { File: var path } when File.Exists(path) => GgufHeader.Read(Name, path).Digest,
            _ => "",
        };
        return Digest.Hash128(ModelSpecWriter.Write([deciding]), file);
    }

    /// <summary>
    /// Whether another entry is of the same model: one model id at one endpoint, one file. A simulated model is the same as no other.
    /// </summary>
    public bool IsSameModel(ModelSpec other) => other.Name == Name
        || this is GgufSpec here && other is GgufSpec there && here.File == there.File
        || this is EndpointSpec a && other is EndpointSpec b && a.Model == b.Model && EndpointAddress.AreSame(a.Endpoint, b.Endpoint);

    /// <summary>The price of one call.</summary>
    public decimal Cost(long tokensIn, long tokensOut) => (tokensIn * PricePerMillionIn + tokensOut * PricePerMillionOut) / 1_000_000;
}

/// <summary>A model behind an endpoint that speaks the OpenAI chat API.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Endpoint">The base URL, without "/chat/completions".</param>
/// <param name="Model">The model's name at the endpoint.</param>
public sealed record EndpointSpec(string Name, Uri Endpoint, string Model) : ModelSpec(Name)
{
    /// <summary>The environment variable that holds the key; null if the endpoint needs none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The temperature for seats that set none.</summary>
    public double? Temperature { get; init; }

    /// <summary>The token limit of replies to seats that set none; null for <see cref="Sampling.DefaultMaxTokens"/>.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The timeout of one request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long transient failures are retried, counted from the first one.</summary>
    public TimeSpan RetryWindow { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the endpoint is waited for before it has answered once; null for what the command says.</summary>
    public TimeSpan? WaitForStart { get; init; }

    /// <summary>The field that bears the token limit: max_tokens, or max_completion_tokens for OpenAI's reasoning models.</summary>
    public string MaxTokensField { get; init; } = "max_tokens";

    /// <summary>Whether the seed is sent.</summary>
    public bool SendsSeed { get; init; } = true;

    /// <summary>Whether a temperature is sent.</summary>
    public bool SendsTemperature { get; init; } = true;

    /// <summary>The role in which a seat's instructions are sent.</summary>
    public SystemRole SystemRole { get; init; }

    /// <summary>Further headers of each request.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Further fields of each request: a JSON object; null for none.</summary>
    public string? ExtraBody { get; init; }

    /// <summary>Azure's api-version, sent in the query; null for none.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Whether a seat's earlier thoughts are sent back with its earlier replies, as reasoning_content.</summary>
    public bool KeepsThoughts { get; init; }

    /// <summary>What its server can do beyond replying.</summary>
    public Abilities Can { get; init; }

    /// <summary>Whether a request to go on with a message says so in vLLM's fields; else the message stands last, and that is all.</summary>
    public bool MarksPrefix { get; init; }

    /// <summary>The most bytes of text that one token explains; a reply ends where it has more than its token limit allows.</summary>
    public int MaxBytesPerToken { get; init; } = 64;
}

/// <summary>The role in which a seat's instructions are sent.</summary>
public enum SystemRole
{
    /// <summary>A message of the role system.</summary>
    System,

    /// <summary>A message of the role developer, as OpenAI's reasoning models call it.</summary>
    Developer,

    /// <summary>The head of the first message of the user, for models that know no other role.</summary>
    User,
}

/// <summary>The behaviour of a simulated model.</summary>
public enum SimulatedKind
{
    /// <summary>Solves each problem with one probability.</summary>
    Bernoulli,

    /// <summary>Debates with lock-in and concession; also judges if asked to.</summary>
    Debater,

    /// <summary>Judges with self-preference and position bias; also debates if asked to.</summary>
    Judge,

    /// <summary>Replies with the lines of a script.</summary>
    Scripted,

    /// <summary>Replies with recorded replies.</summary>
    Recorded,

    /// <summary>Judges texts, with known biases.</summary>
    TextJudge,

    /// <summary>Reasons with known probabilities, in whichever form it is asked.</summary>
    Reasoner,

    /// <summary>Replies with a canary's text; canaries are built into every process and never configured.</summary>
    Canary,
}

/// <summary>A model that this process simulates.</summary>
public sealed record SimulatedSpec : ModelSpec
{
    /// <summary>A simulated model, which by default allows more calls in flight than an endpoint.</summary>
    public SimulatedSpec(string name, SimulatedKind kind) : base(name) => (Kind, Parallel) = (kind, 256);

    /// <summary>Its behaviour.</summary>
    public SimulatedKind Kind { get; init; }

    /// <summary>What the kinds that a configuration may name are for, in a few words, by the kind as written there.</summary>
    public static IEnumerable<(string Kind, string Purpose)> Purposes =>
        ModelSpecReader.Kinds.Select((kind, i) => (kind, DescribePurpose((SimulatedKind)i)));

    /// <summary>What a kind is for, in a few words.</summary>
    public static string DescribePurpose(SimulatedKind kind) => kind switch
    {
        SimulatedKind.Bernoulli => "answers questions and is right so often",
        SimulatedKind.Debater => "plays every seat of a debate: argues, concedes, moderates, judges",
        SimulatedKind.Judge => "judges, with biases to find, and plays every other seat",
        SimulatedKind.Scripted => "says the lines that it is given",
        SimulatedKind.Recorded => "repeats recorded replies",
        SimulatedKind.TextJudge => "judges texts, for rewards",
        SimulatedKind.Reasoner => "solves, revises, verifies, plans: every seat of the protocols that reason, and of debates",
        _ => "says nothing worth a vote, to test judges",
    };

    /// <summary>The probability of a right first answer, in [0, 1].</summary>
    public double Accuracy { get; init; } = 0.6;

    /// <summary>The number of distinct wrong answers; with one, a vote over samples is binomial.</summary>
    public int WrongAnswers { get; init; } = 1;

    /// <summary>How it debates and judges.</summary>
    public DebateTraits Traits { get; init; } = new();

    /// <summary>How it judges texts.</summary>
    public TextJudgeTraits TextTraits { get; init; } = new();

    /// <summary>How it reasons.</summary>
    public ReasonerTraits Reasoning { get; init; } = new();

    /// <summary>The absolute path of the script or recording; null if there is none or the configuration contains the script.</summary>
    public string? File { get; init; }

    /// <summary>The script by seat, if the configuration contains it.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Script { get; init; }

    /// <summary>
    /// Of a scripted model: what each phrase adds to the log-probability of a text, where it stands in the chat before it or in the text.
    /// </summary>
    public ImmutableSortedDictionary<string, double> Scores { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The recorded replies by the path at which each is asked for, if the configuration contains them.</summary>
    public ImmutableSortedDictionary<string, RecordedReply>? Replies { get; init; }

    /// <summary>The delay of each reply.</summary>
    public TimeSpan Latency { get; init; }
}

/// <summary>How a simulated participant of a debate behaves. Every value that is not a count is a probability in [0, 1].</summary>
public sealed record DebateTraits
{
    /// <summary>
    /// In its (n+1)-th turn a debater repeats its first answer with probability 1 - (1 - LockIn)^n, whatever the opponent says; the
    /// probability grows with each turn.
    /// </summary>
    public double LockIn { get; init; } = 0.5;

    /// <summary>The probability that a debater who is not locked in adopts the opponent's answer, by level 0 to 3.</summary>
    public ImmutableArray<double> Concession { get; init; } = [0.9, 0.3, 0.5, 0.05];

    /// <summary>The probability that a moderator decides a round in which the debaters differ.</summary>
    public double Decisiveness { get; init; } = 0.5;

    /// <summary>The probability of preferring a right answer to wrong ones; null for the model's accuracy.</summary>
    public double? JudgeAccuracy { get; init; }

    /// <summary>The probability of preferring the side argued by its own model, if position bias did not apply.</summary>
    public double SelfPreference { get; init; }

    /// <summary>The probability of preferring the first speaker, whatever was said.</summary>
    public double PositionBias { get; init; }

    /// <summary>The maximum number of padding sentences that a debater adds to a statement; the actual number is drawn each time.</summary>
    public int Verbosity { get; init; }
}

/// <summary>How a simulated judge of texts behaves.</summary>
public sealed record TextJudgeTraits
{
    /// <summary>The position bias (Wang et al., 2023): the probability added for the text shown first, in [0, 1].</summary>
    public double PositionBias { get; init; }

    /// <summary>The length bias (Dubois et al., 2024): the probability added for 400 extra characters, in [0, 1].</summary>
    public double LengthBias { get; init; }

    /// <summary>For each phrase, the change in probability that favours the side using it, in [-1, 1].</summary>
    public ImmutableSortedDictionary<string, double> PhraseWeights { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Whether it replies 1 or 0, drawn with its probability, instead of the probability itself.</summary>
    public bool IsBinary { get; init; }

    /// <summary>The probability that it gives no judgement, in [0, 1].</summary>
    public double FailureRate { get; init; }
}
