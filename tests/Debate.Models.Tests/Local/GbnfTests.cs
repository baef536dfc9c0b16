using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Models.Tests;

/// <summary>Grammars out of JSON schemas. What llama.cpp makes of them is tried in Debate.Llama.Tests.</summary>
public sealed class GbnfTests
{
    [Theory]
    [InlineData("""{"enum": ["yes", "no \"x\"", 3, null]}""", """root ::= ("\"yes\"" | "\"no \\\"x\\\"\"" | "3" | "null")""")]
    [InlineData("""{"type": "string", "minLength": 2, "maxLength": 9}""", """root ::= "\"" char{2,9} "\"" """)]
    [InlineData("""{"type": ["number", "null"]}""", """root ::= (number | "null")""")]
    [InlineData("""{"const": {"a": 1}}""", """root ::= "{\"a\":1}" """)]
    public void Each_form_has_its_rule(string schema, string root) => Assert.StartsWith(root.Trim() + "\n", Write(schema));

    [Fact]
    public void An_object_has_its_required_properties_and_some_of_the_others() => Assert.StartsWith(
        """root ::= "{" space "\"a\"" space ":" space r4 space ("," space "\"b\"" space ":" space r5 space)? "}" """.Trim(),
        Write("""{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}}, "required": ["a"]}"""));

    [Theory]
    [InlineData("""[]""", "schema: must be a schema")]
    [InlineData("""{}""", "must have a type")]
    [InlineData("""{"type": "text"}""", "schema.type")]
    [InlineData("""{"type": "string", "pattern": "a"}""", "schema.pattern")]
    [InlineData("""{"type": "object"}""", "schema.properties")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "x"}}, "required": ["a"]}""", "schema.a.type")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "null"}, "b": {"type": "null"}}, "required": ["b"]}""", "schema.a: is optional and first")]
    [InlineData("""{"type": "array"}""", "schema.items")]
    [InlineData("""{"type": "array", "items": {"type": "null"}, "minItems": 3, "maxItems": 2}""", "schema.maxItems")]
    [InlineData("""{"enum": []}""", "schema.enum")]
    [InlineData("""{"type": "string", "maxLength": -1}""", "schema.maxLength")]
    public void What_a_grammar_cannot_hold_to_is_refused(string schema, string told) =>
        Assert.Contains(told, Assert.Throws<InputException>(() => Write(schema)).Message);

    private static string Write(string schema) => Gbnf.FromSchema(JsonDocument.Parse(schema).RootElement);
}
