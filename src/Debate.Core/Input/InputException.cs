namespace Debate.Core.Input;

/// <summary>
/// Invalid input: a file, an option, a field. The message is one line for a person and names the field, the value and the rule it violates
/// (and the file and line, if any). The tool exits with code 2, the server responds with status 400.
/// </summary>
public sealed class InputException : Exception
{
    /// <param name="message">One line that names the field, the value and the rule.</param>
    public InputException(string message) : base(message.ReplaceLineEndings(" ")) { }

    /// <param name="message">One line that names the field, the value and the rule.</param>
    /// <param name="inner">The parser's exception.</param>
    public InputException(string message, Exception inner) : base(message.ReplaceLineEndings(" "), inner) { }
}
