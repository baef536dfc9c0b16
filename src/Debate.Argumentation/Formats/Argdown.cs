namespace Debate.Argumentation.Formats;

/// <summary>
/// The common subset of Argdown (argdown.org, after its syntax guide). Statements <c>[Title]: text</c> and arguments
/// <c>&lt;Title&gt;: text</c> become arguments of the graph under their titles (an argument with the same title as a statement has the id
/// <c>&lt;Title&gt;</c>), in the order in which they are first defined or listed on their own. Indented below them, <c>+</c> supports,
/// <c>-</c> attacks and <c>_</c> undercuts the element above (as do <c>&lt;+ &lt;- &lt;_</c>; <c>+&gt; -&gt; _&gt;</c> point the other
/// way), <c>&gt;&lt;</c> is a mutual attack, and so is any attack between statements if the frontmatter selects strict mode.
/// <para>An argument with a premise-conclusion structure becomes one inference per step: the last has the argument's title, earlier ones
/// title.1, title.2; its outgoing relations start from its conclusion, and what attacks or undercuts it undercuts its last step. An
/// undercut of an argument without a structure is an attack on it. Headings, comments, tags, list marks, inference rules and data in braces
/// are parsed and dropped, as are untitled statements without relations; Markdown inside texts is kept verbatim; a backslash escapes the
/// next character. The first text of a title is used.</para>
/// <para>A graph that is written and read back is the same, except for the order of its inferences. What Argdown cannot express is stored
/// in our own data, <c>{debate: {id, text, score, step}}</c>: an id or text that Argdown's titles and texts cannot represent, a score, and
/// a step (support or attack) that other tools see as an argument between its premises and its conclusion.</para>
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
        MapRules.ValidateNotEmpty(file, text);
        var source = new ArgdownSource(file, text);
        var document = new ArgdownReader(source).Read();
        var (graph, notes) = new ArgdownGraphBuilder(source, document).Build();
        var head = source.Frontmatter;
        var name = head.Name ?? Path.GetFileNameWithoutExtension(file);
        return new ArgumentMap(name, graph) { Title = head.Title ?? name, Motions = head.Motions, Notes = [.. head.Notes, .. notes] };
    }
}
