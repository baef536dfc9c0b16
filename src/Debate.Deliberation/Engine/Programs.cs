using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Debate.Core.Input;

namespace Debate.Deliberation.Engine;

/// <summary>A program that a protocol wants to be run.</summary>
/// <param name="Language">Its language: <see cref="JavaScript"/> or <see cref="Python"/>.</param>
/// <param name="Source">Its text, mostly a model's: it is taken for hostile.</param>
/// <param name="Input">What it reads: the text <c>input</c> in JavaScript, standard input in Python.</param>
public sealed record ProgramCall(string Language, string Source, string Input = "")
{
    /// <summary>JavaScript, which every build runs.</summary>
    public const string JavaScript = "javascript";

    /// <summary>Python, which runs where the operator has set up a sandbox for it.</summary>
    public const string Python = "python";

    /// <summary>What it may use, where that is less than the operator allows; null for all that is allowed.</summary>
    public ProgramLimits? Limits { get; init; }

    /// <summary>The seed of its random numbers: a function of the run's seed and the path of the effect. The engine sets it.</summary>
    public long Seed { get; init; }
}

/// <summary>
/// What a program may use. Statements come first, so that a result is the same on every machine; time is the last resort.
/// </summary>
/// <param name="Statements">Statements of a JavaScript program, 1 to 10^9; Python has none.</param>
/// <param name="Megabytes">Memory of the program, 1 to 4,096.</param>
/// <param name="Seconds">Time, of the processor and on the clock, 1 to 300.</param>
/// <param name="Characters">Characters of its output, 1 to 1,000,000.</param>
public sealed record ProgramLimits(long Statements = 1_000_000, int Megabytes = 64, int Seconds = 5, int Characters = 8_192)
{
    /// <summary>The most characters of output that any program may have.</summary>
    public const int MaxCharacters = 1_000_000;

    /// <summary>The limits where an operator sets none.</summary>
    public static ProgramLimits Default { get; } = new();

    /// <summary>The lower of the two limits, one by one.</summary>
    public ProgramLimits Min(ProgramLimits other) => new(
        Math.Min(Statements, other.Statements), Math.Min(Megabytes, other.Megabytes), Math.Min(Seconds, other.Seconds),
        Math.Min(Characters, other.Characters));

    /// <summary>Throws an <see cref="InputException"/> that names the limit which is out of its range.</summary>
    public void Validate(string field)
    {
        Check(nameof(Statements), Statements, 1_000_000_000);
        Check(nameof(Megabytes), Megabytes, 4096);
        Check(nameof(Seconds), Seconds, 300);
        Check(nameof(Characters), Characters, MaxCharacters);

        void Check(string name, long value, long max)
        {
            if (value < 1 || value > max)
                throw new InputException(string.Create(CultureInfo.InvariantCulture,
                    $"{field}.{name.ToLowerInvariant()} '{value}': it must be in 1..{max}"));
        }
    }
}

/// <summary>How a program ended. Whatever it does wrong is an end, never a failure of the run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProgramEnd>))]
public enum ProgramEnd
{
    /// <summary>It came to its end.</summary>
    Done,

    /// <summary>It could not be read, threw, or was ended by a signal.</summary>
    Failed,

    /// <summary>It made more statements than it may.</summary>
    TooManyStatements,

    /// <summary>It wanted more memory than it may have.</summary>
    TooMuchMemory,

    /// <summary>It took longer than it may.</summary>
    TooLong,

    /// <summary>It wrote more than it may.</summary>
    TooMuchOutput,
}

/// <summary>What came of a program.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Output">What it printed, as far as it came and was allowed; where it printed nothing, its value.</param>
/// <param name="Error">What went wrong, in one or a few lines; null where it came to its end.</param>
public sealed record ProgramResult(ProgramEnd End, string Output, string? Error = null)
{
    /// <summary>The most characters of an error that are kept.</summary>
    public const int MaxErrorLength = 1000;

    /// <summary>
    /// The result as a journal can keep it, whoever ran the program: no half characters, no null characters, no more than
    /// <paramref name="characters"/> of output. A replay gives the protocol the very same texts.
    /// </summary>
    public ProgramResult ToStorable(int characters = ProgramLimits.MaxCharacters) => this with
    {
        Output = Clean(Output, characters),
        Error = Error is null ? null : Clean(Error, MaxErrorLength),
    };

    private static string Clean(string text, int max)
    {
        var cut = text.Length <= max ? text : text[..max];
        var clean = new StringBuilder(cut.Length);
        foreach (var rune in cut.EnumerateRunes()) clean.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }
}

/// <summary>
/// The way to where programs run. Whatever a program does wrong is a result; a runner that cannot be reached throws
/// <see cref="OutageException"/>, which suspends the run and is never recorded. Implementations are thread-safe.
/// </summary>
public interface IPrograms
{
    /// <summary>Whether programs of a language are run here.</summary>
    bool Runs(string language);

    /// <summary>
    /// Runs a program. Programs of one run may share a process, one after the other; those of two never do. Throws
    /// <see cref="InputException"/> for a language that is not run here.
    /// </summary>
    Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation);
}

/// <summary>Where no programs are run.</summary>
public sealed class NoPrograms : IPrograms
{
    /// <summary>The only instance.</summary>
    public static NoPrograms Instance { get; } = new();

    /// <inheritdoc/>
    public bool Runs(string language) => false;

    /// <inheritdoc/>
    public Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation) =>
        throw Refuse(call.Language);

    /// <summary>Throws where a run may want programs of a language that <paramref name="programs"/> does not run.</summary>
    public static void ThrowIfMissing(ProtocolRegistry protocols, RunDefinition definition, IPrograms programs)
    {
        foreach (var language in protocols.ListLanguages(definition.Protocol, definition.Options))
            if (!programs.Runs(language)) throw Refuse(language);
    }

    /// <summary>The refusal of a language that is not run here.</summary>
    public static InputException Refuse(string language) => new(language == ProgramCall.Python
        ? $"language '{language}': it is not run here; a server or tool runs it where its configuration says programs: {{ python: bubblewrap }}"
        : $"language '{language}': it is not run here; {ProgramCall.JavaScript} is");
}
