using Debate.Core.Output;

namespace Debate.Hosting;

/// <summary>The catalogue as the page docs/protocols.md: an introduction by hand, the systems, and the survey's cells.</summary>
public static class CataloguePage
{
    /// <summary>The line on the page that says where it comes from.</summary>
    public const string Origin = "<!-- Made by debate catalogue --page; edit src/Debate.Hosting/Catalogue. -->";

    /// <summary>The page, in Markdown.</summary>
    public static string Write(SystemCatalogue catalogue)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var page = new MarkdownWriter(text, Escape);
        page.Line(Introduction.TrimEnd()).Line().Line(Origin).Line();
        WriteList(page, catalogue);
        foreach (var system in catalogue.Systems) WriteSystem(page, system);
        WriteSurvey(page, catalogue.Survey);
        return text.ToString();
    }

    private static string Introduction
    {
        get
        {
            using var reader = new StreamReader(
                typeof(CataloguePage).Assembly.GetManifestResourceStream("catalogue/introduction.md")!);
            return reader.ReadToEnd();
        }
    }

    private static void WriteList(MarkdownWriter page, SystemCatalogue catalogue)
    {
        var count = catalogue.Systems.GroupBy(s => s.Status).ToDictionary(g => g.Key, g => g.Count());
        page.Line("## The published systems").Line().Line(FormattableString.Invariant(
                $"The project is about {catalogue.Systems.Count} systems of the literature. ")
            + FormattableString.Invariant($"{Count(SystemStatus.Built)} are built, {Count(SystemStatus.Partly)} in part, ")
            + FormattableString.Invariant($"{Count(SystemStatus.NotBuilt)} not yet; a part that is missing is named.")).Line()
            .Line("| # | system | paper | here |").Line("|---:|---|---|---|");
        foreach (var s in catalogue.Systems)
            page.Line(FormattableString.Invariant($"| {s.Number} | [{Escape(s.Name)}](#{s.Slug}) | {Escape(s.Authors)}, ")
                + FormattableString.Invariant($"{Escape(s.Venue)}{(s.Venue.Length > 0 ? " " : "")}{s.Year} | {DescribeParts(s)} |"));
        page.Line();

        int Count(SystemStatus status) => count.GetValueOrDefault(status);
    }

    private static string DescribeParts(PublishedSystem system)
    {
        string[] runs = [.. system.Parts.Where(p => p.IsRegistered).Select(p => $"`{p.Name}`").Distinct()];
        return system.Status == SystemStatus.NotBuilt ? "not built yet"
            : string.Join(", ", runs) + (system.Status == SystemStatus.Partly ? ", in part" : "");
    }

    private static void WriteSystem(MarkdownWriter page, PublishedSystem system)
    {
        page.Line($"### {system.Slug}").Line().Line($"**{Escape(system.Name)}.** {Escape(system.Paper)}.").Line().Line(Escape(system.What)).Line();
        foreach (var example in system.RunnableExamples) page.Line($"    {example}");
        if (system.RunnableExamples.Any()) page.Line();
        page.Line($"- Status: {Escape(system.StatusText)}.");
        WriteItems("Needs", system.Needs);
        if (system.Status != SystemStatus.NotBuilt) WriteItems("Proven by", [.. system.Proofs.Select(p => $"`{p}`")], isMarkdown: true);
        WriteItems("Not reproduced", system.NotReproduced);
        WriteItems("Not verified in the paper", system.Unverified);
        page.Line();

        void WriteItems(string heading, IReadOnlyList<string> items, bool isMarkdown = false)
        {
            if (items.Count > 0) page.Line($"- {heading}: {string.Join("; ", isMarkdown ? items : items.Select(Escape))}.");
        }
    }

    private static void WriteSurvey(MarkdownWriter page, ReasoningSurvey survey)
    {
        page.Line("## The survey's cells").Line()
            .Line("Plaat et al. ask how steps of reasoning are generated, evaluated and controlled. Each pair names protocols that run.").Line();
        WriteCells("generated", "evaluated", survey.Generated);
        WriteCells("evaluated", "controlled", survey.Controlled);
        page.Line("| way of reasoning | here |").Line("|---|---|");
        foreach (var item in survey.Items) page.Line($"| {Escape(item.Name)} | {Describe(item)} |");

        void WriteCells(string first, string second, IReadOnlyList<SurveyCell> cells)
        {
            page.Line($"| {first} | {second} | protocols | how |").Line("|---|---|---|---|");
            foreach (var cell in cells)
                page.Line($"| {Escape(cell.First)} | {Escape(cell.Second)} | {DescribeProtocols(cell.Protocols)} | {Escape(cell.How)} |");
            page.Line();
        }
    }

    private static string Describe(SurveyItem item) => item.Protocols.Count == 0 ? Escape(item.Note ?? "")
        : DescribeProtocols(item.Protocols) + (item.Note is { } note ? $" ({Escape(note)})" : "");

    private static string DescribeProtocols(IReadOnlyList<string> protocols) => string.Join(", ", protocols.Select(name =>
        new SystemPart("protocol", name).IsRegistered ? $"`{name}`" : $"`{name}` (not built yet)"));

    private static string Escape(string text) => text.Replace("*", "\\*", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);
}
