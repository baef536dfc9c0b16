namespace Debate.Argumentation.Bipolar;

/// <summary>
/// An argument graph as an abstract framework. The graph's nodes keep their numbers, arguments and inferences alike; auxiliary arguments
/// come after them. Size is linear in the graph (quadratic in the premises of one step under the deductive reading).
/// <para>
/// An inference is accepted when its link is and all its premises are; one of the kind attack then attacks its conclusion. The link is
/// what an undercut attacks: a support whose link is defeated means nothing (Cohen, Gottifredi, Garcia and Simari, 2015). Beyond that:
/// <list type="bullet">
/// <item>necessary: the conclusion falls when some premise is rejected while the link holds, which are the secondary (and extended) attacks
/// of Nouioua and Risch (2011) and of Cayrol and Lagasquie-Schiex (2013);</item>
/// <item>deductive: a premise falls when the conclusion is rejected while the link and the other premises hold, which are the mediated
/// (and supported) attacks of Cayrol and Lagasquie-Schiex (2013), with several premises the transpositions of the step (Caminada and
/// Amgoud, 2007). For one premise this is the necessary reading of the converse support.</item>
/// </list>
/// Both are made with arguments "not x", which x alone attacks and which are therefore accepted exactly when x is rejected. Necessity is a
/// strict order in the theory; where a graph's supports run in a circle, the arguments on it here stand or fall together.
/// </para>
/// </summary>
public sealed class Translation
{
    private readonly string[] _auxiliary;

    internal Translation(ArgumentGraph graph, SupportReading reading, Framework framework, string[] auxiliary) =>
        (Graph, Reading, Framework, _auxiliary) = (graph, reading, framework, auxiliary);

    /// <summary>The graph.</summary>
    public ArgumentGraph Graph { get; }

    /// <summary>How its supports were read.</summary>
    public SupportReading Reading { get; }

    /// <summary>The framework: node n of the graph is argument n, auxiliary arguments follow.</summary>
    public Framework Framework { get; }

    /// <summary>The translation of a graph; without inferences, its attacks alone.</summary>
    public static Translation Of(ArgumentGraph graph, SupportReading reading = SupportReading.None) =>
        new TranslationBuilder(graph, reading).Build();

    /// <summary>The arguments of the graph in a set of the framework's: without inferences and auxiliary arguments.</summary>
    public IReadOnlyList<int> Arguments(IEnumerable<int> set) => [.. set.Where(a => a < Graph.ArgumentCount)];

    /// <summary>The arguments and inferences of the graph in a set of the framework's.</summary>
    public IReadOnlyList<int> Nodes(IEnumerable<int> set) => [.. set.Where(a => a < Graph.NodeCount)];

    /// <summary>The id of an argument or inference of the graph; for an auxiliary argument what it stands for, such as: not 'x'.</summary>
    public string Name(int argument) => argument < Graph.NodeCount ? Graph.Id(argument) : _auxiliary[argument - Graph.NodeCount];
}
