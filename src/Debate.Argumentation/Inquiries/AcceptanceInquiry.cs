using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Inquiries;

/// <summary>Whether an argument is accepted.</summary>
/// <param name="Argument">Its id.</param>
/// <param name="Semantics">The semantics, by name or code.</param>
/// <param name="IsSceptical">Whether in every extension, and not only in some.</param>
/// <param name="Support">How supports bear on acceptance: none, necessary or deductive.</param>
public sealed record AcceptanceInquiry(string Argument, string Semantics, bool IsSceptical, string Support) : GraphInquiry
{
    /// <inheritdoc/>
    public override GraphReport Answer(ArgumentMap map, SearchBudget budget)
    {
        var report = Describe();
        var acceptance = new Acceptance(InquiryWords.FindSemantics(Semantics), IsSceptical);
        var (argument, reading) = (InquiryWords.GetNode(map.Graph, Argument), InquiryWords.FindReading(Support));
        var translation = Translation.Create(map.Graph, reading);
        var answer = acceptance.Ask(translation.Framework, argument, budget);
        return report with
        {
            Accepted = answer.Accepted,
            Witness = answer.Witness is { } witness ? [.. translation.SelectArguments(witness).Select(translation.Name)] : null,
            Notes = InquiryWords.NoteSupports(map.Graph, reading),
        };
    }

    /// <inheritdoc/>
    public override GraphReport ReportUndecided(string reason) => Describe() with { Status = InquiryStatus.Unknown, Reason = reason };

    private AcceptanceReport Describe() => new()
    {
        Argument = Argument,
        Semantics = InquiryWords.FindSemantics(Semantics).Name,
        Sceptical = IsSceptical,
        Support = Support.ToLowerInvariant(),
    };
}

/// <summary>Whether an argument is accepted, with an extension that shows it.</summary>
public sealed record AcceptanceReport : GraphReport
{
    /// <summary>The argument's id.</summary>
    public required string Argument { get; init; }

    /// <summary>The name of the semantics.</summary>
    public required string Semantics { get; init; }

    /// <summary>Whether acceptance is membership in every extension, and not only in some.</summary>
    public bool Sceptical { get; init; }

    /// <summary>How supports bear on acceptance: none, necessary or deductive.</summary>
    public required string Support { get; init; }

    /// <summary>Whether it is accepted; absent where that was not decided.</summary>
    public bool? Accepted { get; init; }

    /// <summary>
    /// The ids of an extension with the argument; where acceptance is sceptical, of one without it. Absent where none shows it.
    /// </summary>
    public IReadOnlyList<string>? Witness { get; init; }
}

/// <summary>The extensions of a graph.</summary>
/// <param name="Semantics">The semantics, by name or code.</param>
/// <param name="Support">How supports bear on acceptance: none, necessary or deductive.</param>
/// <param name="Limit">The most extensions that are listed; positive.</param>
public sealed record ExtensionsInquiry(string Semantics, string Support, int Limit) : GraphInquiry
{
    /// <inheritdoc/>
    public override GraphReport Answer(ArgumentMap map, SearchBudget budget)
    {
        var reading = InquiryWords.FindReading(Support);
        var translation = Translation.Create(map.Graph, reading);
        var found = new List<int[]>();
        var report = Describe() with { Notes = InquiryWords.NoteSupports(map.Graph, reading) };
        try
        {
            foreach (var extension in InquiryWords.FindSemantics(Semantics).Extensions(translation.Framework, budget))
            {
                if (found.Count == Limit)
                    return Fill(report, translation, found) with { Reason = $"There are more than {Limit}." };
                found.Add(extension);
            }
            return Fill(report, translation, found) with { Complete = true };
        }
        catch (OperationCanceledException)
        {
            // What was found until then is true, whatever else there is.
            return Fill(report, translation, found) with
            {
                Status = InquiryStatus.Unknown,
                Reason = found.Count == 0 ? "None was found in its time; there may be some." : "There may be more: its time was over.",
            };
        }
    }

    /// <inheritdoc/>
    public override GraphReport ReportUndecided(string reason) => Describe() with { Status = InquiryStatus.Unknown, Reason = reason };

    private static ExtensionsReport Fill(ExtensionsReport report, Translation translation, List<int[]> found)
    {
        IReadOnlyList<IReadOnlyList<string>> sets =
            [.. found.Select(set => translation.SelectArguments(set).Select(translation.Name).ToArray())];
        return found is not [var first, var second, ..] ? report with { Extensions = sets }
            : report with
            {
                Extensions = sets,
                Difference = Describe(translation, ExtensionDifference.Compute(translation.Framework, first, second)),
            };
    }

    private static FirstTwoExtensions Describe(Translation translation, ExtensionDifference difference) => new(
        Names(translation, difference.Common), Names(translation, difference.OnlyFirst), Names(translation, difference.OnlySecond),
        [.. difference.Conflicts.Select(c => (IReadOnlyList<string>)[translation.Name(c.From), translation.Name(c.To)])]);

    private static IReadOnlyList<string> Names(Translation translation, IReadOnlyList<int> set) =>
        [.. translation.SelectArguments(set).Select(translation.Name)];

    private ExtensionsReport Describe() =>
        new() { Semantics = InquiryWords.FindSemantics(Semantics).Name, Support = Support.ToLowerInvariant() };
}

/// <summary>The extensions of a graph: the sets of arguments that can stand together.</summary>
public sealed record ExtensionsReport : GraphReport
{
    /// <summary>The name of the semantics.</summary>
    public required string Semantics { get; init; }

    /// <summary>How supports bear on acceptance: none, necessary or deductive.</summary>
    public required string Support { get; init; }

    /// <summary>Whether these are all.</summary>
    public bool Complete { get; init; }

    /// <summary>The extensions, as ids of arguments, in the order found.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Extensions { get; init; } = [];

    /// <summary>What tells the first two apart; absent where there are fewer.</summary>
    public FirstTwoExtensions? Difference { get; init; }
}

/// <summary>What tells the first two extensions of a list apart.</summary>
/// <param name="Common">The arguments in both.</param>
/// <param name="OnlyFirst">The arguments in the first alone.</param>
/// <param name="OnlySecond">The arguments in the second alone.</param>
/// <param name="Conflicts">The attacks between those, [attacker, attacked].</param>
public sealed record FirstTwoExtensions(IReadOnlyList<string> Common, IReadOnlyList<string> OnlyFirst, IReadOnlyList<string> OnlySecond,
    IReadOnlyList<IReadOnlyList<string>> Conflicts);
