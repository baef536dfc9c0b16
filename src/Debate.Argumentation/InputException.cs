namespace Debate;

/// <summary>
/// Input that cannot be used: a file, an option, a field. The message is one line for a person and names the field, the value
/// and the rule it breaks (and the file and line where there is one). The tool exits 2 on it, the server answers 400.
/// </summary>
public sealed class InputException : Exception
{
    /// <param name="message">One line that names the field, the value and the rule.</param>
    public InputException(string message) : base(message.ReplaceLineEndings(" ")) { }

    /// <param name="message">One line that names the field, the value and the rule.</param>
    /// <param name="inner">What the reader of the format said.</param>
    public InputException(string message, Exception inner) : base(message.ReplaceLineEndings(" "), inner) { }
}
