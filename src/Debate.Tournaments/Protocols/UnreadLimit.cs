using System.Globalization;
using Debate.Deliberation;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// The share of the questions of an evaluation, or of the debates of a tournament, from which on replies that were not read make its result
/// partial: it is journaled with the run's options, so that whoever prints the run again applies the same.
/// </summary>
public static class UnreadLimit
{
    /// <summary>The name of the option.</summary>
    public const string Option = "max-unread";

    /// <summary>The share where none is given.</summary>
    public const double Default = 0.05;

    /// <summary>What the option does.</summary>
    public const string Meaning = "From which share of unread deciding replies on the result is partial.";

    /// <summary>Whether a share reaches the limit that the options give; none reaches it where nothing is unread.</summary>
    public static bool IsReached(double share, ProtocolOptions options) => share > 0 && share >= Read(options);

    private static double Read(ProtocolOptions options) =>
        options.TryGetValue(Option, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : Default;
}
