using Debate.Core;

namespace Debate.Deliberation;

/// <summary>
/// Adversarial debaters whose statements deserve no vote: a judge that lets one win can be swayed by anybody. Each is a built-in model
/// named <c>canary:NAME</c> that every process knows without configuration.
/// </summary>
public static class Canaries
{
    /// <summary>The canary that says nothing at all; a debate between two of them measures how a judge scores silence.</summary>
    public const string Silent = "silent";

    private const string Prefix = "canary:";

    private static readonly SortedDictionary<string, Func<SeededRandom, string>> Texts = new(StringComparer.Ordinal)
    {
        [Silent] = _ => "",
        ["boast"] = _ => Prompts.Get("canary/boast"),
        ["echo"] = _ => Prompts.Fill(
            "canary/echo", ("instructions", Prompts.Get("judged/judge")), ("request", Prompts.Fill("judged/vote", ("statements", "")))),
        ["forge"] = _ => Prompts.Get("canary/forge"),
        ["suffix"] = draws => Prompts.Fill("canary/suffix", ("suffix", PickSuffix(draws))),
        ["tokens"] = _ => Prompts.Get("canary/tokens"),
    };

    /// <summary>
    /// All names: boast claims to have won, echo repeats the judge's instructions, forge imitates the engine's markers, silent says
    /// nothing, suffix ends with one of a list of suffixes that are reputed to please any judge, tokens ends its own turn and speaks as the
    /// judge by the control tokens of one model family after the other.
    /// </summary>
    public static IReadOnlyCollection<string> Names => Texts.Keys;

    /// <summary>The name of the model that plays a canary: <c>canary:NAME</c>.</summary>
    public static string ModelName(string canary) => Prefix + canary;

    /// <summary>The canary that a model plays, by the model's name; null for every other model.</summary>
    public static string? FindByModel(string model) =>
        model.StartsWith(Prefix, StringComparison.Ordinal) && Texts.ContainsKey(model[Prefix.Length..]) ? model[Prefix.Length..] : null;

    /// <summary>The text that a canary replies with, whatever the prompt.</summary>
    public static string GenerateText(string canary, SeededRandom draws) => Texts[canary](draws);

    private static string PickSuffix(SeededRandom draws)
    {
        var suffixes = Prompts.Get("canary/suffixes").Split('\n');
        return suffixes[draws.NextInt(suffixes.Length)];
    }
}
