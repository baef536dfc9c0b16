using System.Text.RegularExpressions;
using Debate.Architecture.Tests.Golden;
using Debate.Hosting;

namespace Debate.Architecture.Tests;

/// <summary>The catalogue of published systems says what is so: the page, the examples, the tests that it names, the survey's cells.</summary>
public sealed partial class CatalogueTests
{
    private const string Rewrite = "dotnet run --project client/Debate.Cli -- catalogue --page > docs/protocols.md";

    private static SystemCatalogue Catalogue => SystemCatalogue.Instance;

    [Fact]
    public void The_page_is_the_catalogue()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "protocols.md"));
        Assert.True(page == CataloguePage.Write(Catalogue), $"docs/protocols.md is not what the catalogue says; {Rewrite}");
    }

    [Fact]
    public void All_34_systems_are_there_once()
    {
        Assert.Equal(Enumerable.Range(1, 34), Catalogue.Systems.Select(s => s.Number));
        Assert.Equal(34, Catalogue.Systems.Select(s => s.Slug).Distinct().Count());
        Assert.All(Catalogue.Systems, s => Assert.True(s.Parts.Count > 0 && s.What.Length > 0 && s.Title.Length > 0, s.Name));
    }

    /// <summary>What runs says how and how it is known; what does not run says that, and promises nothing.</summary>
    [Fact]
    public void What_is_built_has_an_example_and_a_proof_and_what_is_not_has_neither()
    {
        foreach (var system in Catalogue.Systems)
        {
            var runs = system.Parts.Any(p => p.IsRegistered);
            Assert.Equal(runs, system.Status != SystemStatus.NotBuilt);
            Assert.True(runs == system.RunnableExamples.Any(), $"{system.Name}: {system.StatusText}, and {system.RunnableExamples.Count()} examples");
            Assert.True(!runs || system.Proofs.Count > 0, $"{system.Name}: it runs and no test is named that says what it does");
        }
        Assert.Equal("not built yet", Catalogue.Find("off-switch").StatusText);
    }

    [Fact]
    public void Every_named_test_exists()
    {
        var classes = Repository.Files("*Tests.cs", "tests").Select(File.ReadAllText)
            .SelectMany(text => ClassPattern().Matches(text).Select(m => (Class: m.Groups[1].Value, Text: text))).ToLookup(c => c.Class, c => c.Text);
        foreach (var system in Catalogue.Systems.Where(s => s.Status != SystemStatus.NotBuilt))
            foreach (var proof in system.Proofs)
            {
                var (name, method) = (proof.Split('.')[0], proof.Split('.')[1]);
                Assert.True(classes[name].Any(text => Regex.IsMatch(text, $@"\b{Regex.Escape(method)}\(")), $"{system.Name}: {proof} is no test");
            }
    }

    [Fact]
    public void Every_example_is_understood_and_runs_a_protocol_that_there_is()
    {
        var examples = Catalogue.Systems.SelectMany(s => s.RunnableExamples).ToArray();
        Assert.True(examples.Length > 10, $"{examples.Length} examples were found");
        Assert.All(examples, line => Assert.Empty(CommandLine.Root().Parse(line.Split(' ').Skip(1).ToArray()).Errors.Select(e => $"{line}: {e.Message}")));
    }

    [Fact]
    public void Each_cell_of_the_survey_names_a_protocol_that_runs()
    {
        foreach (var cells in new[] { Catalogue.Survey.Generated, Catalogue.Survey.Controlled })
        {
            Assert.Equal(9, cells.Select(c => (c.First, c.Second)).Distinct().Count());
            Assert.Equal((3, 3), (cells.Select(c => c.First).Distinct().Count(), cells.Select(c => c.Second).Distinct().Count()));
            Assert.All(cells, c => Assert.True(c.Runnable.Any() && c.How.Length > 0, $"{c.First}, {c.Second}: {string.Join(", ", c.Protocols)}"));
        }
        Assert.All(Catalogue.Survey.Items, i => Assert.True(i.Protocols.Count > 0 || i.Note is not null, i.Name));
        var known = Catalogue.Systems.SelectMany(s => s.Parts).Select(p => p.Name).Concat(DebateServices.Protocols.All.Select(p => p.Name)).ToHashSet();
        Assert.All(Catalogue.Survey.Items.SelectMany(i => i.Protocols), name => Assert.Contains(name, known));
    }

    /// <summary>A protocol that is made after a system of the list is in it: what stands beside them is of other lists.</summary>
    [Fact]
    public void Every_protocol_of_the_list_is_in_it()
    {
        string[] others =
        [
            "direct", "self-reflection", "claim", "judged", "society-of-minds", "chateval", "mallm", "judge-debate", "ensemble-refinement", "khan-debate",
            "consultancy", "blind-judge", "oracle-judge", "league", "tournament", "evaluation", "text-reward", "evidence-reward",
        ];
        var parts = Catalogue.Systems.SelectMany(s => s.Parts).Select(p => p.Name).ToHashSet();
        Assert.All(DebateServices.Protocols.All.Select(p => p.Name).Except(others), name => Assert.Contains(name, parts));
    }

    [Fact]
    public void A_system_is_found_by_name_number_and_protocol()
    {
        foreach (var name in new[] { "rest-mcts", "REST-MCTS*", "25" }) Assert.Equal(25, Catalogue.Find(name).Number);
        Assert.Equal(34, Catalogue.Find("recursive-thinking").Number);
        Assert.StartsWith("system 'sphare': there is none of that name; did you mean 'sphere'?",
            Assert.Throws<Debate.Core.Input.InputException>(() => Catalogue.Find("sphare")).Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex ClassPattern();
}
