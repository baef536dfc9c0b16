using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Debate.Tournaments;

/// <summary>Parses text to YAML nodes (JSON is a subset of YAML), and creates the one-line error for a node.</summary>
internal static class SpecParser
{
    private const int MaxDepth = 16;

    internal static YamlNode ParseRoot(string text, string file)
    {
        try
        {
            ThrowIfUnsafe(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw new InputException($"{file}: has {stream.Documents.Count} documents, must have exactly one");
        }
        catch (YamlException e)
        {
            var line = Math.Min(e.Start.Line, text.Count(c => c == '\n') + 1);
            throw new InputException($"{file}:{line}: is not YAML or JSON: {ToOneLine(e.InnerException?.Message ?? e.Message)}", e);
        }
        catch (InvalidOperationException e)
        {
            throw CreateSyntaxError(file, e);
        }
        catch (ArgumentException e)
        {
            throw CreateSyntaxError(file, e);
        }
    }

    /// <summary>YamlDotNet's parser fails on some texts, such as an open bracket or a bad tag, without reporting a position.</summary>
    private static InputException CreateSyntaxError(string file, Exception inner) =>
        new($"{file}: is not YAML or JSON: a bracket or a quote is not closed, or a tag (!) is wrong", inner);

    /// <summary>The text of a scalar as written; null is an error, because a field without a value counts as absent.</summary>
    internal static string ReadScalar(string file, string path, YamlNode node) =>
        node is YamlScalarNode { Value: { } value } && !IsNull(node)
        ? value
        : throw CreateError(file, node, path, Describe(node), "must be a text or a number");

    /// <summary>A scalar of one line, neither blank nor longer than the maximum.</summary>
    internal static string ReadLine(string file, string path, YamlNode node, int longest)
    {
        var text = ReadScalar(file, path, node).Trim();
        if (text.Length == 0) throw CreateError(file, node, path, text, "must not be blank");
        if (text.Any(char.IsControl)) throw CreateError(file, node, path, text, "must be one line without control characters");
        return text.Length <= longest ? text : throw CreateError(file, node, path, text, $"must have at most {longest} characters");
    }

    internal static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    internal static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode scalar => scalar.Value ?? "",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };

    internal static InputException CreateError(string file, YamlNode node, string path, string value, string rule)
    {
        var field = path.Length == 0 ? "" : $" {ToOneLine(path)}:";
        var shown = value.Length == 0 ? "" : $" '{ToOneLine(value)}'";
        return new InputException($"{file}:{node.Start.Line}:{field}{shown} {rule}");
    }

    /// <summary>
    /// The loader recurses and a stack overflow cannot be caught, so the depth is checked first; aliases, which can expand a short text
    /// without bound and which no specification needs, are rejected.
    /// </summary>
    private static void ThrowIfUnsafe(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is AnchorAlias alias) throw new InputException($"{file}:{alias.Start.Line}: must not use aliases (*name)");
            if (depth > MaxDepth) throw new InputException($"{file}:{parser.Current.Start.Line}: nested deeper than {MaxDepth} levels");
        }
    }

    private static string ToOneLine(string text)
    {
        var line = new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray());
        return line.Length <= 120 ? line : line[..120] + "...";
    }
}
