using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Protocols;
using Debate.Hosting;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Evaluations;

/// <summary>
/// The variants that an evaluation compares: each protocol, and each swept option varied on its own around the options that are set.
/// </summary>
internal static class EvaluationVariants
{
    /// <summary>The variants; throws <see cref="InputException"/> for an unknown protocol or option.</summary>
    /// <param name="protocols">The protocols, in the order of the report.</param>
    /// <param name="set">PROTOCOL.OPTION=value; the protocol may be omitted, which sets the option in every protocol that has it.</param>
    /// <param name="sweep">The options to vary.</param>
    public static IReadOnlyList<EvaluationVariant> Create(
        IReadOnlyList<string> protocols, IReadOnlyDictionary<string, string> set, IReadOnlyList<string> sweep)
    {
        if (protocols.Count == 0) throw new InputException("--protocol: it names no protocol");
        var entries = protocols.Select(FindProtocol).ToArray();
        var given = entries.ToDictionary(e => e.Name, _ => new ProtocolOptions());
        foreach (var (name, value) in set)
            foreach (var (protocol, option) in Owners(name, entries)) given[protocol.Name][option] = value;
        foreach (var option in sweep.Where(o => !entries.Any(e => FindRule(e, o) is { SweepValues.Count: > 0 })))
            throw new InputException($"--sweep '{option}': no protocol of this evaluation has an option of that name that can be swept");
        RefuseUnmatched(entries, given);
        return [.. entries.SelectMany(e => Create(e, given[e.Name], sweep))];
    }

    /// <summary>
    /// The variants with the options they need to run without a model, and the stand-in to use as the model; null if some protocol or
    /// question needs a model.
    /// </summary>
    public static (IReadOnlyList<EvaluationVariant> Variants, string Model)? WithoutModels(
        IReadOnlyList<EvaluationVariant> variants, IReadOnlyList<Problem> questions)
    {
        if (questions.MaxBy(q => q.Choices.Count) is not { } widest) return null;
        var plays = variants.Select(v => DebateServices.Protocols.Find(v.Protocol).WithoutModel).ToArray();
        if (plays.Any(play => questions.Any(q => play(q) is null))) return null;
        var suited = variants.Zip(plays, (v, play) => v with { Options = new(play(widest)!.Options.Concat(v.Options)) });
        var models = plays.Select(play => play(widest)!.Model).Distinct().ToArray();
        return models is [var model] ? ([.. suited], model) : null;
    }

    private static IEnumerable<EvaluationVariant> Create(ProtocolDescriptor entry, ProtocolOptions given, IReadOnlyList<string> sweep)
    {
        entry.CompleteOptions(given);
        var swept = sweep.Where(o => FindRule(entry, o) is { SweepValues.Count: > 0 }).ToArray();
        if (swept.Length == 0) return [new(entry.Name, entry.Name, given)];
        return swept.SelectMany(option => FindRule(entry, option)!.SweepValues.Select(value =>
            new EvaluationVariant($"{entry.Name} {option}={value}", entry.Name, new(given) { [option] = value })));
    }

    /// <summary>By default a baseline gets as many calls as MAD makes at most: a comparison is fair only at equal cost.</summary>
    private static void RefuseUnmatched(ProtocolDescriptor[] entries, Dictionary<string, ProtocolOptions> given)
    {
        var calls = Mad.Descriptor.MaxCalls(Mad.Descriptor.CompleteOptions(given.GetValueOrDefault(Mad.Descriptor.Name) ?? []));
        foreach (var entry in entries)
            if (entry.CallsOption is { } option) given[entry.Name].TryAdd(option, calls.ToString(CultureInfo.InvariantCulture));
    }

    private static ProtocolDescriptor FindProtocol(string name)
    {
        var entry = DebateServices.Protocols.Find(name);
        return entry is { Kind: "debate", DefaultModel: null }
            ? entry
            : throw new InputException($"--protocol '{name}': it answers no questions");
    }

    private static IEnumerable<(ProtocolDescriptor Protocol, string Option)> Owners(string name, ProtocolDescriptor[] entries)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            var owners = entries.Where(e => FindRule(e, name) is not null).ToArray();
            return owners.Length > 0
                ? owners.Select(e => (e, name))
                : throw new InputException($"--set '{name}': no protocol of this evaluation has that option");
        }
        var protocol = entries.FirstOrDefault(e => e.Name == name[..dot])
            ?? throw new InputException(
                $"--set '{name}': '{name[..dot]}' is not among the protocols {string.Join(", ", entries.Select(e => e.Name))}");
        return [(protocol, name[(dot + 1)..])];
    }

    private static OptionRule? FindRule(ProtocolDescriptor entry, string option) => entry.Options.FirstOrDefault(r => r.Name == option);
}
