namespace Debate.Argumentation.Formats;

/// <summary>
/// The common subset of Argdown (argdown.org, after its syntax guide). Statements <c>[Title]: text</c> and arguments
/// <c>&lt;Title&gt;: text</c> are arguments of the graph under their titles (an argument with the title of a statement has the id
/// <c>&lt;Title&gt;</c>), in the order in which they are first defined or stand on their own. Under them, indented: <c>+</c> supports,
/// <c>-</c> attacks, <c>_</c> undercuts what stands above (so do <c>&lt;+ &lt;- &lt;_</c>; <c>+&gt; -&gt; _&gt;</c> go the other way),
/// <c>&gt;&lt;</c> is an attack both ways, and so is an attack between statements in the strict mode of the frontmatter.
/// <para>An argument with a premise-conclusion structure is an inference for each of its steps: the last has the argument's title,
/// earlier ones title.1, title.2; what it bears on it bears on by its conclusion, and what attacks or undercuts it undercuts its last
/// step. An undercut of an argument without a structure is an attack on it. Headings, comments, tags, list marks, inference rules and
/// data in braces are read and left out, as are untitled statements that bear on nothing; Markdown inside texts is kept as it stands; a
/// backslash takes the next sign as it is. The first text of a title counts.</para>
/// <para>Written and read again a graph is the same, but for the order of its inferences. What Argdown has no words for stands in data
/// of our own, <c>{debate: {id, text, score, step}}</c>: an id or text that titles and texts cannot hold, a score, and a step (support or
/// attack) that other tools see as an argument between its premises and its conclusion.</para>
/// </summary>
public static class Argdown
{
    /// <summary>Argdown.</summary>
    public static GraphFormat Format { get; } = new("argdown", ".argdown", ".ad")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => new ArgdownWriter(map, output).Write(),
    };

    /// <summary>The map in <paramref name="text"/>. Malformed text is an <see cref="InputException"/> with file, line and rule.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        MapRules.Check(file, text);
        var source = new ArgdownSource(file, text);
        var document = new ArgdownReader(source).Read();
        var (graph, notes) = new ArgdownGraph(source, document).Build();
        var head = source.Frontmatter;
        var name = head.Name ?? Path.GetFileNameWithoutExtension(file);
        return new ArgumentMap(name, graph) { Title = head.Title ?? name, Motions = head.Motions, Notes = [.. head.Notes, .. notes] };
    }
}
