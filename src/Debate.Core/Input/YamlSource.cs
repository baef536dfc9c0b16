using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Debate.Core.Input;

/// <summary>Parses the one YAML document of a text; an <see cref="InputException"/> names file and line where it is none.</summary>
public static class YamlSource
{
    private const int MaxDepth = 32;

    /// <summary>The fields of a document that is a map.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="allowsAliases">Whether anchors and aliases may be used.</param>
    public static YamlFields Read(string text, string file, bool allowsAliases)
    {
        try
        {
            Check(text, file, allowsAliases);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? new YamlFields(stream.Documents[0].RootNode, file, "")
                : throw new InputException($"{file}, line 1: it has {stream.Documents.Count} documents, and must have one: a map of fields");
        }
        catch (YamlException error)
        {
            var line = Math.Min(error.Start.Line, text.Count(c => c == '\n') + 1);
            throw new InputException($"{file}, line {line}: not YAML or JSON: {OneLine.Format(
                error.InnerException?.Message ?? error.Message, 200)}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // The parser fails on some texts, such as an open bracket or a bad tag, without a position.
            throw new InputException($"{file}: not YAML or JSON: a bracket or a quote is not closed, or a tag (!) is wrong", error);
        }
    }

    /// <summary>
    /// The loader recurses and a stack overflow cannot be caught, so the depth is checked first; the parser takes a NUL for the end of the
    /// text and would silently read half of it.
    /// </summary>
    private static void Check(string text, string file, bool allowsAliases)
    {
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
            throw new InputException($"{file}, line {1 + text.AsSpan(0, nul).Count('\n')}: not YAML or JSON: it holds a NUL character");
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            var line = parser.Current.Start.Line;
            if (parser.Current is AnchorAlias && !allowsAliases)
                throw new InputException($"{file}, line {line}: it must not use aliases (*name)");
            if (depth > MaxDepth) throw new InputException($"{file}, line {line}: it is nested deeper than {MaxDepth} levels");
        }
    }
}
